"""From the mail to the map: a partner says something once, and the coordinator decides."""

import re
import threading
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils import timezone

from changes.models import Change
from partners.models import Partner, Relation
from post import links
from post.models import OutboxMail
from tests.factories import PASSWORD
from tests.upkeep.conftest import Place
from upkeep.models import KernUpkeep, Question, Report, ReportState
from upkeep.services.asking import CARD, ask, ask_again, card_link, ties_link
from upkeep.services.reporting import report_confirmed, report_ties, take_over
from upkeep.tasks import ask_yearly
from wijkweb.kit.partial_dates import PartialDate

SECRETS = ("zilverreiger", "kwikstaart", "nachtegaal", "wielewaal")
KEY = links.QUERY


def follow(client: Client, answer: Any) -> str:
    """The token to which an answer leads on."""
    found = re.search(rf"{KEY}=([\w-]+)", answer["Location"])
    return found[1] if found else ""


def test_a_partner_is_asked_once_in_sixty_days_and_the_mail_holds_no_person(place: Place) -> None:
    assert ask(place.church, acting_user=place.user)
    assert not ask(place.church, acting_user=place.user)
    mail = OutboxMail.objects.get()
    assert mail.to == "kerk@voorbeeld.nl"
    assert "Kerk" not in mail.subject
    assert "De Kerk" in mail.text
    assert "De Kerk" in mail.html
    assert not [word for word in SECRETS if word in (mail.subject + mail.text + mail.html).lower()]
    with time_machine.travel(timezone.now() + timedelta(days=61)):
        assert ask(place.church, acting_user=place.user)
    assert OutboxMail.objects.count() == 2


def test_a_person_and_a_closed_card_get_no_mail(place: Place) -> None:
    Partner.objects.filter(pk=place.person.pk).update(mailbox="dominee@voorbeeld.nl")
    Partner.objects.filter(pk=place.church.pk).update(visibility="network")
    assert not ask(place.person)
    assert not ask(place.church)
    assert not OutboxMail.objects.exists()


def test_what_stopped_yesterday_gets_no_mail_from_midnight_on(place: Place) -> None:
    place.church.ended_on = PartialDate(2026, 11, 24)
    place.church.save()
    half_past_midnight = datetime(2026, 11, 25, 0, 30, tzinfo=ZoneInfo("Europe/Amsterdam"))
    with time_machine.travel(half_past_midnight, tick=False):
        assert not ask(place.church)


def test_all_old_ones_at_once_shows_who_and_how_many(place: Place, anna: Client) -> None:
    page = anna.get("/kernen/oosterdorp/bijhouden/vragen/").content.decode()
    assert "1 mail versturen" in page
    assert "sleutel=…" in page
    assert not OutboxMail.objects.exists()
    again = anna.post("/kernen/oosterdorp/bijhouden/vragen/")
    assert again["Location"].startswith("/account/bevestigen/")
    assert not OutboxMail.objects.exists()
    anna.post(again["Location"], {"password": PASSWORD})
    assert OutboxMail.objects.get().to == "kerk@voorbeeld.nl"
    assert Question.objects.get().asked_by == place.user
    assert anna.post("/kernen/oosterdorp/bijhouden/vragen/").status_code == 422
    assert anna.post("/partners/de-kerk/vragen/").status_code == 422
    assert OutboxMail.objects.count() == 1


