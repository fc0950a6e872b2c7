"""How a figure was made, and when to take care with it."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from network.analysis.figures import Figure
from network.telling.values import percent


def how_made(figure: Figure) -> str:
    """From how many parties and ties, how many of these are inferred, and how many persons' eyes they were for."""
    basis = figure.basis
    ties, derived = basis.get("ties", 0), basis.get("derived", 0)
    parts = [
        _("Made from %(partners)s parties, %(ties)s ties and %(initiatives)s initiatives.")
        % {"partners": basis.get("partners", 0), "ties": ties, "initiatives": basis.get("initiatives", 0)}
    ]
    if derived:
        parts.append(
            ngettext(
                "%(derived)s of these ties is inferred, not told.",
                "%(derived)s of these ties are inferred, not told.",
                derived,
            )
            % {"derived": derived}
        )
    if not basis.get("people_seen", True):
        parts.append(_("Persons are not in it."))
    if basis.get("fresh") is not None:
        parts.append(_("%(percent)s was confirmed in time.") % {"percent": percent(basis["fresh"])})
    return " ".join(parts)


def warning(figure: Figure) -> str:
    """What to say beside a figure whose records are old; empty when there is no need."""
    if not figure.is_stale:
        return ""
    return _("Take care: less than half of what is behind this was confirmed in time.")
