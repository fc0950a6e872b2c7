"""The calendar of a partner in our own: as theirs, known by a mark that stays, and no more of it than the page tells."""

from datetime import UTC, date, datetime, time
from typing import Any

import icalendar
import pytest
import time_machine
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from agenda import child, reading
from agenda.fetching import Fetched
from agenda.models import OutsideCalendar, OutsideEvent
from agenda.services import change_calendar, remove_calendar
from partners.models import Partner
from places.models import Kern
from tests.agenda.conftest import make_activity
from tests.agenda.test_reading import ADDRESS, FIRST, LAST, ONE, calendar
from tests.factories import make_kern, make_partner

SERIES = "UID:koor@b\nSUMMARY:Koor\nDTSTART;TZID=Europe/Amsterdam:20261202T200000\nRRULE:FREQ=WEEKLY;COUNT=3"


@pytest.fixture
def outside(kern: Kern, house: Partner) -> OutsideCalendar:
    return OutsideCalendar.objects.create(kern=kern, partner=house, address=ADDRESS)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Let a calendar be read on a day in December, with these events in it."""

    def read(row: OutsideCalendar, day: int, *events: str) -> None:
        monkeypatch.setattr(reading, "fetch", lambda *_asked: Fetched(calendar(*events)))
        with time_machine.travel(datetime(2026, 12, day, 9, tzinfo=UTC)):
            assert reading.read_calendar(row.pk)

    return read


def events(client: Client, name: str, *arguments: str) -> list[Any]:
    content = client.get(reverse(name, args=arguments)).content
    return list(icalendar.Calendar.from_ical(content).walk("VEVENT"))


@pytest.mark.django_db
def test_it_stands_in_the_feed_of_the_kern_of_the_partner_and_of_its_domain(
    client: Client, kern: Kern, house: Partner, outside: OutsideCalendar, read: Any
) -> None:
    make_activity("Van ons", kern, "2026-12-05")
    read(outside, 2, ONE + "\nLOCATION:De Schuur\nDESCRIPTION:Bel Zilverreiger\nATTENDEE:mailto:wulp@b.nl")
    for name, arguments, count in (
        ("agenda_feed", [kern.slug], 2),
        ("domain_feed", [kern.slug, "wonen"], 1),
        ("partner_feed", [house.slug], 1),
        ("domain_feed", [kern.slug, "veiligheid"], 0),
        ("agenda_feed", [make_kern("Verweg").slug], 0),
    ):
        assert len(events(client, name, *arguments)) == count, name
    (event,) = events(client, "partner_feed", house.slug)
    assert (event["SUMMARY"], event["LOCATION"]) == ("Klaverjassen", "De Schuur")
    assert event["DESCRIPTION"] == "Uit de agenda van Dorpshuis"
    assert str(event["URL"]).endswith(house.get_absolute_url())
    assert event["DTSTART"].dt.strftime("%d %H:%M") == "04 20:00"
    assert event["DTEND"].dt.strftime("%d %H:%M") == "04 23:00"
    told = client.get(reverse("agenda_feed", args=[kern.slug])).content.decode()
    for word in ("Zilverreiger", "wulp", "a@b", ADDRESS):
        assert word not in told


@pytest.mark.django_db
def test_it_is_known_by_the_same_mark_whatever_is_edited_and_its_number_rises(
    client: Client, kern: Kern, outside: OutsideCalendar, read: Any
) -> None:
    def told() -> dict[str, tuple[str, int]]:
        return {
            str(one["UID"]): (str(one["SUMMARY"]), one["SEQUENCE"])
            for one in events(client, "agenda_feed", kern.slug)
        }

    read(outside, 2, ONE, SERIES)
    first = told()
    assert len(first) == 4  # of a series each time by itself
    read(outside, 3, ONE.replace("20261204T", "20261205T").replace("Klaverjassen", "Bridge"), SERIES)
    second = told()
    assert set(second) == set(first)
    assert {uid for uid in first if first[uid] != second[uid]} == {uid for uid, (name, _n) in first.items() if name == "Klaverjassen"}  # fmt: skip
    assert ("Bridge", 1) in second.values()
    moved = SERIES.replace("RRULE:FREQ=WEEKLY;COUNT=3", "RECURRENCE-ID;TZID=Europe/Amsterdam:20261209T200000").replace("20261202T20", "20261210T19")  # fmt: skip
    read(outside, 4, SERIES, moved)
    third = told()
    assert set(third) == {uid for uid, (name, _n) in first.items() if name == "Koor"}
    assert sorted(number for _name, number in third.values()) == [0, 0, 1]
    caches["drawings"].clear()
    assert told() == third


@pytest.mark.django_db
def test_two_calendars_with_the_same_event_do_not_clash(
    client: Client, kern: Kern, outside: OutsideCalendar, read: Any
) -> None:
    club = make_partner("Club", kern)
    other = OutsideCalendar.objects.create(kern=kern, partner=club, address=ADDRESS + "?club")
    make_activity("Klaverjassen", kern, "2026-12-04")
    read(outside, 2, ONE)
    read(other, 2, ONE)
    uids = [str(event["UID"]) for event in events(client, "agenda_feed", kern.slug)]
    assert len(uids) == len(set(uids)) == 3


@pytest.mark.django_db
def test_what_is_not_for_everybody_is_in_no_feed(
    signed_in: Client, kern: Kern, house: Partner, outside: OutsideCalendar, read: Any, anna: Any
) -> None:
    read(outside, 2, ONE)
    assert len(events(signed_in, "agenda_feed", kern.slug)) == 1
    change_calendar(outside, {"visibility": "network"}, acting_user=anna)
    assert events(signed_in, "agenda_feed", kern.slug) == []
    change_calendar(outside, {"visibility": "public"}, acting_user=anna)
    house.visibility = "network"
    house.save()
    assert events(signed_in, "agenda_feed", kern.slug) == []
    house.visibility = "public"
    house.save()
    assert len(events(signed_in, "agenda_feed", kern.slug)) == 1
    remove_calendar(outside, acting_user=anna)
    assert events(signed_in, "agenda_feed", kern.slug) == []


@pytest.mark.django_db
def test_a_phone_hears_that_nothing_changed_until_the_partner_changed_something(
    client: Client, kern: Kern, outside: OutsideCalendar, read: Any
) -> None:
    address = reverse("agenda_feed", args=[kern.slug])
    read(outside, 2, ONE)
    etag = client.get(address)["ETag"]
    OutsideCalendar.objects.update(asked_at=None)
    read(outside, 2, ONE)
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304
    OutsideCalendar.objects.update(asked_at=None)
    read(outside, 2, ONE.replace("Klaverjassen", "Bridge"))
    assert b"Bridge" in client.get(address, headers={"If-None-Match": etag}).content


@pytest.mark.django_db
def test_several_days_are_several_days(
    client: Client, kern: Kern, outside: OutsideCalendar, read: Any
) -> None:
    week = "UID:f\nSUMMARY:Feestweek\nDTSTART;VALUE=DATE:20261207\nDTEND;VALUE=DATE:20261212"
    camp = "UID:k\nSUMMARY:Kamp\nDTSTART;TZID=Europe/Amsterdam:20261214T160000\nDTEND;TZID=Europe/Amsterdam:20261217T120000"
    night = "UID:n\nSUMMARY:Nacht\nDTSTART;TZID=Europe/Amsterdam:20261218T210000\nDTEND;TZID=Europe/Amsterdam:20261219T010000"
    read(outside, 2, week, camp, night)
    by_name = {str(one["SUMMARY"]): one for one in events(client, "agenda_feed", kern.slug)}
    assert by_name["Feestweek"]["DTEND"].dt == date(2026, 12, 12)
    assert f"{by_name['Kamp']['DTEND'].dt:%d %H:%M}" == "17 12:00"
    assert f"{by_name['Nacht']['DTEND'].dt:%d %H:%M}" == "19 01:00"


@pytest.mark.django_db
def test_what_ends_on_another_day_ends_then(
    client: Client, kern: Kern, outside: OutsideCalendar, read: Any
) -> None:
    tent = "UID:t\nSUMMARY:Tent\nDTSTART;TZID=Europe/Amsterdam:20261211T100000\nDTEND;TZID=Europe/Amsterdam:20261212T180000"
    long = "UID:l\nSUMMARY:Lang\nDTSTART;TZID=Europe/Amsterdam:20261211T160000\nDTEND;TZID=Europe/Amsterdam:20261214T000000"
    round_the_clock = "UID:e\nSUMMARY:Etmaal\nDTSTART;TZID=Europe/Amsterdam:20261214T100000\nDTEND;TZID=Europe/Amsterdam:20261215T100000"
    read(outside, 2, tent, long, round_the_clock)
    by_name = {str(one["SUMMARY"]): one for one in events(client, "agenda_feed", kern.slug)}
    assert {name: f"{one['DTEND'].dt:%d %H:%M}" for name, one in by_name.items()} == {
        "Tent": "12 18:00", "Lang": "14 00:00", "Etmaal": "15 10:00",
    }  # fmt: skip


@pytest.mark.django_db
def test_what_was_read_before_there_were_marks_is_told_apart_too(
    client: Client, kern: Kern, outside: OutsideCalendar, read: Any
) -> None:
    for name in ("Oud", "Ouder"):
        OutsideEvent.objects.create(
            calendar=outside, day=date(2026, 12, 4), last_day=date(2026, 12, 4), name=name, begins_at=time(9)
        )
    assert len({str(one["UID"]) for one in events(client, "agenda_feed", kern.slug)}) == 2
    read(outside, 2, ONE)
    assert [str(one["SUMMARY"]) for one in events(client, "agenda_feed", kern.slug)] == ["Klaverjassen"]


def test_a_mark_does_not_tell_what_it_was_made_of_and_does_without_a_uid() -> None:
    nameless = "SUMMARY:Zonder naam\nDTSTART:20261205T090000Z"
    found, _left = child.events_in(calendar(nameless, ONE), FIRST, LAST)
    turned, _left = child.events_in(calendar(ONE, nameless), FIRST, LAST)
    assert [one["key"] for one in found] == [one["key"] for one in turned]
    assert all(len(one["key"]) == 24 and "@" not in one["key"] for one in found)
