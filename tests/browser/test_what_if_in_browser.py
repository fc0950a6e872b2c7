"""What if a party leaves, in a real browser: on a phone, by the list and by the map, by keyboard, and without scripts."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from network.snapshots.running import mark_behind, recompute
from partners.models import Partner
from tests.browser.conftest import Open, settled, sign_in
from tests.browser.test_every_page import check
from tests.network.village import Village, organisation, tie

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGE = "/kernen/dorp/netwerk/wat-als/"


@pytest.fixture
def what_if(village: Village, open_page: Open, quiet_page: Page) -> Page:
    club, alone = Partner.objects.get(slug="sportclub"), Partner.objects.get(slug="zonder-gebied")
    tie(club, Partner.objects.get(slug="school"))
    tie(club, alone)
    tie(alone, organisation("buurman", village.kern))
    quiet_page.set_viewport_size({"width": 390, "height": 844})
    page = open_page(PAGE)
    settled(page)
    return page


def test_on_a_phone_the_list_and_the_map_choose_who_leaves(what_if: Page) -> None:
    page = what_if
    page.get_by_label("Zoeken").fill("sport")
    expect(page.locator(".what-if__list li:visible")).to_have_count(1)
    page.get_by_role("checkbox", name=re.compile("Sportclub")).check()
    expect(page.get_by_role("status")).to_contain_text("Er raken 3 andere partijen los.")
    expect(page).to_have_url(re.compile(r"\?weg=sportclub$"))
    expect(page.locator("[data-party=school]")).to_have_class("spot spot--cut-off")
    wrong = check(page, (390, 320))
    assert not wrong, "\n".join(wrong)

    page.locator("[data-party=dorpskerk]").click()
    expect(page.locator("[data-party=dorpskerk]")).to_have_class("spot spot--left")
    expect(page.get_by_label("Zoeken")).to_have_value("sport")
    expect(page.locator("input[value=dorpskerk]")).to_be_checked()
    page.reload()
    expect(page.locator("[data-party=dorpskerk]")).to_have_class("spot spot--left")


def test_by_keyboard_the_map_keeps_the_focus(what_if: Page) -> None:
    page = what_if
    page.locator("[data-party=sportclub]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-party=sportclub]")).to_have_class("spot spot--left")
    expect(page.locator("[data-party=sportclub]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[data-party=sportclub]")).to_have_class("spot spot--stays")


def test_without_scripts_a_link_on_the_map_and_the_form_do_the_same(
    what_if: Page, browser: Browser, live_server: Any
) -> None:
    page = browser.new_context(java_script_enabled=False, locale="nl-NL").new_page()
    page.goto(live_server.url + PAGE)
    page.locator("[data-party=sportclub]").click()
    page.wait_for_url("**?weg=sportclub")
    page.locator("input[value=dorpskerk]").check()
    page.get_by_role("button", name="Kijk wat uiteenvalt").click()
    page.wait_for_url("**?weg=dorpskerk&weg=sportclub")
    assert page.locator(".spot--left[data-party]").count() == 2


def test_another_day_comes_in_place_and_the_groups_by_themselves(village: Village, open_page: Open) -> None:
    mark_behind([village.kern.pk])
    recompute(village.kern.pk)
    page = open_page("/kernen/dorp/netwerk/")
    expect(page.locator("#de-groepen")).to_be_visible()
    page.get_by_label("Naast die van").select_option("2017-12-31")
    expect(page.locator("#cijfers")).to_contain_text("naast die van 31 december 2017")
    expect(page).to_have_url(re.compile("toen=2017-12-31"))
    wrong = check(page)
    assert not wrong, "\n".join(wrong)


def test_a_coordinator_names_a_group_on_a_phone(village: Village, quiet_page: Page, live_server: Any) -> None:
    page, groups = quiet_page, f"{live_server.url}/kernen/dorp/netwerk/groepen/"
    sign_in(page, live_server.url)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(groups)
    page.get_by_role("link", name=re.compile("Een naam geven")).first.press("Enter")
    wrong = check(page)
    assert not wrong, "\n".join(wrong)
    page.get_by_label("Hoe noemt u deze groep?").fill("De sporters")
    page.get_by_role("button", name="Opslaan").press("Enter")
    page.wait_for_url(groups)
    expect(page.get_by_role("heading", name="De sporters")).to_be_visible()
    wrong = check(page)
    assert not wrong, "\n".join(wrong)
    page.get_by_role("button", name=re.compile("Ongedaan maken")).first.click()
    expect(page.get_by_role("heading", name="De sporters")).to_have_count(0)
