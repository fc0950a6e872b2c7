"""How often something repeats, in words."""

from datetime import date
from typing import Any

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.recurrence import LAST, Rule

NTH = {
    1: lambda: _("first"),
    2: lambda: _("second"),
    3: lambda: _("third"),
    4: lambda: _("fourth"),
    LAST: lambda: _("last"),
}


def rule_in_words(activity: Any) -> str:
    """ "every Tuesday", "every 2 weeks on Monday and Thursday", "every month on the 15th"; empty for what is once."""
    series = activity.series
    return words_of(series.rule) if series else ""


def words_of(rule: Rule) -> str:
    number = rule.interval
    if rule.frequency == "DAILY":
        return ngettext("every day", "every %(number)d days", number) % {"number": number}
    if rule.frequency == "YEARLY":
        return ngettext("every year", "every %(number)d years", number) % {"number": number}
    days = in_a_row([str(WEEKDAYS[day]) for day in rule.weekdays])
    if rule.frequency == "WEEKLY":
        if number == 1:
            return _("every %(days)s") % {"days": days}
        words = ngettext("every week on %(days)s", "every %(number)d weeks on %(days)s", number)
        return words % {"number": number, "days": days}
    if rule.monthday:
        words = ngettext("every month on day %(day)d", "every %(number)d months on day %(day)d", number)
        return words % {"number": number, "day": rule.monthday}
    words = ngettext(
        "every month on the %(nth)s %(days)s", "every %(number)d months on the %(nth)s %(days)s", number
    )
    return words % {"number": number, "nth": NTH[rule.nth](), "days": days}


def in_a_row(words: list[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return _("%(words)s and %(last)s") % {"words": ", ".join(words[:-1]), "last": words[-1]}


def day_in_words(day: date) -> str:
    """ "tuesday 1 december 2026"."""
    return date_format(day, "l j F Y")
