"""What our templates say often: dates as precise as they are known, periods, and how strong a tie is."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.translation import gettext as _

from wijkweb.kit.counting import people_in_words
from wijkweb.kit.partial_dates import PartialDate

register = template.Library()


@register.filter
def in_words(day: PartialDate | None) -> str:
    """A partial date in words; nothing for an unknown one."""
    return day.in_words if day else ""


@register.simple_tag
def period(started_on: PartialDate | None, ended_on: PartialDate | None) -> str:
    """A period in words, as precise as it is known; never empty, for not knowing is worth saying."""
    if started_on and ended_on:
        if started_on == ended_on:
            return started_on.in_words
        return f"{started_on.in_words} – {ended_on.in_words}"
    if started_on:
        return _("since %(day)s") % {"day": started_on.in_words}
    if ended_on:
        return _("until %(day)s, start unknown") % {"day": ended_on.in_words}
    return _("since when is unknown")


@register.inclusion_tag("components/strength.html")
def strength(value: int, label: str) -> dict[str, Any]:
    """Three dots for how strong a tie is, with the same in words."""
    return {"dots": [number <= value for number in (1, 2, 3)], "label": label}


@register.filter
def in_a_row(words: Iterable[Any]) -> str:
    """Words with commas between them, read from stored slugs: "jongeren, kwetsbare ouderen"."""
    return ", ".join(str(word).replace("-", " ") for word in words)


@register.filter
def people(number: int, exact: object = None) -> str:
    """A number of people; roughly, unless `exact` says that this visitor looks after the kern."""
    return people_in_words(number, exact=bool(exact))
