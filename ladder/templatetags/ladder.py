"""How templates say what the ladder knows."""

from django import template

from ladder import wording
from ladder.rungs import RULES_BY_ID, Rule, Signal

register = template.Library()

for say in (
    wording.in_units,
    wording.arrow,
    wording.moved,
    wording.why_not,
    wording.doubts_in_words,
    wording.doubts_of,
    wording.rung_in_words,
):
    register.filter(say)


@register.filter
def rule_of(signal: Signal) -> Rule:
    """The rule of a signal: what it is called and what more of it says."""
    return RULES_BY_ID[signal.id]


@register.filter
def as_percent(share: float) -> str:
    """A share as whole per cents."""
    return wording.in_units(share, "share")
