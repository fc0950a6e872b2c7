"""What was typed and not sent is offered again: on a page, on the map, behind a link in a mail."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Dialog, Page, expect

from partners.models import Partner
from post import links
from tests.browser.conftest import settled
from tests.browser.test_every_page import check
from tests.browser.typed.conftest import (
    ADD,
    EDIT,
    OFFER,
    kept,
    open_form_on_map,
    save,
)
from tests.network.village import Village
from upkeep.services.asking import CARD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_what_was_left_unsaved_is_offered_and_can_be_thrown_away(go: Callable[[str], Page]) -> None:
    page = go(EDIT)
    given = page.locator("[name=name]").input_value()
    page.locator("[name=name]").fill("Sportclub Anders")
    page.locator(".entry__cancel").click()
    go(EDIT)
    expect(page.locator("[name=name]")).to_have_value(given)
    expect(page.locator(".kept")).to_contain_text(OFFER)
    settled(page)
    assert not (wrong := check(page, (1280, 320))), wrong
    page.locator("[data-kept-back]").click()
    expect(page.locator("[name=name]")).to_have_value("Sportclub Anders")
    page.locator("[data-kept-away]").click()
    expect(page.locator("[name=name]")).to_have_value(given)
    assert kept(page) == []
    go(EDIT)
    expect(page.locator(".kept")).to_have_count(0)


def test_who_types_on_first_finds_both_texts(go: Callable[[str], Page]) -> None:
    page = go(ADD)
    page.locator("[name=name]").fill("De eerste")
    go(ADD)
    page.locator("[name=name]").fill("De tweede")
    page.locator("[name=kind]").select_option("stichting")
    save(page)
    expect(page.locator("#meldingen")).to_contain_text("‘De tweede’ is toegevoegd")
    go(ADD)
    expect(page.locator(".kept")).to_contain_text(OFFER)
    page.locator("[name=name]").fill("De derde")
    page.locator("[data-kept-back]").click()
    expect(page.locator("[name=name]")).to_have_value("De eerste")
    page.locator("[name=kind]").select_option("stichting")
    save(page)
    expect(page.locator("#meldingen")).to_contain_text("‘De eerste’ is toegevoegd")
    go(ADD)
    page.locator("[data-kept-back]").click()
    expect(page.locator("[name=name]")).to_have_value("De derde")
    page.locator("[data-kept-away]").click()
    expect(page.locator("[name=name]")).to_have_value("")
    assert kept(page) == []


def test_typed_and_taken_back_is_nothing_to_ask_about(go: Callable[[str], Page]) -> None:
    page = go(EDIT)
    given = page.locator("[name=name]").input_value()
    page.locator("[name=name]").fill("Anders")
    page.locator("[name=name]").fill(given)
    go(EDIT)
    expect(page.locator(".kept")).to_have_count(0)
    assert kept(page) == []


def test_left_on_the_map_it_is_offered_there(go: Callable[[str], Page]) -> None:
    page = go("/kernen/dorp/wijkweb/")
    open_form_on_map(page)
    page.locator("#kaart-paneel [name=name]").fill("Halverwege")
    settled(page)
    go("/kernen/dorp/wijkweb/")
    expect(page.locator(".kept")).to_contain_text(OFFER)
    page.locator("[data-kept-back]").click()
    expect(page.locator("#kaart-paneel [name=name]")).to_have_value("Halverwege")


def test_a_page_behind_a_link_in_a_mail_keeps_it_for_that_link(
    village: Village, quiet_page: Page, live_server: Any
) -> None:
    """Nobody is signed in there."""
    page = quiet_page
    Partner.objects.filter(slug__in=["sportclub", "school"]).update(mailbox="bestuur@voorbeeld.nl")
    one, two = (
        links.issue(CARD, {"partner": Partner.objects.get(slug=slug).pk, "mailbox": "bestuur@voorbeeld.nl"})
        for slug in ("sportclub", "school")
    )
    page.goto(f"{live_server.url}/bijwerken/aanpassen/?sleutel={one}")
    page.locator("[name=description]").fill("Wij spelen nu ook op zondag.")
    assert one not in str(kept(page))
    page.goto(f"{live_server.url}/bijwerken/aanpassen/?sleutel={two}")
    expect(page.locator(".kept")).to_have_count(0)
    page.goto(f"{live_server.url}/bijwerken/aanpassen/?sleutel={one}")
    page.locator("[data-kept-back]").click()
    expect(page.locator("[name=description]")).to_have_value("Wij spelen nu ook op zondag.")
    page.locator("form[data-keep] [type=submit]").click()
    expect(page).to_have_url(re.compile("/bijwerken/dank/"))
    assert kept(page) == []


def test_the_browser_asks_before_a_tab_with_unsaved_text_is_closed(
    go: Callable[[str], Page], live_server: Any
) -> None:
    page = go(ADD)
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    page.locator("[name=name]").press_sequentially("Bijna weg")
    page.reload()
    assert asked == ["beforeunload"]
    page.locator("[data-kept-back]").click()
    page.locator("[name=kind]").select_option("stichting")
    page.get_by_role("link", name="Annuleren").click()  # a link of ours asks nothing: the text is kept
    page.wait_for_url("**/kernen/dorp/**")
    go(ADD)
    page.locator("[data-kept-back]").click()
    save(page)
    expect(page.locator("#meldingen")).to_contain_text("is toegevoegd")
    page.reload()
    assert asked == ["beforeunload"]


def test_without_room_to_keep_it_the_form_just_works(go: Callable[[str], Page]) -> None:
    page = go("/kernen/dorp/")
    page.add_init_script(
        "Object.defineProperty(window, 'sessionStorage', { get() { throw new Error('no') } })"
    )
    go(ADD)
    page.locator("[name=name]").fill("Zonder bewaren")
    page.locator("[name=kind]").select_option("stichting")
    save(page)
    expect(page.locator("#meldingen")).to_contain_text("is toegevoegd")
