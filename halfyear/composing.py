"""What a report shows by itself: figures with their change, initiatives, activities, stories, the ladder and facts.

Only what everybody may see goes in, whoever writes it and whoever may read it: opening a report later tells nothing more.
Everything becomes plain words and numbers, so that it can be kept with the report and reads the same later.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils import timezone

from accounts.access import ANYBODY, visible_records
from facts.models import Fact
from facts.shown import ShownFact, groups_of
from halfyear.figures import figures_between
from halfyear.models import HalfYearReport
from halfyear.periods import HalfYear
from halfyear.sections import SECTIONS
from initiatives.models import Activity, Initiative, Organiser, Phase, Story
from initiatives.words import rule_in_words
from ladder.models import Assessment
from ladder.wording import rung_in_words
from partners.models import PartnerForm
from places.models import Kern
from wijkweb.kit.partial_dates import dated_within, is_dated_within

MOST = 60  # activities, and initiatives, that are told one by one


def compose(report: HalfYearReport) -> dict[str, Any]:
    """Everything that a report shows, as JSON values: what was written, and what is known. Ten queries."""
    kern, period = report.kern, report.period
    until = min(period.last.last_day, timezone.localdate())
    kern_ids = Kern.objects.ids_below(kern.pk)
    return {
        "kern": kern.name,
        "name": report.name,
        "until": until.isoformat(),
        "is_over": until == period.last.last_day,
        "texts": {section.key: getattr(report, section.field) for section in SECTIONS},
        "figures": figures_between(kern, period.day_before, until),
        "initiatives": _initiatives(kern_ids, period),
        "activities": _activities(kern_ids, period, until),
        "stories": _stories(report, kern_ids),
        "ladder": _ladder(kern, period),
        "facts": _facts(kern, period),
    }


def has_data(content: dict[str, Any], key: str) -> bool:
    """Whether a part shows anything by itself. key: the name of its data."""
    found = content.get(key) if key else None
    if isinstance(found, dict) and "rows" in found:
        return bool(found["rows"])
    return bool(found)


def _initiatives(kern_ids: list[int], period: HalfYear) -> dict[str, Any]:
    """What began, and what was handed over or stopped, in this half-year."""
    moved = dated_within(period.first, period.last, "started_on") | dated_within(
        period.first, period.last, "ended_on"
    )
    found = list(
        Initiative.objects.visible_to_viewer(ANYBODY)
        .in_kernen(kern_ids)
        .filter(moved)
        .order_by("search_name", "pk")
    )
    rows = []
    for one in found:
        started = is_dated_within(one.started_on, period.first, period.last)
        ended = is_dated_within(one.ended_on, period.first, period.last)
        rows.append(
            {
                "name": one.name,
                "url": one.get_absolute_url(),
                "started": one.started_on.in_words if started else "",
                "ended": one.ended_on.in_words if ended else "",
                "is_handed_over": one.phase == Phase.HANDED_OVER,
            }
        )
    return {"rows": rows[:MOST], "more": max(0, len(rows) - MOST)}


def _activities(kern_ids: list[int], period: HalfYear, until: date) -> dict[str, Any]:
    """What took place, with the organisations and groups behind it; persons are left out, and how many came too."""
    organisers = Organiser.objects.filter(
        visible_records(ANYBODY, "partner__kern") & ~Q(partner__form=PartnerForm.PERSON)
    ).select_related("partner")
    again = Q(dated_on__isnull=True) | Q(dated_on__lte=period.last.number)
    again &= Q(repeats_until__isnull=True) | Q(repeats_until__gte=period.first.first_day)
    once = dated_within(period.first, period.last, "dated_on")
    found = (
        Activity.objects.visible_to_viewer(ANYBODY)
        .in_kernen(kern_ids)
        .filter((Q(rule="") & once) | (~Q(rule="") & again), is_cancelled=False)
        .prefetch_related(Prefetch("organiser_rows", organisers))
        .order_by("dated_on", "pk")
    )
    rows = [
        {
            "name": one.name,
            "when": rule_in_words(one) or one.dated_on.in_words,
            "by": [row.partner.name for row in one.organiser_rows.all()],
            "url": one.get_absolute_url(),
            "source": one.source,
        }
        for one in found
        if _took_place(one, period.first.first_day, until)
    ]
    return {"rows": rows[:MOST], "more": max(0, len(rows) - MOST)}


def _took_place(activity: Activity, first: date, until: date) -> bool:
    """Whether it fell on a day that is over; what repeats at least once."""
    if activity.series is not None:
        return any(True for _day in activity.series.days(first, until))
    return activity.dated_on is not None and activity.dated_on.first_day <= until


def _stories(report: HalfYearReport, kern_ids: list[int]) -> list[dict[str, Any]]:
    """The stories that the writer picked, in the order of the kern; one that is no longer for everybody is left out."""
    return [
        {
            "title": story.title,
            "text": story.text,
            "source": story.source,
            "url": f"{reverse('ladder', args=[report.kern.slug])}#verhaal-{story.slug}",
        }
        for story in public_stories(kern_ids)
        if story.slug in report.stories
    ]


def public_stories(kern_ids: list[int]) -> list[Story]:
    """What may be picked for a report."""
    return list(Story.objects.visible_to_viewer(ANYBODY).in_kernen(kern_ids).order_by("pk"))


def _ladder(kern: Kern, period: HalfYear) -> dict[str, Any] | None:
    """What the kern said last, until the end of the half-year."""
    rows = Assessment.objects.filter(kern=kern, assessed_on__lte=period.last.number).defer("signals")
    latest = rows.order_by("-assessed_on", "-pk").first()
    if latest is None:
        return None
    return {
        "rung": rung_in_words(latest.rung),
        "day": latest.assessed_on.in_words,
        "is_of_this_half_year": is_dated_within(latest.assessed_on, period.first, period.last),
        "reason": latest.reason,
        "dissent": latest.dissent,
        "source": latest.source,
        "url": latest.get_absolute_url(),
    }


def _facts(kern: Kern, period: HalfYear) -> list[dict[str, Any]]:
    """What was measured in this half-year, output apart from outcome; numbers of persons as others see them."""
    facts = list(Fact.objects.filter(kern=kern).measured_within(period.first, period.last))
    for fact in facts:
        fact.kern = kern
    return [
        {"kind": group.kind, "title": group.title, "facts": _fact_rows(group.facts)}
        for group in groups_of(facts, exactly=False)
        if group.facts
    ]


def _fact_rows(shown: Iterable[ShownFact]) -> list[dict[str, Any]]:
    return [
        {
            "quantity": one.fact.quantity,
            "number": one.number,
            "unit": one.fact.unit,
            "before": one.before,
            "then": one.fact.started_on.in_words if one.fact.started_on else "",
            "when": one.fact.dated_on.in_words,
            "doubts": [
                *one.doubts,
                *([one.fact.outcome_reason] if one.doubts else []),
                *filter(None, [one.fact.doubt]),
            ],
            "source": one.fact.source,
            "url": one.fact.get_absolute_url(),
        }
        for latest in shown
        for one in (latest, *latest.earlier)
    ]
