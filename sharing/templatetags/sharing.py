"""Days and parts of days in words."""

from datetime import date

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sharing.models import Loan
from sharing.slots import ASKED, FREE, LAST_PART, PARTLY, TAKEN, CalendarDay

register = template.Library()


@register.filter
def period_in_words(loan: Loan) -> str:
    """When: "zaterdag 28 november 2026, avond", or from and until; empty for what is about no days."""
    if loan.first_day is None or loan.last_day is None:
        return ""
    first, last = _day(loan.first_day), _day(loan.last_day)
    if loan.first_day == loan.last_day:
        if loan.is_all_day:
            return first
        if loan.first_part == loan.last_part:
            return f"{first}, {loan.first_part_label}"
        return _("%(day)s, %(first)s and %(last)s") % {
            "day": first,
            "first": loan.first_part_label,
            "last": loan.last_part_label,
        }
    if loan.first_part:
        first = f"{first} ({loan.first_part_label})"
    if loan.last_part != LAST_PART:
        last = f"{last} ({loan.last_part_label})"
    return _("%(first)s until and including %(last)s") % {"first": first, "last": last}


def _day(day: date) -> str:
    return date_format(day, "l j F Y")


@register.filter
def how_it_is(day: CalendarDay) -> str:
    """A day of the calendar in words: free, taken, partly taken and when, asked for."""
    if day.state == TAKEN:
        return _("taken")
    if day.state == PARTLY:
        return _("taken in part: %(parts)s") % {"parts": ", ".join(str(part.label) for part in day.parts)}
    if day.state == ASKED:
        return _("asked for, not agreed yet")
    return _("free") if day.state == FREE else ""


@register.filter
def mark_of_day(day: CalendarDay) -> str:
    """The sign in the calendar; the words stand beside it."""
    return {TAKEN: "×", PARTLY: "½", ASKED: "?"}.get(day.state, "")
