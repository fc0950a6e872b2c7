"""Counts of people in words: how many came is no secret, who came might be (design.md, 6)."""

from django.utils.translation import gettext as _

from wijkweb.kit.few import LEAST, rounded


def people_in_words(number: int | None, *, exact: bool) -> str:
    """How many people; for who does not look after the kern without what points at a few of them."""
    if number is None:
        return ""
    if exact:
        return str(number)
    if number < LEAST:
        return _("fewer than 10")
    return _("about %(number)d") % {"number": rounded(number)}
