"""Nothing a person typed is lost, or shown to somebody else, when a session ends."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from brokering.models import Introduction
from partners.models import Partner, Relation
from tests.browser.conftest import settled
from tests.browser.test_every_page import check
from tests.browser.typed.conftest import (
    ADD,
    BACK,
    EDIT,
    end_session,
    kept,
    open_form_on_map,
    save,
    sign_in,
)
from tests.network.village import Village

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_half_an_hour_without_a_deed_costs_nothing(go: Callable[[str], Page], settings: Any) -> None:
    page = go(ADD + "?van=kern&levensgebied=gemeente")
    with page.expect_response("**/lijkt-op/**"):
        page.locator("[name=name]").fill("Praathuis De Brug")
    page.locator("[name=kind]").select_option("stichting")
    page.locator("summary").first.click()
    page.locator("[name=description]").fill("Iedere dinsdag koffie.\nOok voor wie niemand kent.")
    settled(page)
    lasts, settings.SESSION_IDLE_ENDS_AFTER = settings.SESSION_IDLE_ENDS_AFTER, -1
    save(page)
    expect(page.locator(".messages")).to_contain_text("half uur niets")
    expect(page.locator(".messages")).to_contain_text("Wat u had ingevuld, is bewaard")
    settings.SESSION_IDLE_ENDS_AFTER = lasts
    sign_in(page)
    expect(page.locator(".kept")).to_contain_text(BACK)
    expect(page.locator("[name=name]")).to_have_value("Praathuis De Brug")
    expect(page.locator("[name=life_domain]")).to_have_value("gemeente")
    expect(page.locator("[name=description]")).to_have_value(
        "Iedere dinsdag koffie.\nOok voor wie niemand kent."
    )
    expect(page.locator("[name=description]")).to_be_visible()
    settled(page)
    assert not (wrong := check(page, (1280, 320))), wrong
    save(page)
    expect(page.locator("#meldingen")).to_contain_text("is toegevoegd aan Dorp")
    assert Partner.objects.get(name="Praathuis De Brug").description.startswith("Iedere dinsdag")
    assert kept(page) == []
    go(ADD)
    expect(page.locator("[name=name]")).to_have_value("")
    expect(page.locator(".kept")).to_have_count(0)


def test_a_form_that_had_come_back_with_a_question_keeps_its_text(go: Callable[[str], Page]) -> None:
    page = go(ADD)
    page.locator("[name=name]").fill("Dorpskerk")
    page.locator("[name=kind]").select_option("kerk")
    save(page)
    expect(page.locator(".twins")).to_be_visible()
    expect(page.locator(".kept")).to_have_count(0)
    end_session()
    page.locator("[name=is_new]").click()
    sign_in(page)
    expect(page.locator("[name=name]")).to_have_value("Dorpskerk")
    expect(page.locator("[name=kind]")).to_have_value("kerk")
    save(page)
    page.locator("[name=is_new]").click()
    expect(page.locator("#meldingen")).to_contain_text("is toegevoegd")
    assert kept(page) == []


def test_who_goes_on_typing_after_the_session_ended_finds_it_back(go: Callable[[str], Page]) -> None:
    """The list of like names is asked for while one types; that answer sends the whole page to the door."""
    page = go(ADD + "?van=kern")
    end_session()
    page.locator("[name=name]").fill("Nog aan het typen")
    page.wait_for_url("**/inloggen/**")
    expect(page.locator(".messages")).to_contain_text("Wat u had ingevuld, is bewaard")
    sign_in(page)
    expect(page).to_have_url(re.compile(r"/partners/nieuw/\?van=kern$"))
    expect(page.locator("[name=name]")).to_have_value("Nog aan het typen")
    expect(page.locator(".kept")).to_contain_text(BACK)


def test_beside_the_map_the_form_opens_again_with_its_text(go: Callable[[str], Page]) -> None:
    page = go("/kernen/dorp/wijkweb/")
    open_form_on_map(page)
    panel = page.locator("#kaart-paneel")
    panel.locator("[name=name]").fill("Op de kaart getypt")
    panel.locator("[name=kind]").select_option("stichting")
    settled(page)
    end_session()
    save(page)
    sign_in(page)
    expect(panel.locator("[name=name]")).to_have_value("Op de kaart getypt")
    expect(panel.locator(".kept")).to_contain_text(BACK)
    settled(page)
    save(page)
    expect(page.locator("#meldingen")).to_contain_text("is toegevoegd")
    assert Partner.objects.get(name="Op de kaart getypt").kind == "stichting"
    assert kept(page) == []


def test_a_form_in_a_list_that_htmx_sends_finds_its_text_too(
    go: Callable[[str], Page], village: Village
) -> None:
    one, two = Partner.objects.filter(slug__in=["sportclub", "school"]).order_by("pk")
    row = Introduction.objects.create(kern=village.kern, first=one, second=two, state="gelegd")
    page = go("/kernen/dorp/lijntjes/")
    words, led = page.locator(f"#waartoe-{row.pk}"), page.locator("button[value=leidde-ergens-toe]")
    words.fill("Samen soep gekookt.")
    end_session()
    led.click()
    sign_in(page)
    expect(page).to_have_url(re.compile("/kernen/dorp/lijntjes/$"))
    expect(words).to_have_value("Samen soep gekookt.")
    led.click()
    expect(page.locator(".pair__note")).to_have_text("Samen soep gekookt.")
    expect(page.locator(".kept")).to_have_count(0)
    assert kept(page) == []


def test_who_was_found_by_typing_is_chosen_again(go: Callable[[str], Page]) -> None:
    page = go("/partners/sportclub/relaties/nieuw/")
    with page.expect_response("**/relaties/nieuw/"):
        page.locator("[name=zoek]").fill("dorpsk")
    page.locator("[name=met][value=dorpskerk]").check()
    page.locator("[name=nature]").select_option(index=2)
    nature = page.locator("[name=nature]").input_value()
    end_session()
    page.get_by_role("button", name="Opslaan").click()
    sign_in(page)
    expect(page.locator("[name=zoek]")).to_have_value("dorpsk")
    expect(page.locator("[name=met][value=dorpskerk]")).to_be_checked()
    expect(page.locator("[name=nature]")).to_have_value(nature)
    before = Relation.objects.count()
    page.get_by_role("button", name="Opslaan").click()
    expect(page.locator("#meldingen")).to_be_visible()
    assert Relation.objects.count() == before + 1
    assert kept(page) == []


def test_another_person_sees_nothing_of_it(go: Callable[[str], Page], live_server: Any) -> None:
    page = go(ADD)
    page.locator("[name=name]").fill("Geheim plan")
    assert "Geheim plan" in str(kept(page))
    end_session()
    save(page)
    expect(page).to_have_url(re.compile("/inloggen/"))
    sign_in(page, "coordinator_elsewhere")
    assert kept(page) == []
    page.goto(live_server.url + "/kernen/buurdorp/partners/nieuw/")
    expect(page.locator("[name=name]")).to_have_value("")
    expect(page.locator(".kept")).to_have_count(0)


def test_who_signs_out_leaves_nothing_behind_also_in_another_tab(
    go: Callable[[str], Page], live_server: Any
) -> None:
    page = go(ADD)
    other = page.context.new_page()
    other.goto(live_server.url + EDIT)
    other.locator("[name=name]").fill("In het andere tabblad")
    with page.expect_response("**/lijkt-op/"):  # still under way at signing out, it would be refused
        page.locator("[name=name]").fill("Hier")
    page.get_by_role("button", name="Uitloggen").click()
    expect(page.get_by_role("link", name="Inloggen").first).to_be_visible()
    assert kept(page) == []
    expect(other.locator("[name=name]")).to_have_value("In het andere tabblad")
    assert kept(other) == []
    other.close()


def test_no_secret_and_no_token_is_kept(go: Callable[[str], Page]) -> None:
    page = go(EDIT)
    secrets = page.locator("form.entry__form [name=csrfmiddlewaretoken]").input_value()
    page.locator("[name=name]").fill("Sportclub Nieuw")
    (entry,) = kept(page)
    assert "Sportclub Nieuw" in entry
    assert secrets not in entry
    assert "csrf" not in entry
    assert "coordinator" not in entry
    go(ADD)
    token = page.locator("form.entry__form [name=token]").input_value()
    page.locator("[name=name]").fill("Iets")
    assert token not in str(kept(page))
    go("/account/wachtwoord/")
    page.locator("[name=oldpassword]").fill("een geheim woord")
    assert "geheim" not in str(kept(page))
