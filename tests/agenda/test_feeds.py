"""What a calendar reads: by two packages that did not write it, over clock changes, edits, moves and cancellations."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from agenda.ics import TIMEZONE, Calendar, Event, escaped, folded, written
from agenda.models import Occurrence
from agenda.services import cancel, change_activity, change_from, change_once, restore
from changes.models import Change
from changes.services import undo
from initiatives.models import Activity
from partners.models import Partner
from places.models import FormerName, Kern
from tests.agenda.conftest import make_activity
from tests.factories import make_partner, make_person

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
TUESDAY = "FREQ=WEEKLY;BYDAY=TU"


def read(client: Client, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return icalendar.Calendar.from_ical(answer.content)


def feed(client: Client, kern: Kern) -> Any:
    return read(client, reverse("agenda_feed", args=[kern.slug]))


def times(calendar: Any, first: tuple[int, ...], last: tuple[int, ...]) -> list[tuple[str, str]]:
    """Name and time on the clock in Amsterdam of everything between two days, as another package counts it."""
    found = recurring_ical_events.of(calendar).between(first, last)
    starts = [(event["SUMMARY"], event["DTSTART"].dt) for event in found]
    told = [
        (
            str(name),
            f"{start.astimezone(AMSTERDAM):%m-%d %H:%M}" if isinstance(start, datetime) else f"{start:%m-%d}",
        )
        for name, start in starts
    ]
    return sorted(told, key=lambda pair: pair[1])


@pytest.mark.django_db
def test_a_series_is_the_same_in_another_program(client: Client, kern: Kern, house: Partner) -> None:
    make_activity(
        "Sporten", kern, "2026-12-01", house, rule=TUESDAY, begins_at=time(10), ends_at=time(11),
        repeats_until=date(2027, 1, 5), except_on=["2026-12-29", "2026-12-30"], location="Sporthal", open_to_all="ja",
        is_step_free="ja", target_groups=["ouderen"],
    )  # fmt: skip
    calendar = feed(client, kern)
    assert times(calendar, (2026, 11, 1), (2027, 12, 31)) == [
        ("Sporten", "01-05 10:00"), ("Sporten", "12-01 10:00"), ("Sporten", "12-08 10:00"),
        ("Sporten", "12-15 10:00"), ("Sporten", "12-22 10:00"),
    ]  # fmt: skip
    (event,) = calendar.walk("VEVENT")
    assert event["UID"] == "activiteit-sporten@127.0.0.1:8000"
    assert event["LOCATION"] == "Sporthal"
    assert event["DTSTART"].params["TZID"] == "Europe/Amsterdam"
    assert [moment.dt.date() for moment in event["EXDATE"].dts] == [date(2026, 12, 29)]
    for words in (
        "Voor wie: ouderen",
        "Open voor iedereen: ja",
        "drempelvrij",
        "niet bekend: lift en toilet",
        "Dorpshuis",
    ):
        assert words in event["DESCRIPTION"]
    assert calendar["X-WR-CALNAME"] == "Agenda van Oosterdorp"


@pytest.mark.django_db
def test_the_clock_goes_forward_and_back_and_ten_stays_ten(client: Client, kern: Kern) -> None:
    make_activity("Sporten", kern, "2026-10-20", rule="FREQ=DAILY", begins_at=time(10), ends_at=time(11))
    calendar = feed(client, kern)
    found = recurring_ical_events.of(calendar).between((2027, 3, 27), (2027, 3, 30))
    assert [f"{event['DTSTART'].dt.astimezone(UTC):%d %H:%M}" for event in sorted(found, key=lambda e: e["DTSTART"].dt)] == [
        "27 09:00", "28 08:00", "29 08:00",
    ]  # fmt: skip
    assert {clock for _name, clock in times(calendar, (2026, 10, 24), (2026, 10, 27))} == {
        "10-24 10:00", "10-25 10:00", "10-26 10:00",
    }  # fmt: skip


def test_the_time_zone_in_the_file_is_that_of_amsterdam() -> None:
    text = "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", *TIMEZONE, "END:VCALENDAR", ""])
    zone: Any = icalendar.Calendar.from_ical(text).walk("VTIMEZONE")[0]
    offsets = zone.to_tz(lookup_tzid=False)
    moment = datetime(1997, 1, 1, 12)  # noqa: DTZ001
    while moment.year < 2040:
        assert moment.replace(tzinfo=offsets).utcoffset() == moment.replace(tzinfo=AMSTERDAM).utcoffset(), (
            moment
        )
        moment += timedelta(days=1)


@pytest.mark.django_db
def test_one_time_moved_and_one_cancelled(client: Client, kern: Kern, anna: Any) -> None:
    sport = make_activity("Sporten", kern, "2026-12-01", rule=TUESDAY, begins_at=time(10), ends_at=time(11))
    change_once(
        sport, date(2026, 12, 8), {"moved_to": date(2026, 12, 9), "begins_at": time(14)}, acting_user=anna
    )
    cancel(sport, scope="keer", day=date(2026, 12, 15), note="Zaal dicht", acting_user=anna)
    Occurrence.objects.create(activity=sport, day=date(2026, 12, 16), note="valt op geen dag van de reeks")
    Occurrence.objects.create(activity=sport, day=date(2026, 12, 22), attendance=12)
    calendar = feed(client, kern)
    assert times(calendar, (2026, 12, 1), (2026, 12, 31)) == [
        ("Sporten", "12-01 10:00"), ("Sporten", "12-09 14:00"), ("Gaat niet door: Sporten", "12-15 10:00"),
        ("Sporten", "12-22 10:00"), ("Sporten", "12-29 10:00"),
    ]  # fmt: skip
    events = calendar.walk("VEVENT")
    assert [event.get("RECURRENCE-ID") and event["RECURRENCE-ID"].dt for event in events] == [
        None, datetime(2026, 12, 8, 10, tzinfo=AMSTERDAM), datetime(2026, 12, 15, 10, tzinfo=AMSTERDAM),
    ]  # fmt: skip
    assert [event["STATUS"] for event in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert "Zaal dicht" in events[2]["DESCRIPTION"]
    assert len({event["UID"] for event in events}) == 1


@pytest.mark.django_db
def test_the_number_rises_with_every_change_and_every_undo_and_the_name_stays(
    client: Client, kern: Kern, anna: Any
) -> None:
    sport = make_activity("Sporten", kern, "2026-12-01", rule=TUESDAY)
    numbers, names = [], set()

    def note() -> None:
        event = feed(client, kern).walk("VEVENT")[0]
        numbers.append(event["SEQUENCE"])
        names.add(event["UID"])

    note()
    change_activity(sport, {"name": "Bewegen"}, acting_user=anna)
    note()
    change_once(sport, date(2026, 12, 8), {"note": "Buiten"}, acting_user=anna)
    note()
    undo(Change.objects.latest("pk"), acting_user=anna)
    note()
    cancel(sport, scope="alle", day=None, note="Stop", acting_user=anna)
    note()
    restore(sport, day=None, acting_user=anna)
    note()
    assert numbers == sorted(set(numbers))
    assert len(names) == 1


@pytest.mark.django_db
def test_what_follows_is_a_series_of_its_own(client: Client, kern: Kern, anna: Any) -> None:
    sport = make_activity("Sporten", kern, "2026-12-01", rule=TUESDAY, begins_at=time(10))
    change_from(sport, date(2026, 12, 15), {"begins_at": time(11)}, acting_user=anna)
    calendar = feed(client, kern)
    assert [clock for _name, clock in times(calendar, (2026, 12, 1), (2026, 12, 31))] == [
        "12-01 10:00", "12-08 10:00", "12-15 11:00", "12-22 11:00", "12-29 11:00",
    ]  # fmt: skip
    assert len({event["UID"] for event in calendar.walk("VEVENT")}) == 2


@pytest.mark.django_db
def test_what_lasts_all_day_and_what_has_no_day(client: Client, kern: Kern) -> None:
    make_activity("Open dag", kern, "2026-12-12")
    make_activity("Ooit", kern, "2026")
    make_activity("Nooit", kern)
    make_activity("Lang geleden", kern, "2024-05-01")
    make_activity("Markt", kern, "2026-12-05", rule="FREQ=MONTHLY;BYDAY=1SA", except_on=["2027-01-02"])
    calendar = feed(client, kern)
    assert times(calendar, (2024, 1, 1), (2027, 2, 28)) == [
        ("Markt", "02-06"), ("Markt", "12-05"), ("Open dag", "12-12"),
    ]  # fmt: skip
    by_name = {str(event["SUMMARY"]): event for event in calendar.walk("VEVENT")}
    assert set(by_name) == {"Open dag", "Markt"}
    assert by_name["Open dag"]["DTEND"].dt == date(2026, 12, 13)


@pytest.mark.django_db
def test_past_midnight_ends_on_the_next_day(client: Client, kern: Kern) -> None:
    make_activity("Feest", kern, "2026-12-31", begins_at=time(21), ends_at=time(1))
    (event,) = feed(client, kern).walk("VEVENT")
    assert event["DTEND"].dt == datetime(2027, 1, 1, 1, tzinfo=AMSTERDAM)


@pytest.mark.django_db
def test_a_feed_holds_what_everybody_may_see_whoever_asks(
    signed_in: Client, kern: Kern, house: Partner
) -> None:
    make_activity("Open", kern, "2026-12-05", house, make_person("Zilverreiger", kern))
    make_activity("Netwerk", kern, "2026-12-05", visibility="network")
    make_activity("Besloten", kern, "2026-12-05", visibility="coordinators")
    answer = signed_in.get(reverse("agenda_feed", args=[kern.slug])).content.decode()
    assert "SUMMARY:Open" in answer
    for word in ("Netwerk", "Besloten", "Zilverreiger"):
        assert word not in answer


@pytest.mark.django_db
def test_a_domain_and_a_partner_have_their_own(client: Client, kern: Kern, house: Partner) -> None:
    club = make_partner("Club", kern, life_domain="verenigingen")
    hidden = make_partner("Stil", kern, life_domain="veiligheid", visibility="coordinators")
    make_activity("Eten", kern, "2026-12-05", house)
    make_activity("Voetbal", kern, "2026-12-06", club, hidden)

    def names(name: str, *arguments: str) -> list[str]:
        return [str(event["SUMMARY"]) for event in read(client, reverse(name, args=arguments)).walk("VEVENT")]

    assert names("domain_feed", kern.slug, "wonen") == ["Eten"]
    assert names("domain_feed", kern.slug, "verenigingen") == ["Voetbal"]
    assert names("domain_feed", kern.slug, "veiligheid") == []
    assert names("partner_feed", house.slug) == ["Eten"]
    assert names("activity_feed", "voetbal") == ["Voetbal"]
    assert client.get(reverse("domain_feed", args=[kern.slug, "iets"])).status_code == 404
    assert client.get(reverse("partner_feed", args=[hidden.slug])).status_code == 404
    page = client.get(reverse("agenda_subscribe", args=[kern.slug])).content.decode()
    assert 'href="webcal://testserver/kernen/oosterdorp/agenda.ics"' in page
    assert "/partners/club/agenda.ics" in page
    assert "veiligheid.ics" not in page
    assert "/partners/stil/" not in page


@pytest.mark.django_db
def test_a_subscription_survives_a_new_name_and_a_merge(client: Client, kern: Kern, house: Partner) -> None:
    FormerName.objects.create(kern=kern, slug="oud-dorp", name="Oud dorp")
    gone = make_partner("Dorpshuis oud", kern)
    Partner.objects.filter(pk=gone.pk).update(merged_into=house)
    for old, new in (
        ("/kernen/oud-dorp/agenda.ics", "/kernen/oosterdorp/agenda.ics"),
        ("/kernen/oud-dorp/agenda/wonen.ics", "/kernen/oosterdorp/agenda/wonen.ics"),
        ("/kernen/oud-dorp/agenda/", "/kernen/oosterdorp/agenda/"),
        (f"/partners/{gone.slug}/agenda.ics", f"/partners/{house.slug}/agenda.ics"),
    ):
        answer = client.get(old)
        assert (answer.status_code, answer["Location"]) == (301, new)


@pytest.mark.django_db
def test_who_asks_again_hears_that_nothing_changed_until_something_did(
    client: Client, kern: Kern, anna: Any
) -> None:
    sport = make_activity("Sporten", kern, "2026-12-01", rule=TUESDAY)
    address = reverse("agenda_feed", args=[kern.slug])
    first = client.get(address)
    etag = first["ETag"]
    again = client.get(address, headers={"If-None-Match": etag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
    assert client.head(address).status_code == 200
    change_once(sport, date(2026, 12, 8), {"note": "Buiten"}, acting_user=anna)
    news = client.get(address, headers={"If-None-Match": etag})
    assert news.status_code == 200
    assert news["ETag"] != etag
    assert "Buiten" in news.content.decode()


@pytest.mark.django_db
def test_a_feed_is_made_once(client: Client, kern: Kern, django_assert_max_num_queries: Any) -> None:
    for number in range(30):
        make_activity(f"Sporten {number}", kern, "2026-12-01", rule=TUESDAY)
    address = reverse("agenda_feed", args=[kern.slug])
    first = client.get(address).content
    with django_assert_max_num_queries(9):
        assert client.get(address).content == first
    Activity.objects.update(name="Buiten de geschiedenis om")
    assert client.get(address).content == first


NASTY = "a\r\nBEGIN:VEVENT\r\nX;Y,Z\\n\x00\x85\u2028é" + "🎄" * 60


def test_no_text_can_begin_a_line_or_break_a_sign() -> None:
    event = Event(
        "a@b", date(2026, 12, 5), NASTY, datetime(2026, 12, 1, tzinfo=UTC), location=NASTY, description=NASTY
    )
    content = written(Calendar(NASTY, "https://voorbeeld.nl/", events=(event,)))
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    read_event: Any = icalendar.Calendar.from_ical(content).walk("VEVENT")[0]
    assert "BEGIN:VEVENT" in read_event["SUMMARY"]
    assert read_event["SUMMARY"].endswith("é" + "🎄" * 60)
    assert "X;Y,Z\\n" in read_event["DESCRIPTION"]


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(text=st.text(max_size=300))
def test_any_text_comes_back_as_it_was(text: str) -> None:
    event = Event("a@b", date(2026, 12, 5), "x", datetime(2026, 12, 1, tzinfo=UTC), description=f"<{text}>")
    (found,) = icalendar.Calendar.from_ical(
        written(Calendar("k", "https://voorbeeld.nl/", events=(event,)))
    ).walk("VEVENT")
    kept = "\n".join(
        "".join(sign for sign in line if sign.isprintable() or sign == "\t")
        for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    )
    assert found["DESCRIPTION"] == f"<{kept}>"


def test_a_long_line_is_folded_between_signs() -> None:
    line = escaped("é" * 100)
    parts = folded(line).split("\r\n")
    assert all(len(part.encode()) <= 75 for part in parts)
    assert "".join([parts[0], *(part[1:] for part in parts[1:])]) == line
