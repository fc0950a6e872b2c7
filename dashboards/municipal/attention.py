"""What asks for attention in a kern: sentences about its web, never about persons or about one party. Pure: figures in."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from network.analysis.figures import LEAST_FRESH, Figure
from partners.models import LifeDomain

LEANS = 0.5
"""From here on a web leans much on its most tied party."""

FALLEN = 0.05
LONG_AGO = 2
"""So many years after what a kern said about itself it is time to talk again."""


def attention_to(
    figures: Mapping[str, Figure],
    before: float | None = None,
    said_in: int | None = None,
    today: date | None = None,
) -> list[str]:
    """The sentences, the most telling first; none when nothing stands out.

    before: how much hung together a year earlier. said_in: the year in which the kern last said where it stands.
    """
    told = [*_empty_domains(figures), *_loose(figures), *_falling(figures, before), *_leaning(figures)]
    if said_in and today and today.year - said_in >= LONG_AGO:
        told.append(
            _(
                "What the kern says about itself is of %(year)d. Much may have changed; a good moment to talk about it again."
            )
            % {"year": said_in}
        )
    return [*told, *_old(figures)]


def _known(figures: Mapping[str, Figure], key: str) -> Figure | None:
    figure = figures.get(key)
    return figure if figure is not None and figure.value is not None else None


def _empty_domains(figures: Mapping[str, Figure]) -> list[str]:
    figure = _known(figures, "domain_cover")
    empty = list(figure.parts.get("empty", ())) if figure else []
    if not empty:
        return []
    labels = dict(LifeDomain.choices)
    names = ", ".join(str(labels.get(slug, slug)) for slug in empty)
    return [
        ngettext(
            "In %(number)d life domain nobody is known yet: %(names)s.",
            "In %(number)d life domains nobody is known yet: %(names)s.",
            len(empty),
        )
        % {"number": len(empty), "names": names}
    ]


def _loose(figures: Mapping[str, Figure]) -> list[str]:
    figure = _known(figures, "connectedness")
    alone = figure.parts.get("isolated", 0) if figure else 0
    if not alone:
        return []
    return [
        ngettext(
            "%(number)d party has no known tie with any other.",
            "%(number)d parties have no known tie with any other.",
            alone,
        )
        % {"number": alone}
    ]


def _falling(figures: Mapping[str, Figure], before: float | None) -> list[str]:
    figure = _known(figures, "connectedness")
    if figure is None or figure.value is None or before is None or before - figure.value < FALLEN:
        return []
    return [
        _(
            "Less hangs together than a year before. Ask the kern what happened; it may also be how it was written down."
        )
    ]


def _leaning(figures: Mapping[str, Figure]) -> list[str]:
    figure = _known(figures, "centralisation")
    if figure is None or figure.value is None or figure.value < LEANS:
        return []
    return [_("The web leans much on one party. That helps at the start, and is fragile later.")]


def _old(figures: Mapping[str, Figure]) -> list[str]:
    figure = next(iter(figures.values()), None)
    fresh = figure.basis.get("fresh") if figure else None
    if fresh is None or fresh >= LEAST_FRESH:
        return []
    return [_("Less than half was confirmed in time. Take the figures of this kern as an impression.")]
