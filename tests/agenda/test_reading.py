"""What a calendar of somebody else becomes here: bounded, on the clock in Amsterdam, theirs, and never edited."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agenda import child, reading, tasks
from agenda.fetching import Fetched
from agenda.models import OutsideCalendar, OutsideEvent
from agenda.problems import Refused
from agenda.reading import parse, read_calendar
from agenda.tasks import read_calendars
from changes.models import Change
from changes.services import undo
from partners.models import Partner
from places.models import Kern
from tests.factories import make_person

FIRST, LAST = date(2026, 12, 1), date(2027, 12, 1)
ADDRESS = "https://dorpshuis.voorbeeld.nl/agenda.ics"


def calendar(*events: str, head: str = "") -> bytes:
    body = "".join(f"BEGIN:VEVENT\nDTSTAMP:20260101T000000Z\n{event}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//y//NL\n{head}{body}END:VCALENDAR\n".replace(
        "\n", "\r\n"
    ).encode()


def told(*events: str, head: str = "") -> list[tuple[str, str, str]]:
    found, _left = child.events_in(calendar(*events, head=head), FIRST, LAST)
    return [(one["day"], one["begins_at"], one["name"]) for one in found]


ONE = "UID:a@b\nSUMMARY:Klaverjassen\nDTSTART;TZID=Europe/Amsterdam:20261204T200000\nDTEND;TZID=Europe/Amsterdam:20261204T230000"


def test_every_sort_of_time_is_told_on_our_clock() -> None:
    assert told(
        ONE,
        "UID:b@b\nSUMMARY:Utc\nDTSTART:20261205T090000Z",
        "UID:c@b\nSUMMARY:Zomer\nDTSTART:20270605T090000Z",
        "UID:d@b\nSUMMARY:Zwevend\nDTSTART:20261206T100000",
        "UID:e@b\nSUMMARY:Hele dag\nDTSTART;VALUE=DATE:20261207",
        "UID:f@b\nSUMMARY:Lissabon\nDTSTART;TZID=Europe/Lisbon:20261208T100000",
        "UID:g@b\nSUMMARY:Windows\nDTSTART;TZID=W. Europe Standard Time:20261209T100000",
    ) == [
        ("2026-12-04", "20:00", "Klaverjassen"), ("2026-12-05", "10:00", "Utc"), ("2026-12-06", "10:00", "Zwevend"),
        ("2026-12-07", "", "Hele dag"), ("2026-12-08", "11:00", "Lissabon"), ("2026-12-09", "10:00", "Windows"),
        ("2027-06-05", "11:00", "Zomer"),
    ]  # fmt: skip


def test_a_series_with_a_moved_and_a_missing_time() -> None:
    series = "UID:a@b\nSUMMARY:Koor\nDTSTART;TZID=Europe/Amsterdam:20261202T200000\nRRULE:FREQ=WEEKLY;COUNT=4\nEXDATE;TZID=Europe/Amsterdam:20261216T200000"
    moved = "UID:a@b\nSUMMARY:Koor, andere dag\nRECURRENCE-ID;TZID=Europe/Amsterdam:20261209T200000\nDTSTART;TZID=Europe/Amsterdam:20261210T190000"
    assert told(series, moved) == [
        ("2026-12-02", "20:00", "Koor"), ("2026-12-10", "19:00", "Koor, andere dag"), ("2026-12-23", "20:00", "Koor"),
    ]  # fmt: skip


def test_several_days_are_one_and_too_many_are_none() -> None:
    found, _left = child.events_in(
        calendar(
            "UID:a@b\nSUMMARY:Feestweek\nDTSTART;VALUE=DATE:20261207\nDTEND;VALUE=DATE:20261212",
            "UID:b@b\nSUMMARY:Nacht\nDTSTART:20261214T210000\nDTEND:20261215T010000",
            "UID:c@b\nSUMMARY:Altijd\nDTSTART;VALUE=DATE:20200101\nDTEND;VALUE=DATE:20300101",
        ),
        FIRST, LAST,
    )  # fmt: skip
    assert [(one["name"], one["day"], one["last_day"]) for one in found] == [
        ("Feestweek", "2026-12-07", "2026-12-11"), ("Nacht", "2026-12-14", "2026-12-14"),
    ]  # fmt: skip


def test_what_lasts_longer_than_a_day_and_a_night_has_its_last_day() -> None:
    found, _left = child.events_in(
        calendar(
            "UID:a@b\nSUMMARY:Kamp\nDTSTART:20261211T100000\nDTEND:20261212T180000",
            "UID:b@b\nSUMMARY:Twee nachten\nDTSTART:20261211T210000\nDTEND:20261213T000000",
            "UID:c@b\nSUMMARY:Etmaal\nDTSTART:20261214T100000\nDTEND:20261215T100000",
        ),
        FIRST, LAST,
    )  # fmt: skip
    assert [(one["name"], one["day"], one["last_day"]) for one in found] == [
        ("Kamp", "2026-12-11", "2026-12-12"), ("Twee nachten", "2026-12-11", "2026-12-12"),
        ("Etmaal", "2026-12-14", "2026-12-14"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY",
        "FREQ=HOURLY",
        "FREQ=DAILY;BYSECOND=0,1,2",
        "FREQ=YEARLY;BYHOUR=1,2",
        "freq=secondly",
    ],
)
def test_what_repeats_within_a_day_is_left_out_and_counted(rule: str) -> None:
    found, left_out = child.events_in(
        calendar(f"UID:x@b\nDTSTART:20261204T200000Z\nRRULE:{rule}", ONE), FIRST, LAST
    )
    assert ([one["name"] for one in found], left_out) == (["Klaverjassen"], 1)


def test_a_flood_is_bounded() -> None:
    daily = [f"UID:{n}@b\nSUMMARY:D\nDTSTART:19900101T090000Z\nRRULE:FREQ=DAILY" for n in range(5)]
    found, left_out = child.events_in(calendar(*daily), FIRST, LAST)
    assert len(found) == child.MOST_EVENTS
    assert left_out == 5 * 366 - child.MOST_EVENTS
    assert found[-1]["day"] < "2027-07-01"  # what comes first in time counts


def test_one_strange_event_spoils_no_other() -> None:
    strange = ["UID:x@b\nSUMMARY:Zonder begin", "UID:y@b\nDTSTART:20261205T090000Z\nRRULE:FREQ=WEEKLY;UNTIL=morgen",
               "UID:z@b\nDTSTART:20261232T250000Z\nSUMMARY:Onzin"]  # fmt: skip
    found, left_out = child.events_in(calendar(*strange, ONE), FIRST, LAST)
    assert [one["name"] for one in found][-1:] == ["Klaverjassen"] or "Klaverjassen" in [
        one["name"] for one in found
    ]
    assert left_out <= 3


def test_text_is_text_and_not_too_long() -> None:
    found, _left = child.events_in(
        calendar("UID:a@b\nSUMMARY:" + "<b>a</b>\u202e" + "x" * 400 + "\nDTSTART:20261204T200000Z\nDESCRIPTION:a\\nb\x07c"), FIRST, LAST
    )  # fmt: skip
    assert found[0]["name"].startswith("<b>a</b>x")
    assert len(found[0]["name"]) == 300
    assert found[0]["description"] == "a\nbc"


@pytest.mark.parametrize(
    "content",
    [b"", b"<html>", b"BEGIN:VCALENDAR", b"BEGIN:VEVENT\r\nEND:VEVENT\r\n", b"\xff\xfe\x00"],
)  # fmt: skip
def test_what_is_no_calendar_is_refused(content: bytes) -> None:
    with pytest.raises(Refused) as problem:
        parse(content, FIRST, LAST)
    assert problem.value.code == "no-calendar"


def test_the_child_reads_what_we_hand_it() -> None:
    events, left_out = parse(b"\xef\xbb\xbf" + calendar(ONE), FIRST, LAST)
    assert left_out == 0
    assert len(events[0].pop("key")) == 24
    assert events == [
        {
            "day": date(2026, 12, 4), "last_day": date(2026, 12, 4), "begins_at": time(20), "ends_at": time(23),
            "name": "Klaverjassen", "location": "", "description": "", "is_cancelled": False,
        }
    ]  # fmt: skip


def test_a_bomb_ends_in_a_word_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "WALL_SECONDS", 0.2)
    heavy = [
        f"UID:{n}@b\nDTSTART:19000101T090000Z\nRRULE:FREQ=DAILY;BYMONTHDAY=31;BYDAY=MO" for n in range(3000)
    ]
    with pytest.raises(Refused) as problem:
        parse(calendar(*heavy), FIRST, LAST)
    assert problem.value.code == "too-heavy"


def test_the_child_can_call_nobody() -> None:
    import subprocess
    import sys

    script = "import agenda.child as c, socket; c.limit(); socket.create_connection(('127.0.0.1', 9))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode != 0
    assert "not allowed here: socket." in done.stderr


@settings(
    max_examples=150, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
@given(
    noise=st.lists(
        st.tuples(
            st.sampled_from(["DTSTART", "DTEND", "RRULE", "EXDATE", "RDATE", "DURATION", "RECURRENCE-ID", "UID", "SUMMARY", "X"]),
            st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n\x00"), max_size=30)
            | st.sampled_from(["20261204T200000Z", "20261204", "FREQ=DAILY;COUNT=2", "FREQ=DAILY;INTERVAL=0", "P-1D", "PT0S", "99999999T999999"]),
        ),
        max_size=6,
    )
)  # fmt: skip
def test_any_event_leaves_the_others_alone(noise: list[tuple[str, str]]) -> None:
    event = "\n".join(f"{name}:{value}" for name, value in noise)
    try:
        found, _left = child.events_in(calendar(event, ONE), FIRST, LAST)
    except ValueError:
        return  # the whole file cannot be read; the child says so in a word
    assert all(set(one) == {"day", "last_day", "begins_at", "ends_at", "name", "location", "description", "is_cancelled", "key"} for one in found)  # fmt: skip


@pytest.fixture
def outside(kern: Kern, house: Partner) -> OutsideCalendar:
    return OutsideCalendar.objects.create(kern=kern, partner=house, address=ADDRESS)


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the address gives: `content` and `etag`, or `refused` with a code; `asked` holds what was asked for."""
    given: dict[str, Any] = {"content": calendar(ONE), "etag": '"1"', "refused": "", "asked": []}

    def fetch(address: str, etag: str = "") -> Fetched:
        given["asked"].append((address, etag))
        if given["refused"]:
            raise Refused(given["refused"])
        same = etag and etag == given["etag"]
        return Fetched(None if same else given["content"], given["etag"])

    monkeypatch.setattr(reading, "fetch", fetch)
    for task in (tasks.read_calendar, tasks.read_calendar_now):
        monkeypatch.setattr(task, "delay", task)  # at once, as without Redis
    return given


