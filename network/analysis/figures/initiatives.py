"""Who starts things, who carries them, how far they carry, and whether they are let go."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from datetime import date
from statistics import median
from typing import Any

from network.analysis.body import SECTORS
from network.analysis.figures.reading import DRIVER, ORGANISER, Reading
from network.analysis.figures.shape import COUNT, MONTHS, PERSON_KINDS, SHARE, Activity, Course, Figure
from network.analysis.web import initiative_node

REACH_STEPS = 2
YEAR = 12
OPEN, NOT_OPEN = "ja", "nee"


def reach(reading: Reading) -> Figure:
    """How far initiatives of residents carry: the partners within two steps of them in `G`, divided by N.

    Driven by residents are the active initiatives of which at least one driver is in the layer of the citizens. One step
    is a part in it, two steps a tie to somebody with a part in it.
    parts: `initiative_ids`, `reached` (a number), `direct` (with a part themselves), `outside_ids`: who is not reached.
    Cannot be said: fewer than two partners, no active initiatives, no driver known, no layer of a driver known, or no
    initiative known to be driven by residents.
    """
    if reason := reading.too_small(1) or _no_drivers(reading):
        return reading.unknown("reach", SHARE, reason)
    driven = reading.driven_by_residents
    if not driven:
        return reading.unknown("reach", SHARE, "no_resident_initiatives")
    starts = [initiative_node(key) for key in driven]
    near = reading.whole.within(starts, REACH_STEPS)
    direct = reading.whole.within(starts, 1)
    outside = [key for key in reading.ids if key not in near]
    parts: dict[str, Any] = {
        "initiative_ids": list(driven),
        "reached": reading.size - len(outside),
        "direct": sum(key in direct for key in reading.ids),
        "outside_ids": outside,
    }
    return reading.figure("reach", parts["reached"] / reading.size, SHARE, parts)


def _no_drivers(reading: Reading) -> str:
    if not reading.active_initiatives:
        return "no_initiatives"
    drivers = {driver for key in reading.active_initiatives for driver in reading.drivers.get(key, ())}
    if not drivers:
        return "no_drivers"
    return "" if drivers & set(reading.layers) else "no_driver_layers"


def resident_carried(reading: Reading) -> Figure:
    """The share of the active initiatives of which a driver is in the layer of the citizens.

    Active: on the day, and not a dream, shared, stopped or paused. A driver from another layer may drive it too
    (`together_ids`). Initiatives without a known driver, or with drivers whose layer is not known, count as active and not as
    carried; they are told apart (`unknown_ids`): the share is then at least this.
    parts: `initiative_ids` (carried by residents), `together_ids`, `unknown_ids`, `of`.
    Cannot be said: this audience does not see persons, who are most of the residents that drive; no active initiatives, no driver
    known, or no layer of a driver known.
    """
    if not reading.material.people_seen:
        return reading.unknown("resident_carried", SHARE, "people_unseen")
    if reason := _no_drivers(reading):
        return reading.unknown("resident_carried", SHARE, reason)
    layers, driven = reading.layers, reading.driven_by_residents
    known = {key: {layers.get(driver, "") for driver in ids} for key, ids in reading.drivers.items()}
    parts: dict[str, Any] = {
        "initiative_ids": list(driven),
        "together_ids": [key for key in driven if len(known[key] - {""}) > 1],
        "unknown_ids": [
            key for key in reading.active_initiatives if key not in driven and "" in known.get(key, {""})
        ],
        "of": len(reading.active_initiatives),
    }
    return reading.figure("resident_carried", len(driven) / parts["of"], SHARE, parts)


def single_carrier(reading: Reading) -> Figure:
    """How many active initiatives and groups hang on one person, without a successor.

    An initiative hangs on one person when exactly one partner drives or organises it, and that is a person. A group does
    when a person is named on whom it hangs, and no successor is.
    parts: `initiatives` and `groups`, rows of `id` and `carrier_id`; `of`: of how many it is known; `unknown_ids`.
    Cannot be said: this audience does not see persons, no active initiatives and no groups, or it is known of none.
    """
    groups = {group.id: group for group in reading.material.groups}
    if not reading.material.people_seen:
        return reading.unknown("single_carrier", COUNT, "people_unseen")
    if not reading.active_initiatives and not groups:
        return reading.unknown("single_carrier", COUNT, "no_initiatives_or_groups")
    carriers = reading.with_roles(DRIVER, ORGANISER)
    known = [key for key in reading.active_initiatives if key in carriers]
    hanging = [group for _, group in sorted(groups.items()) if group.hangs_on]
    unknown = [key for key in reading.active_initiatives if key not in carriers]
    parts: dict[str, Any] = {
        "initiatives": [
            {"id": key, "carrier_id": carriers[key][0]}
            for key in known
            if len(carriers[key]) == 1 and _is_person(reading, carriers[key][0])
        ],
        "groups": [
            {"id": group.id, "carrier_id": group.hangs_on}
            for group in hanging
            if not group.successor and _is_person(reading, group.hangs_on)
        ],
        "of": len(known) + len(hanging),
        "unknown_ids": unknown + sorted(key for key, group in groups.items() if not group.hangs_on),
    }
    if not parts["of"]:
        return reading.unknown("single_carrier", COUNT, "no_carriers", parts)
    return reading.figure("single_carrier", len(parts["initiatives"]) + len(parts["groups"]), COUNT, parts)


def _is_person(reading: Reading, key: str) -> bool:
    partner = reading.material.partners.get(key)
    return partner is not None and partner.kind in PERSON_KINDS


def connected_activities(reading: Reading) -> Figure:
    """Of the activities of the last twelve months, the share with organisers from two or more life domains.

    An activity counts from the last day on which it may have been: one of "2024" on the last day of that year; what repeats, once, when
    it took place in these months. It is unknown when an
    organiser's domain that is not known could make the difference, or when no organiser is known; those are not in
    the share. parts: `connected_ids`, `of`, `unknown_ids`; `open`, `closed`, `open_unknown` and `open_share` (of those known, or
    None); `undated`: how many have no known date, and count nowhere.
    Cannot be said: no dated activities in these twelve months, or it is known of none.
    """
    activities, undated = recent(reading.material.activities, reading.material.day)
    if not activities:
        return reading.unknown("connected_activities", SHARE, "no_activities", {"undated": undated})
    found = {activity.id: _is_connected(reading, activity) for activity in activities}
    openness = [activity.open_to_all for activity in activities]
    open_known = openness.count(OPEN) + openness.count(NOT_OPEN)
    connected = sorted(key for key, answer in found.items() if answer)
    unknown = sorted(key for key, answer in found.items() if answer is None)
    parts: dict[str, Any] = {
        "connected_ids": connected,
        "of": len(found) - len(unknown),
        "unknown_ids": unknown,
        "open": openness.count(OPEN),
        "closed": openness.count(NOT_OPEN),
        "open_unknown": len(openness) - open_known,
        "open_share": openness.count(OPEN) / open_known if open_known else None,
        "undated": undated,
    }
    if not parts["of"]:
        return reading.unknown("connected_activities", SHARE, "no_organisers", parts)
    return reading.figure("connected_activities", len(connected) / parts["of"], SHARE, parts)


def recent(activities: Iterable[Activity], day: date) -> tuple[list[Activity], int]:
    """The activities of the twelve months up to and including `day`, by id, and how many have no known date."""
    found = {activity.id: activity for activity in activities}
    since = months_later(day, -YEAR)
    dated = [activity for _, activity in sorted(found.items()) if activity.held.end]
    return (
        [activity for activity in dated if activity.held.end and since < activity.held.end <= day],
        len(found) - len(dated),
    )


def _is_connected(reading: Reading, activity: Activity) -> bool | None:
    partners = reading.material.partners
    domains = [
        partners[key].life_domain if key in partners else "" for key in dict.fromkeys(activity.organisers)
    ]
    known = {domain for domain in domains if domain in SECTORS}
    if len(known) > 1:
        return True
    # One organiser has one domain, whichever it is; nobody known tells nothing.
    is_sure = len(domains) == 1 or (len(domains) > 1 and all(domain in SECTORS for domain in domains))
    return False if is_sure else None


def letting_go(reading: Reading) -> Figure:
    """How many months pass between the start of an initiative and its handover: the median, in whole months.

    Of the handovers up to the day with a known start that is not later. Still alive: of those handed over at least twelve
    months ago, the share that had not stopped twelve months after it.
    parts: `rows` of `id` and `value` (months), `without_start_ids`, `survived_ids`, `ended_ids` and `survived_share`, or None when
    every handover is too recent. Cannot be said: no initiatives, no handovers, or none with a known start.
    """
    day = reading.material.day
    courses = sorted(
        {course.id: course for course in reading.material.courses}.values(), key=lambda one: one.id
    )
    if not courses:
        return reading.unknown("letting_go", MONTHS, "no_initiatives")
    handed = [course for course in courses if course.handed_over and course.handed_over <= day]
    if not handed:
        return reading.unknown("letting_go", MONTHS, "no_handovers")
    rows: list[dict[str, Any]] = [
        {"id": course.id, "value": whole_months(course.started, course.handed_over)}
        for course in handed
        if course.started and course.handed_over and course.started <= course.handed_over
    ]
    timed = {row["id"] for row in rows}
    old = [course for course in handed if _a_year_after(course) <= day]
    survived = [course.id for course in old if not course.stopped or course.stopped > _a_year_after(course)]
    parts: dict[str, Any] = {
        "rows": rows,
        "without_start_ids": [course.id for course in handed if course.id not in timed],
        "survived_ids": survived,
        "ended_ids": [course.id for course in old if course.id not in survived],
        "survived_share": len(survived) / len(old) if old else None,
    }
    if not rows:
        return reading.unknown("letting_go", MONTHS, "no_start", parts)
    return reading.figure("letting_go", float(median(row["value"] for row in rows)), MONTHS, parts)


def _a_year_after(course: Course) -> date:
    return months_later(course.handed_over, YEAR) if course.handed_over else date.max


def months_later(day: date, months: int) -> date:
    """The same day of another month, or the last of a shorter one; no earlier or later than dates can be."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        return date.min if months < 0 else date.max
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def whole_months(start: date, end: date) -> int:
    """How many months have gone by completely from start to end."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return months - (months_later(start, months) > end)
