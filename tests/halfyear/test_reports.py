"""A report is begun, written, published and read; what was published reads the same later."""

import re
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Role
from changes.models import Change
from changes.services import undo, version_of
from halfyear.composing import compose
from halfyear.models import Edition, HalfYearReport
from halfyear.sections import TEXT_FIELDS
from halfyear.services import open_report, publish_report, start_report, write_report
from initiatives.models import Activity, Initiative, Story
from network.models import Audience, Snapshot
from partners.models import Partner
from tests.factories import make_initiative, make_user
from tests.halfyear.conftest import ONE, PERIOD, ROOM, enter, keep_web
from wijkweb.kit.partial_dates import PartialDate

DRAFT, WRITE, PUBLISH = f"{ONE}concept/", f"{ONE}schrijven/", f"{ONE}uitgeven/"
BLANK = "Hier is dit halfjaar niets ingevuld."


def publish(report: HalfYearReport, place: Any, readers: str = "public") -> Edition:
    return publish_report(report, acting_user=place.anna, readers=readers)


def text_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def filled(report: HalfYearReport, **more: Any) -> dict[str, Any]:
    values = {name: getattr(report, name) for name in TEXT_FIELDS}
    return {**values, "version": version_of(report), **more}


def test_a_report_is_begun_once(place: Any, coordinator: Client) -> None:
    page = text_of(coordinator, f"{ROOM}nieuw/")
    assert re.search(r'value="2026-2" selected', page)  # the last half-year that is over
    first = coordinator.post(f"{ROOM}nieuw/", {"period": "2026-2"})
    again = coordinator.post(f"{ROOM}nieuw/", {"period": "2026-2"})
    assert first["Location"] == again["Location"] == WRITE
    assert HalfYearReport.objects.count() == 1
    assert coordinator.post(f"{ROOM}nieuw/", {"period": "1900-1"}).status_code == 422


def test_what_is_known_stands_in_it_by_itself(report: Any, coordinator: Client) -> None:
    page = text_of(coordinator, DRAFT)
    for words in (
        "Concept, niet uitgegeven.", "31%", "was 24%", "Het web van 31 december 2026, naast dat van 30 juni 2026",
        "dag=2026-12-31&amp;toen=2026-06-30", "Buurttafel", "begonnen: september 2026", "overgedragen: augustus 2026", "Zomerfeest", "Sportclub", "Koffieochtend</a>, elke dinsdag",
        "Trede 3", "Bewoners helpen mee.", "minder dan 10", "Bron: lijst", "De lijnen als tabel",
    ):  # fmt: skip
        assert words in page, words
    for words in ("77%", "99%", "Te Vroeg", "Oude Soos", "Afgelast Concert"):
        assert words not in page, words


def test_nothing_of_persons_or_closed_records_is_in_it(report: Any, coordinator: Client) -> None:
    """Also for who may see them: the report is for others."""
    write_report(report, {"stories": ["fiets", "stil"]}, acting_user=None)
    page = text_of(coordinator, DRAFT)
    article = page[page.index("<article") : page.index("</article>")]
    for words in (
        "Ransuil",
        "Stil Verhaal",
        "Dorpsgids",
        "Annet",
        "Zilverreiger",
        "Anna Coordinatie",
        "<strong>7</strong>",
    ):
        assert words not in article, words
    assert "Op de fiets" in article


def test_a_part_without_anything_says_so(place: Any, coordinator: Client) -> None:
    for model in (Initiative, Activity):
        model.objects.all().delete()
    start_report(acting_user=place.anna, kern=place.kern, period=PERIOD.before().before().before())
    page = text_of(coordinator, f"{ROOM}2025-1/concept/")
    assert page.count(BLANK) == 8  # all parts: of so long ago nothing is known


