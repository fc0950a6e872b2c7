"""Counting people for a week, and storing what may be shown of it. A week that was published stays as it is."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils import timezone

from accounts.access import Visibility
from dashboards.models import ExactCount, Measure, PublishedCount, Shared, SharingDecision, WeekOfCounts
from dashboards.municipal.families import Family, current_families
from dashboards.suppression import Column, suppress
from partners.models import Partner, PartnerForm, PartnerKind
from places.models import Kern, Municipality
from wijkweb.kit.partial_dates import started_by

DELAY = timedelta(days=1)
"""So long lies between the day of the count and the day on which it is published."""

KEPT = timedelta(weeks=53)
"""A year of weeks is kept; so long a count stays hidden that guarded another."""

KINDS = {
    Measure.RESIDENTS: (PartnerKind.RESIDENT, PartnerKind.VOLUNTEER),
    Measure.WORKERS: (PartnerKind.PROFESSIONAL, PartnerKind.BOARD_MEMBER, PartnerKind.ENTREPRENEUR),
}


def last_full_week(today: date) -> date:
    """The last Sunday that lies so far back that its counts may be published."""
    day = today - DELAY - timedelta(days=1)
    return day - timedelta(days=(day.weekday() + 1) % 7)


def publish_due(today: date | None = None) -> int:
    """Publish the last full week of every municipality, as far as that was not done; gives how many were."""
    day = last_full_week(today or timezone.localdate())
    return sum(publish_week(family, day) for family in current_families())


@transaction.atomic
def publish_week(family: Family, day: date) -> bool:
    """Count the people in the kernen that share it, on `day`, and store what may be shown; False when that was done before.

    A week is never published again: a mistake is put right in the next one. So no two versions of a week can be laid side by
    side to find somebody in the difference. May run twice, and at once.
    """
    Municipality.objects.select_for_update().get(pk=family.municipality.pk)
    weeks = list(WeekOfCounts.objects.filter(municipality=family.municipality).order_by("day"))
    if any(week.day >= day for week in weeks):
        return False
    kernen = family.kernen()
    decisions = SharingDecision.objects.in_force([kern.pk for kern in kernen])
    sharing = [kern for kern in kernen if kern.pk in decisions and Shared.PEOPLE in decisions[kern.pk].parts]
    if not sharing and not weeks:
        return False
    week = WeekOfCounts.objects.create(municipality=family.municipality, day=day)
    kept = [one for one in weeks if one.day > day - KEPT]
    for measure, counts in count_people(sharing, day).items():
        _store(week, measure, suppress(counts, _columns(kept, measure)))
    return True


def count_people(kernen: Iterable[Kern], day: date) -> dict[Measure, dict[int, int]]:
    """The persons in each kern itself, without the kernen in it, so that nobody is counted twice. One query: one snapshot.

    Who is visible to nobody but themselves is not counted.
    """
    kern_ids = [kern.pk for kern in kernen]
    counts = {measure: dict.fromkeys(kern_ids, 0) for measure in Measure}
    rows = (
        Partner.objects.active_on(day)
        .filter(started_by(day), form=PartnerForm.PERSON, kern_id__in=kern_ids)
        .exclude(visibility=Visibility.SELF)
    )
    of_kind = {kind: measure for measure, kinds in KINDS.items() for kind in kinds}
    for kern_id, kind, number in rows.order_by().values_list("kern_id", "kind").annotate(Count("pk")):
        counts[of_kind[kind]][kern_id] += number
    return counts


def old_weeks(now: datetime) -> "QuerySet[WeekOfCounts]":
    """The weeks that are kept no longer at a moment; keeping/terms.py takes them away, with its brake."""
    return WeekOfCounts.objects.filter(day__lte=timezone.localdate(now) - KEPT)


def _columns(weeks: list[WeekOfCounts], measure: Measure) -> list[Column]:
    """What was counted and shown in these weeks. Two queries."""
    exact: dict[int, dict[int, int]] = {week.pk: {} for week in weeks}
    shown: dict[int, dict[int, int | None]] = {week.pk: {} for week in weeks}
    totals: dict[int, int | None] = {}
    for row in ExactCount.objects.filter(week__in=weeks, measure=measure):
        exact[row.week_id][row.kern_id] = row.count
    for cell in PublishedCount.objects.filter(week__in=weeks, measure=measure):
        if cell.kern_id is None:
            totals[cell.week_id] = cell.value
        else:
            shown[cell.week_id][cell.kern_id] = cell.value
    return [Column(exact[week.pk], shown[week.pk], totals.get(week.pk)) for week in weeks]


def _store(week: WeekOfCounts, measure: Measure, column: Column) -> None:
    ExactCount.objects.bulk_create(
        ExactCount(week=week, kern_id=row, measure=measure, count=count)
        for row, count in column.counts.items()
    )
    cells = [*column.shown.items(), (None, column.total)]
    PublishedCount.objects.bulk_create(
        PublishedCount(week=week, kern_id=row, measure=measure, value=value) for row, value in cells
    )
