"""Where something is, when a stretch of days holds nothing of what somebody asked for."""

from datetime import date, timedelta

from django.db.models import ExpressionWrapper, F, IntegerField

from accounts.access import Viewer, visible_records
from agenda.filters import AgendaFilter
from agenda.models import OutsideEvent
from initiatives.models import Activity
from wijkweb.kit.partial_dates import PartialDate

FAR = timedelta(days=366)  # beyond this, of what repeats only its first and its last time are looked for
Days = tuple[date | None, date | None]


def nearest(viewer: Viewer, kern_ids: list[int], first: date, last: date, form: AgendaFilter) -> Days:
    """The last day before and the first day after a stretch on which there is something that this filter lets through.

    None where there is none. Costs the same number of queries however much there is.
    """
    found = [
        _single(viewer, kern_ids, first, last, form),
        _repeating(viewer, kern_ids, first, last, form),
        _outside(viewer, kern_ids, first, last, form),
    ]
    before = [day for day, _after in found if day]
    after = [day for _before, day in found if day]
    return max(before, default=None), min(after, default=None)


def _single(viewer: Viewer, kern_ids: list[int], first: date, last: date, form: AgendaFilter) -> Days:
    begin, end = (PartialDate.from_day(day).number for day in (first, last))
    rows = form.narrowed(Activity.objects.visible_to_viewer(viewer).in_kernen(kern_ids), viewer)
    # What is known to the month or the year has a day 0.
    day_of_month = ExpressionWrapper(F("dated_on") % 100, IntegerField())
    days = rows.filter(rule="").alias(day_of_month=day_of_month).filter(day_of_month__gt=0)
    days = days.only("dated_on", "rule").order_by("dated_on", "pk")
    before, after = days.filter(dated_on__lt=begin).last(), days.filter(dated_on__gt=end).first()
    return before.only_day if before else None, after.only_day if after else None


def _repeating(viewer: Viewer, kern_ids: list[int], first: date, last: date, form: AgendaFilter) -> Days:
    rows = form.narrowed(Activity.objects.visible_to_viewer(viewer).in_kernen(kern_ids), viewer)
    before: list[date] = []
    after: list[date] = []
    for row in rows.exclude(rule="").only("dated_on", "rule", "repeats_until", "except_on"):
        series = row.series
        if series is None:
            continue
        ended = min(first - timedelta(days=1), series.until or date.max)
        before += series.days(max(ended, date.min + FAR) - FAR, ended)[-1:]
        begins = max(last + timedelta(days=1), series.start)
        after += series.days(begins, min(begins, date.max - FAR) + FAR)[:1]
    return max(before, default=None), min(after, default=None)


def _outside(viewer: Viewer, kern_ids: list[int], first: date, last: date, form: AgendaFilter) -> Days:
    if form.asks_what_outsiders_do_not_tell:
        return None, None
    rows = OutsideEvent.objects.filter(
        visible_records(viewer, "calendar__kern"),
        visible_records(viewer, "calendar__partner__kern"),
        calendar__kern_id__in=kern_ids,
    )
    if domain := form.cleaned_data.get("levensgebied"):
        rows = rows.filter(calendar__partner__life_domain=domain)
    days = rows.order_by("day").values_list("day", flat=True)
    return days.filter(last_day__lt=first).last(), days.filter(day__gt=last).first()