def test_what_is_written_is_kept_as_it_was_typed(report: Any, place: Any, coordinator: Client) -> None:
    typed = "  Eerst dit.\r\n\r\nDan <b>dat</b> & meer.  "
    answer = coordinator.post(WRITE, filled(report, about_opening=typed, stories=["fiets"]))
    assert (answer.status_code, answer["Location"]) == (302, DRAFT)
    report.refresh_from_db()
    assert (report.about_opening, report.stories) == (typed, ["fiets"])
    page = text_of(coordinator, DRAFT)
    assert "Dan &lt;b&gt;dat&lt;/b&gt; &amp; meer." in page
    assert "Ongedaan maken" in page
    undo(Change.objects.first(), acting_user=place.anna)  # type: ignore[arg-type]
    report.refresh_from_db()
    assert (report.about_opening, report.stories) == ("", [])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Dank aan Annet van Zilverreiger.", "Schrijf in plaats daarvan de rol op."),
        ("dank aan ANNET VAN ZILVERREIGER", "Schrijf in plaats daarvan de rol op."),
        ("BSN 111222333", "burgerservicenummer"),
    ],
)
def test_no_name_of_a_person_may_be_written(
    report: Any, coordinator: Client, text: str, message: str
) -> None:
    answer = coordinator.post(WRITE, filled(report, about_ahead=text, about_web="Dit blijft staan."))
    page = answer.content.decode()
    assert answer.status_code == 422
    for words in (message, "Dit blijft staan.", text):
        assert words in page
    report.refresh_from_db()
    assert report.about_ahead == ""