def test_who_asks_a_moment_after_somebody_else_reads_why_no_mail_goes(
    place: Place, anna: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def overtaken(partner: Partner, **values: Any) -> bool:
        assert ask(partner, **values)
        return ask(partner, **values)

    monkeypatch.setattr("upkeep.views.asking.ask", overtaken)
    answer = anna.post("/partners/de-kerk/vragen/")
    assert answer.status_code == 422
    assert "minder dan zestig dagen geleden" in answer.content.decode()
    assert OutboxMail.objects.count() == 1


def test_a_mailbox_to_which_nothing_can_go_is_told_and_counts_as_not_asked(
    place: Place, anna: Client
) -> None:
    Partner.objects.filter(pk=place.church.pk).update(mailbox="kerk")
    answer = anna.post("/partners/de-kerk/vragen/")
    assert answer.status_code == 422
    assert "geen adres waar mail heen kan" in answer.content.decode()
    assert not Question.objects.exists()


def test_each_year_only_where_the_kern_wants_it(place: Place) -> None:
    ask_yearly(place.kern.pk)
    assert not OutboxMail.objects.exists()
    KernUpkeep.objects.create(kern=place.kern, mails_on=True)
    ask_yearly(place.kern.pk)
    ask_yearly(place.kern.pk)
    assert OutboxMail.objects.get().to == "kerk@voorbeeld.nl"
    with time_machine.travel(timezone.now() + timedelta(days=100)):
        ask_yearly(place.kern.pk)
    assert OutboxMail.objects.filter(to="kerk@voorbeeld.nl").count() == 1


def test_a_get_changes_nothing_and_shows_no_person_or_note(place: Place, client: Client) -> None:
    token = card_link(place.church)
    for path in ("/bijwerken/", "/bijwerken/aanpassen/"):
        answer = client.get(path, {KEY: token, "keuze": "gestopt"})
        text = answer.content.decode()
        assert answer.status_code == 200
        assert "De Brug" in text
        assert not [word for word in SECRETS if word in text.lower()]
        assert answer["Referrer-Policy"] == "strict-origin"  # the site, never the token
        assert "no-store" in answer["Cache-Control"]
    assert links.read(CARD, token)
    assert not Report.objects.exists()


def test_a_link_works_once(place: Place, client: Client) -> None:
    token = card_link(place.church)
    first = client.post("/bijwerken/", {KEY: token, "doe": "klopt"})
    assert first.status_code == 302
    assert token not in first["Location"]
    again = client.post("/bijwerken/", {KEY: token, "doe": "gestopt"})
    unknown = client.post("/bijwerken/", {KEY: "onzin", "doe": "gestopt"})
    assert again.status_code == unknown.status_code == 410
    assert Report.objects.get().kind == "klopt"
    assert not Change.objects.exists()
    place.church.refresh_from_db()
    assert place.church.confirmed_on.year == 2023


@pytest.mark.parametrize("days", [8])
def test_an_old_link_or_another_mailbox_no_longer_works(days: int, place: Place, client: Client) -> None:
    token = card_link(place.church)
    with time_machine.travel(timezone.now() + timedelta(days=days)):
        assert client.get("/bijwerken/", {KEY: token}).status_code == 410
    Partner.objects.filter(pk=place.church.pk).update(mailbox="anders@voorbeeld.nl")
    assert client.get("/bijwerken/", {KEY: token}).status_code == 410


def test_a_new_link_says_the_same_whoever_asks(place: Place, client: Client) -> None:
    known = client.post("/bijwerken/nieuw/", {"mailbox": "KERK@voorbeeld.nl"})
    unknown = client.post("/bijwerken/nieuw/", {"mailbox": "niemand@voorbeeld.nl"})
    assert known.content == unknown.content
    assert OutboxMail.objects.count() == 1
    assert ask_again("kerk@voorbeeld.nl") == 0


def test_changes_come_in_as_from_and_to_and_can_be_undone(place: Place, anna: Client) -> None:
    token = card_link(place.church)
    values = {"name": "De Nieuwe Kerk", "mailbox": "kerk@voorbeeld.nl", "weg": str(place.old_tie.pk)}
    bad = anna.post("/bijwerken/aanpassen/", {KEY: token, **values, "website": "geen adres"})
    assert bad.status_code == 422
    assert "De Nieuwe Kerk" in bad.content.decode()
    assert anna.post("/bijwerken/aanpassen/", {KEY: token, **values}).status_code == 302
    page = anna.get("/kernen/oosterdorp/meldingen/").content.decode()
    assert "<del>De Kerk</del>" in page
    assert "<ins>De Nieuwe Kerk</ins>" in page
    report = Report.objects.get(kind="aanpassen")
    anna.post("/kernen/oosterdorp/meldingen/", {"doe": f"alles:{place.church.pk}"})
    assert Partner.objects.get(pk=place.church.pk).name == "De Nieuwe Kerk"
    assert Relation.objects.get(pk=place.old_tie.pk).ended_on
    anna.post("/kernen/oosterdorp/meldingen/", {"doe": f"terug:{report.pk}"})
    report.refresh_from_db()
    assert report.state == ReportState.NEW
    assert Partner.objects.get(pk=place.church.pk).name == "De Kerk"
    anna.post("/kernen/oosterdorp/meldingen/", {"doe": f"afwijzen:{report.pk}"})
    assert Report.objects.get(pk=report.pk).state == ReportState.REJECTED
    anna.post("/kernen/oosterdorp/meldingen/", {"doe": f"terug:{report.pk}"})
    assert Report.objects.get(pk=report.pk).state == ReportState.NEW


@pytest.mark.parametrize("website", ["ftp://brug.nl", "javascript:alert(1)", "gewoon brug"])
def test_a_website_is_one_that_a_browser_opens(website: str, place: Place, client: Client) -> None:
    given = {KEY: card_link(place.church), "name": "De Kerk", "website": website}
    answer = client.post("/bijwerken/aanpassen/", given)
    assert answer.status_code == 422
    assert "Dit is geen adres van een website" in answer.content.decode()
    assert not Report.objects.exists()


def test_a_tie_from_tiles_is_confirmed_when_the_other_side_says_it_too(place: Place, client: Client) -> None:
    token = ties_link(place.church)
    page = client.get("/bijwerken/samenwerken/", {KEY: token}).content.decode()
    assert "De Club" in page
    assert not [word for word in SECRETS if word in page.lower()]
    how = client.post("/bijwerken/samenwerken/", {KEY: token, "doe": "hoe", "partij": "de-club"})
    assert "wij werken samen" in how.content.decode()
    client.post("/bijwerken/samenwerken/", {KEY: token, "doe": "klaar", "partij": "de-club"})
    report = Report.objects.get()
    assert not Relation.objects.filter(source=place.church, target=place.club).exists()
    take_over(report, acting_user=place.user)
    tie = Relation.objects.get(source=place.church, target=place.club)
    assert (tie.kind, tie.reported_by, tie.certainty) == ("werkt-samen", place.church, "letterlijk")
    assert not tie.is_confirmed
    assert "gemeld door De Kerk" in client.get("/partners/de-club/").content.decode()
    (other,) = report_ties(place.club, [(place.church, "werkt-samen", "samen")])
    take_over(other, acting_user=place.user)
    tie.refresh_from_db()
    assert Relation.objects.get(pk=tie.pk).is_confirmed
    assert "bevestigd door beide" in client.get("/partners/de-club/").content.decode()


def test_a_person_or_somebody_elsewhere_cannot_be_named(place: Place, client: Client) -> None:
    token = ties_link(place.church)
    data = {KEY: token, "doe": "klaar", "partij": [place.person.slug, place.neighbour.slug]}
    assert client.post("/bijwerken/samenwerken/", data).status_code == 422
    assert not Report.objects.exists()


def test_who_is_trusted_is_taken_over_at_once_but_for_the_mailbox(place: Place, client: Client) -> None:
    Partner.objects.filter(pk=place.church.pk).update(is_trusted=True)
    token = card_link(Partner.objects.get(pk=place.church.pk))
    client.post("/bijwerken/aanpassen/", {KEY: token, "name": "Kerk", "mailbox": "dief@voorbeeld.nl"})
    church = Partner.objects.get(pk=place.church.pk)
    assert (church.name, church.mailbox) == ("Kerk", "kerk@voorbeeld.nl")
    assert Report.objects.get(state=ReportState.NEW).payload["mailbox"]["naar"] == "dief@voorbeeld.nl"


def test_confirming_counts_for_the_ties_that_were_shown(place: Place) -> None:
    take_over(report_confirmed(place.church), acting_user=place.user)
    place.old_tie.refresh_from_db()
    assert place.old_tie.confirmed_on == timezone.localdate()
    assert place.old_tie.reported_by == place.church
    place.secret_tie.refresh_from_db()
    assert place.secret_tie.reported_by is None


@pytest.mark.django_db(transaction=True)
def test_of_twenty_who_press_at_once_one_is_heard(place: Place) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("threads share the one memory database of SQLite")
    token = card_link(place.church)
    statuses: list[int] = []

    def press() -> None:
        try:
            statuses.append(Client().post("/bijwerken/", {KEY: token, "doe": "klopt"}).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [302] + [410] * 19
    assert Report.objects.count() == 1
