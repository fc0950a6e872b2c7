"""How far a figure can be trusted, in a few words beside it."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from network.analysis.figures import LEAST_FRESH, Figure
from network.telling import reason

FEW = 10
"""A figure made of fewer parties, ties or activities changes much by one more or less."""


def doubts_of(figure: Figure | None) -> list[str]:
    """What to know before leaning on a figure: why it cannot be said, or of what it is made, how sure and how fresh that is."""
    if figure is None:
        return [_("The figures of this kern are still being made.")]
    if figure.value is None:
        return [_("Cannot be said: %(reason)s") % {"reason": reason(figure.reason)}]
    basis = figure.basis
    if figure.id == "connected_activities":
        made_of = figure.parts.get("of", 0)
        told = [
            ngettext("Made of %(number)d activity.", "Made of %(number)d activities.", made_of)
            % {"number": made_of}
        ]
    else:
        made_of = basis.get("partners", 0)
        ties, derived = basis.get("ties", 0), basis.get("derived", 0)
        told = [
            ngettext(
                "%(derived)d of %(ties)d tie is inferred, not told.",
                "%(derived)d of %(ties)d ties are inferred, not told.",
                ties,
            )
            % {"derived": derived, "ties": ties}
        ]
    if made_of < FEW:
        told.append(_("Made of little: one more or less changes it much."))
    return [*told, *fresh_in_words(figure)]


def fresh_in_words(figure: Figure) -> list[str]:
    """How much of what is behind a figure was confirmed in time; a warning when that is less than half."""
    fresh = figure.basis.get("fresh")
    if fresh is None:
        return [_("Nobody knows how fresh this is.")]
    percent = {"percent": round(100 * fresh)}
    if fresh < LEAST_FRESH:
        return [_("Take care: only %(percent)d%% was confirmed in time.") % percent]
    return [_("%(percent)d%% was confirmed in time.") % percent]