def test_two_writers_see_both_texts(report: Any, place: Any, coordinator: Client) -> None:
    sent = filled(report, about_web="Ik was later.", about_ahead="Alleen van mij.")
    write_report(report, {"about_web": "De ander was eerder."}, acting_user=place.anna)
    answer = coordinator.post(WRITE, sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    for words in ("De ander was eerder.", "Ik was later.", "Alleen van mij."):
        assert words in page
    chosen = {**sent, "keuze-about_web": "van-hen", "gezien": version_of(report)}
    assert coordinator.post(WRITE, chosen).status_code == 302
    report.refresh_from_db()
    assert (report.about_web, report.about_ahead) == ("De ander was eerder.", "Alleen van mij.")


def test_what_was_published_reads_the_same_later(report: Any, place: Any, coordinator: Client) -> None:
    write_report(report, {"about_opening": "Toen gezegd.", "stories": ["fiets"]}, acting_user=place.anna)
    edition = publish(report, place)
    before = text_of(Client(), edition.get_absolute_url())
    article = before[before.index("<article") : before.index("</article>")]
    Snapshot.objects.all().delete()
    keep_web(place.kern, Audience.PUBLIC, date(2026, 12, 30), 0.01)
    Story.objects.update(text="Heel anders.", title="Anders")
    Initiative.objects.update(name="Hernoemd")
    Partner.objects.filter(name="Sportclub").update(name="Voetbalclub")
    place.kern.name = "Westerdorp"
    place.kern.save()
    write_report(report, {"about_opening": "Nu anders."}, acting_user=place.anna)
    second = publish(report, place)
    after = text_of(Client(), edition.get_absolute_url())
    assert after[after.index("<article") : after.index("</article>")] == article
    assert "Er is een latere versie" in after
    new = text_of(Client(), second.get_absolute_url())
    assert (second.number, "Nu anders." in new, "Hernoemd" in new) == (2, True, True)
    assert Client().get(ONE)["Location"] == second.get_absolute_url()
    edition.content["texts"]["opening"] = "Stil herschreven."
    with pytest.raises(ValidationError):
        edition.full_clean()


def test_the_same_is_not_published_twice(report: Any, place: Any, coordinator: Client) -> None:
    publish(report, place)
    version = version_of(report)
    answer = coordinator.post(PUBLISH, {"readers": "public", "version": version})
    assert answer.status_code == 422
    assert "Sinds versie 1 is er niets veranderd" in answer.content.decode()
    assert Edition.objects.count() == 1


def test_who_publishes_sees_what_another_wrote_first(report: Any, place: Any, coordinator: Client) -> None:
    version = version_of(report)
    write_report(report, {"about_web": "Net nog iets."}, acting_user=place.anna)
    answer = coordinator.post(PUBLISH, {"readers": "public", "version": version})
    assert answer.status_code == 422
    assert "Iemand wijzigde dit verslag intussen." in answer.content.decode()
    assert not Edition.objects.exists()


def test_a_double_click_publishes_once(report: Any, coordinator: Client) -> None:
    page = text_of(coordinator, PUBLISH)
    token, version = (re.search(rf'name="{name}" value="([^"]+)"', page)[1] for name in ("token", "version"))
    sent = {"readers": "network", "token": token, "version": version}
    answers = [coordinator.post(PUBLISH, sent) for _turn in range(2)]
    assert Edition.objects.count() == 1
    assert answers[0]["Location"] == f"{ONE}versie/1/"
    assert answers[1].status_code in (302, 422)  # the second is one of an older version, or the same deed


def test_it_is_closed_until_somebody_opens_it(report: Any, place: Any, coordinator: Client) -> None:
    alderman = enter(make_user(Role.ALDERMAN, place.municipality))
    partner = enter(make_user(Role.PARTNER_CONTACT, place.kern))
    nobody = enter(make_user())
    assert re.search(r'value="coordinators"[^>]*checked', text_of(coordinator, PUBLISH))
    path = publish(report, place, "coordinators").get_absolute_url()
    seen = {
        "coordinators": {coordinator},
        "network": {coordinator, alderman, partner},
        "public": {coordinator, alderman, partner, nobody, Client()},
    }
    for readers, may_read in seen.items():
        open_report(report, acting_user=place.anna, readers=readers)
        report.refresh_from_db()
        for client in {*seen["public"], *may_read}:
            expected = 200 if client in may_read else 404
            for address in (path, f"{path}verslag.pdf"):
                assert client.get(address).status_code == expected, (readers, address)
            assert (path in client.get(ROOM).content.decode()) is (client in may_read)


def test_publishing_is_taken_back_and_done_again(report: Any, place: Any) -> None:
    edition = publish(report, place)
    change = Change.objects.get(note__contains="versie 1")
    undoing = undo(change, acting_user=place.anna)
    report.refresh_from_db()
    assert (Edition.objects.count(), report.readers) == (0, "coordinators")
    assert Client().get(edition.get_absolute_url()).status_code == 404
    undo(undoing, acting_user=place.anna)
    assert Edition.objects.get().content == edition.content
    assert Client().get(edition.get_absolute_url()).status_code == 200


def test_who_published_when_is_for_who_looks_after_the_kern(
    report: Any, place: Any, coordinator: Client
) -> None:
    path = publish(report, place).get_absolute_url()
    assert "Anna Coordinatie" in text_of(coordinator, path)
    others = text_of(Client(), path)
    assert "Anna" not in others
    assert "Versie 1, uitgegeven op" in others
    history = text_of(coordinator, f"{ONE}geschiedenis/")
    assert "Anna Coordinatie" in history


def test_a_half_year_that_still_runs_says_until_when(place: Any, coordinator: Client) -> None:
    start_report(acting_user=place.anna, kern=place.kern, period=PERIOD.of(date(2027, 1, 15)))
    page = text_of(coordinator, f"{ROOM}2027-1/concept/")
    assert "alles loopt tot en met 15 januari 2027" in page
    assert "77%" in page
    assert "Nieuwjaarsduik" not in page  # it still has to come


def test_what_is_composed_is_the_same_after_storing(report: Any) -> None:
    """Else nothing would be found unchanged, and a change could not be taken back."""
    import json

    content = compose(report)
    assert json.loads(json.dumps(content)) == content


def test_reading_costs_few_queries_however_much_there_is(
    report: Any, place: Any, coordinator: Client
) -> None:
    def queries(client: Client, path: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(path).status_code == 200
        return len(caught)

    path = publish(report, place).get_absolute_url()
    few = {(client, one): queries(client, one) for client in (Client(), coordinator) for one in (path,)}
    draft = queries(coordinator, DRAFT)
    for number in range(15):
        make_initiative(f"Nieuw {number}", place.kern, started_on=PartialDate(2026, 9))
    assert {key: queries(*key) for key in few} == few
    assert max(few.values()) <= 12
    assert queries(coordinator, DRAFT) == draft
    assert draft <= 16


@pytest.mark.parametrize("slug", ["2026-3", "2026-0", "9999-1", "0001-1"])
def test_a_half_year_that_cannot_be_is_not_there(place: Any, slug: str) -> None:
    assert Client().get(f"{ROOM}{slug}/").status_code == 404


def test_a_kern_without_reports_says_so(place: Any, coordinator: Client) -> None:
    assert "Er is hier geen verslag dat u kunt lezen." in text_of(Client(), ROOM)
    assert "Er is nog geen verslag begonnen." in text_of(coordinator, ROOM)


def test_a_report_among_the_last_changes_does_not_break_the_start_of_the_day(
    coordinator: Client, report: HalfYearReport
) -> None:
    """There it is a line of history, which has the fields of a report and none of its methods."""
    answer = coordinator.get(reverse("start", args=[report.kern.slug]))
    assert answer.status_code == 200
    assert report.get_absolute_url() in answer.content.decode()
