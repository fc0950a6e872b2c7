"""One sentence for each figure that a resident understands."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from network.analysis.figures import Figure
from network.telling.reasons import reason
from network.telling.values import percent, value_in_words

Parts = Mapping[str, Any]
BY_CHANCE = 0.05  # as near to 0 is neither more nor less than chance


def say(figure: Figure) -> str:
    """The sentence of a figure, with its value; or that it cannot be said, and why."""
    if figure.value is None:
        return _("Cannot be said: %(reason)s") % {"reason": reason(figure.reason)}
    return SENTENCES[figure.id](figure.value, figure.parts)


def _domain_cover(value: float, parts: Parts) -> str:
    return _(
        "In %(covered)d of the ten life domains there are at least three parties of two kinds. Life domains with nobody: %(empty)d."
    ) % {"covered": len(parts["covered"]), "empty": len(parts["empty"])}


def _average_degree(value: float, parts: Parts) -> str:
    return _("A party has %(value)s ties on average; the one with the most has %(most)d.") % {
        "value": number_format(value, 1),
        "most": parts["most"],
    }


def _connectedness(value: float, parts: Parts) -> str:
    return _(
        "%(largest)d of the %(all)d parties hang together, directly or through others. Without any tie: %(isolated)d."
    ) % {"largest": parts["largest"], "all": sum(parts["components"]), "isolated": parts["isolated"]}


def _domain_pairs(value: float, parts: Parts) -> str:
    return _(
        "Of the %(of)d pairs that the ten life domains make, %(met)d have a tie or an initiative together."
    ) % {"of": parts["of"], "met": parts["met"]}


def _strong_professional_ties(value: float, parts: Parts) -> str:
    return _(
        "Of the ties between parties that are not residents (%(ties)d), %(strong)d are regular or close."
    ) % {
        "ties": parts["ties"],
        "strong": parts["strong"],
    }


def _mixing(more: str, less: str, same: str) -> Callable[[float, Parts], str]:
    def sentence(value: float, parts: Parts) -> str:
        chosen = same if abs(value) < BY_CHANCE else more if value > 0 else less
        total = parts["external"] + parts["internal"]
        return f"{_(chosen)} " + _("(%(external)d of the %(total)d ties run across.)") % {
            "external": parts["external"],
            "total": total,
        }

    return sentence


def _centralisation(value: float, parts: Parts) -> str:
    told = _(
        "The web leans on its most tied party for %(percent)s: at 100 %% all ties run to one party, at 0 %% everybody has as many."
    ) % {"percent": percent(value)}
    if parts.get("without_top") is None:
        return told
    return f"{told} " + _("Without that party it would be %(percent)s.") % {
        "percent": percent(parts["without_top"])
    }


def _hub_dependence(value: float, parts: Parts) -> str:
    if value <= 0:
        return _("Whoever leaves, all others keep reaching each other as they do now.")
    return _("If the party on which most hangs leaves, %(percent)s of all pairs lose each other.") % {
        "percent": percent(value)
    }


def _bridges(value: float, parts: Parts) -> str:
    if not value:
        return _("No party is the only link to others: whoever leaves, nobody else is cut off.")
    return ngettext(
        "%(count)d party is the only link between parts of the web: without it others are cut off.",
        "%(count)d parties are the only link between parts of the web: without them others are cut off.",
        round(value),
    ) % {"count": round(value)}


def _residents_in_core(value: float, parts: Parts) -> str:
    return _(
        "In the middle of the web, where parties have the most ties with each other, %(citizens)d of the %(all)d are residents."
    ) % {"citizens": parts["citizens"], "all": len(parts["core_ids"])}


def _reach(value: float, parts: Parts) -> str:
    return _(
        "Initiatives of residents reach %(percent)s of all parties: these take part, or know somebody who does."
    ) % {"percent": percent(value)}


def _connected_activities(value: float, parts: Parts) -> str:
    told = _(
        "Of the activities of the last twelve months (%(of)d known), %(connected)d were organised from two or more life domains."
    ) % {"of": parts["of"], "connected": len(parts["connected_ids"])}
    return f"{told} " + _("Open to all: %(open)d; not: %(closed)d; unknown: %(unknown)d.") % {
        "open": parts["open"],
        "closed": parts["closed"],
        "unknown": parts["open_unknown"],
    }


def _resident_carried(value: float, parts: Parts) -> str:
    return _("Of the initiatives that are going on (%(of)d), residents drive %(count)d.") % {
        "of": parts["of"],
        "count": len(parts["initiative_ids"]),
    }


def _letting_go(value: float, parts: Parts) -> str:
    told = _("Half of what was handed over was so within %(months)s of its start.") % {
        "months": value_in_words(value, "months")
    }
    if parts.get("survived_share") is None:
        return told
    survived, ended = len(parts["survived_ids"]), len(parts["ended_ids"])
    return f"{told} " + _("A year later %(survived)d of %(all)d were still alive.") % {
        "survived": survived,
        "all": survived + ended,
    }


def _single_carrier(value: float, parts: Parts) -> str:
    return _(
        "%(count)d of the %(of)d initiatives and groups of which it is known hang on one person, without a successor."
    ) % {"count": round(value), "of": parts["of"]}


def _turnover(value: float, parts: Parts) -> str:
    since = date.fromisoformat(parts["since"])
    return _("Since %(day)s ties began: %(new)d, ended: %(ended)d, stayed: %(kept)d.") % {
        "day": date_format(since, "j F Y"),
        "new": parts["new"],
        "ended": parts["ended"],
        "kept": parts["kept"],
    }


def _freshness(value: float, parts: Parts) -> str:
    return _("Of the %(records)d parties and ties, %(confirmed)d were confirmed in time.") % {
        "records": parts["records"],
        "confirmed": parts["confirmed"],
    }


SENTENCES: dict[str, Callable[[float, Parts], str]] = {
    "domain_cover": _domain_cover,
    "average_degree": _average_degree,
    "connectedness": _connectedness,
    "domain_pairs": _domain_pairs,
    "strong_professional_ties": _strong_professional_ties,
    "domain_mixing": _mixing(
        gettext_noop("Ties cross the borders of life domains more often than by chance."),
        gettext_noop("Ties stay within a life domain more often than by chance."),
        gettext_noop("Ties cross the borders of life domains about as often as by chance."),
    ),
    "layer_mixing": _mixing(
        gettext_noop("Residents, clubs and professionals are tied to each other more often than by chance."),
        gettext_noop("Residents, clubs and professionals stay among themselves more often than by chance."),
        gettext_noop(
            "Residents, clubs and professionals are tied to each other about as often as by chance."
        ),
    ),
    "centralisation": _centralisation,
    "hub_dependence": _hub_dependence,
    "bridges": _bridges,
    "residents_in_core": _residents_in_core,
    "reach": _reach,
    "connected_activities": _connected_activities,
    "resident_carried": _resident_carried,
    "letting_go": _letting_go,
    "single_carrier": _single_carrier,
    "turnover": _turnover,
    "freshness": _freshness,
}