def later(hours: float) -> None:
    OutsideCalendar.objects.update(asked_at=timezone.now() - timedelta(hours=hours))


@pytest.mark.django_db
def test_reading_twice_is_reading_once(outside: OutsideCalendar, served: dict[str, Any]) -> None:
    assert read_calendar(outside.pk)
    assert not read_calendar(outside.pk)  # it was asked for just now
    assert not read_calendar(outside.pk, at_once=True)
    assert len(served["asked"]) == 1
    assert [event.name for event in OutsideEvent.objects.all()] == ["Klaverjassen"]
    keys = set(OutsideEvent.objects.values_list("pk", flat=True))
    later(1)
    assert read_calendar(outside.pk)
    assert served["asked"][-1] == (ADDRESS, '"1"')
    assert set(OutsideEvent.objects.values_list("pk", flat=True)) == keys  # nothing changed there
    served |= {"etag": "", "content": calendar(ONE.replace("Klaverjassen", "Bridge"))}
    later(1)
    read_calendar(outside.pk)
    assert [event.name for event in OutsideEvent.objects.all()] == ["Bridge"]


@pytest.mark.django_db
def test_a_visit_that_fails_keeps_what_was_there_and_comes_back_less_often(
    outside: OutsideCalendar, served: dict[str, Any]
) -> None:
    read_calendar(outside.pk)
    served["refused"] = "their-fault"
    for failures, hours in ((1, 1), (2, 2), (3, 4), (4, 8), (5, 16), (6, 24), (7, 24)):
        later(hours)
        read_calendar(outside.pk)
        outside.refresh_from_db()
        assert (outside.failures, outside.problem) == (failures, "their-fault")
        later(hours / 2)
        assert not read_calendar(outside.pk)
    assert OutsideEvent.objects.count() == 1
    served["refused"] = ""
    later(25)
    assert read_calendar(outside.pk)
    outside.refresh_from_db()
    assert (outside.failures, outside.problem) == (0, "")


