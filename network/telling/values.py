"""Values as people write them."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from network.analysis.figures import COUNT, INDEX, MONTHS, SHARE


def percent(share: float) -> str:
    """A share as whole per cents; one decimal below ten per cent, so that little does not read as nothing."""
    digits = 1 if 0 < abs(share) < 0.1 else 0
    return _("%(number)s %%") % {"number": number_format(round(100 * share, digits), digits)}


def value_in_words(value: float | None, unit: str) -> str:
    """A value with its unit; "cannot be said" when there is none. unit: one of the units of a figure."""
    if value is None:
        return _("cannot be said")
    if unit == SHARE:
        return percent(value)
    if unit == COUNT:
        return number_format(round(value), 0)
    if unit == MONTHS:
        months = number_format(value, 0 if value == round(value) else 1)
        return ngettext("%(months)s month", "%(months)s months", round(value)) % {"months": months}
    if unit == INDEX:
        return ("+" if value > 0 else "−" if value < 0 else "") + number_format(abs(value), 2)
    return number_format(value, 1)
