"""Nothing a person typed is lost when it was sent and not saved: another person, no database, no connection."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db.utils import OperationalError
from playwright.sync_api import Page, expect

from partners.models import Partner
from partners.services import change_partner
from tests.browser.conftest import settled
from tests.browser.typed.conftest import ADD, EDIT, end_session, kept, open_form_on_map, save, sign_in
from tests.conftest import Noise
from tests.network.village import Village

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_colleague_who_saved_meanwhile_is_not_overwritten(
    go: Callable[[str], Page], village: Village
) -> None:
    page = go(EDIT)
    page.locator("[name=name]").fill("Sportclub van mij")
    end_session()
    club = Partner.objects.get(slug="sportclub")
    values = {"name": "Van de collega", "website": "https://x.nl"}
    change_partner(club, values, acting_user=village.people["coordinator"])
    save(page)
    sign_in(page)
    expect(page.locator("[name=name]")).to_have_value("Sportclub van mij")
    expect(page.locator("[name=website]")).to_have_value(
        "https://x.nl"
    )  # nobody else's field goes back in time
    save(page)
    expect(page.locator(".versus")).to_have_count(1)
    expect(page.locator(".versus")).to_contain_text("Van de collega")
    page.locator("[value=van-mij]").check()
    page.locator("form[data-keep-through] [type=submit]").click()
    expect(page.locator("#meldingen")).to_be_visible()
    club.refresh_from_db()
    assert (club.name, club.website) == ("Sportclub van mij", "https://x.nl")
    assert kept(page) == []


@pytest.fixture
def database(monkeypatch: pytest.MonkeyPatch) -> dict[str, bool]:
    """{"away": True} and no request finds the database any more."""
    from django.contrib.sessions.backends.db import SessionStore

    state = {"away": False}
    load = SessionStore.load

    def look(self: Any) -> Any:
        if state["away"]:
            raise OperationalError("the connection is gone")
        return load(self)

    monkeypatch.setattr(SessionStore, "load", look)
    return state


def test_a_database_that_is_away_costs_nothing(
    go: Callable[[str], Page], database: dict[str, bool], noise: Noise
) -> None:
    page = go(ADD)
    page.locator("[name=name]").fill("Tijdens de storing")
    page.locator("[name=kind]").select_option("stichting")
    database["away"] = True
    save(page)
    expect(page.locator("h1")).to_have_text("Wijkweb is even niet bereikbaar")
    assert any("503" in line for line in noise.heard)
    noise.heard.clear()
    database["away"] = False
    page.get_by_role("link", name="Terug naar het formulier").click()
    expect(page.locator("[name=name]")).to_have_value("Tijdens de storing")
    save(page)
    expect(page.locator("#meldingen")).to_contain_text("is toegevoegd")
    assert kept(page) == []


def test_a_lost_connection_costs_nothing(go: Callable[[str], Page], noise: Noise) -> None:
    page = go("/kernen/dorp/taken/")
    page.locator("[name=text]").fill("De bakker bellen")
    page.context.set_offline(True)
    page.locator("form[data-keep] [type=submit]").click()
    page.wait_for_url("chrome-error://**")
    page.context.set_offline(False)
    noise.heard.clear()
    page = go("/kernen/dorp/taken/")
    expect(page.locator("[name=text]")).to_have_value("De bakker bellen")
    page.locator("form[data-keep] [type=submit]").click()
    expect(page.locator(".tasks")).to_contain_text("De bakker bellen")
    assert kept(page) == []


def test_beside_the_map_no_answer_leaves_the_form_with_a_message(
    go: Callable[[str], Page], database: dict[str, bool], noise: Noise
) -> None:
    page = go("/kernen/dorp/wijkweb/")
    open_form_on_map(page)
    panel = page.locator("#kaart-paneel")
    panel.locator("[name=name]").fill("Nog niet opgeslagen")
    panel.locator("[name=kind]").select_option("stichting")
    settled(page)
    for trouble in ("away", "offline"):
        database["away"] = trouble == "away"
        page.context.set_offline(trouble == "offline")
        save(page)
        expect(panel.locator(".kept")).to_contain_text("Niet opgeslagen: het versturen lukte niet")
        expect(panel.locator("[name=name]")).to_have_value("Nog niet opgeslagen")
        settled(page)
    database["away"] = False
    page.context.set_offline(False)
    noise.heard.clear()
    save(page)
    expect(page.locator("#meldingen")).to_contain_text("is toegevoegd")
    assert kept(page) == []