@pytest.mark.django_db
def test_the_beat_and_the_command_read_what_is_due(
    outside: OutsideCalendar, served: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    assert read_calendars() == 1
    assert read_calendars() == 0
    assert OutsideEvent.objects.count() == 1
    later(1)
    call_command("read_calendars")
    served["refused"] = "gone"
    later(0.2)
    call_command("read_calendars", "--all")
    said = capsys.readouterr().out
    assert "Dorpshuis: gelezen" in said
    assert "Dorpshuis: Op dit adres staat geen agenda" in said
    assert len(served["asked"]) == 3


@pytest.mark.django_db
def test_what_was_taken_away_meanwhile_is_not_stored(
    outside: OutsideCalendar, served: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def parse_slowly(*_arguments: Any) -> Any:
        OutsideCalendar.objects.update(address="https://elders.voorbeeld.nl/")
        return [], 0

    OutsideEvent.objects.create(calendar=outside, day=FIRST, last_day=FIRST, name="Blijft")
    monkeypatch.setattr(reading, "parse", parse_slowly)
    read_calendar(outside.pk)
    assert OutsideEvent.objects.get().name == "Blijft"


@pytest.mark.django_db(transaction=True)
def test_a_coordinator_adds_corrects_and_takes_away(
    signed_in: Client, kern: Kern, house: Partner, served: dict[str, Any], anna: Any
) -> None:
    page = reverse("calendar_list", args=[kern.slug])
    answer = signed_in.post(
        page, {"partner": "Dorpshuis", "address": "webcal://dorpshuis.voorbeeld.nl/agenda.ics"}
    )
    assert answer.status_code == 302
    added = OutsideCalendar.objects.get()
    assert (added.address, added.visibility) == (ADDRESS, "public")
    assert OutsideEvent.objects.get().name == "Klaverjassen"  # without Redis it is read at once
    assert "1 keer" in signed_in.get(page).content.decode()
    assert signed_in.post(page, {"partner": "Dorpshuis", "address": ADDRESS}).status_code == 422

    edit = reverse("calendar_edit", args=[kern.slug, added.pk])
    served["refused"] = "closed"
    version = signed_in.get(edit).context["form"]["version"].value()
    values = {
        "partner": "Dorpshuis",
        "address": "https://dorpshuis.voorbeeld.nl/nieuw.ics",
        "visibility": "network",
    }
    assert signed_in.post(edit, {**values, "version": version}).status_code == 302
    assert not OutsideEvent.objects.exists()
    assert "De agenda is niet open voor anderen" in signed_in.get(page).content.decode()
    stale = signed_in.post(
        edit, {**values, "address": "https://dorpshuis.voorbeeld.nl/derde.ics", "version": version}
    )
    assert stale.status_code == 409

    signed_in.post(reverse("calendar_remove", args=[kern.slug, added.pk]))
    assert not OutsideCalendar.objects.exists()
    undo(Change.objects.latest("pk"), acting_user=anna)
    assert OutsideCalendar.objects.get().visibility == "network"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"partner": "", "address": ADDRESS}, "partner"),
        ({"partner": "Bestaat niet", "address": ADDRESS}, "partner"),
        ({"partner": "Dominee", "address": ADDRESS}, "partner"),
        ({"partner": "Dorpshuis", "address": ""}, "address"),
        ({"partner": "Dorpshuis", "address": "ftp://x"}, "address"),
        ({"partner": "Dorpshuis", "address": "https://a:b@voorbeeld.nl/"}, "address"),
        ({"partner": "Dorpshuis", "address": ADDRESS, "visibility": "self"}, "visibility"),
    ],
)
def test_what_is_wrong_with_a_calendar_stands_at_its_field(
    values: dict[str, str], field: str, signed_in: Client, kern: Kern, house: Partner
) -> None:
    make_person("Dominee", kern)
    answer = signed_in.post(reverse("calendar_list", args=[kern.slug]), values)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not OutsideCalendar.objects.exists()


@pytest.mark.django_db
def test_an_address_may_hold_a_secret_and_is_for_the_coordinator_alone(
    signed_in: Client, kern: Kern, outside: OutsideCalendar
) -> None:
    OutsideCalendar.objects.update(address="https://dorpshuis.voorbeeld.nl/prive-zilverplevier.ics")
    assert "zilverplevier" in signed_in.get(reverse("calendar_list", args=[kern.slug])).content.decode()
    for name in ("agenda", "agenda_feed", "agenda_subscribe", "agenda_poster"):
        assert "zilverplevier" not in Client().get(reverse(name, args=[kern.slug])).content.decode()
