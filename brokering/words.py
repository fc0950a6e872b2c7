"""Why two parties should meet, in words: "beiden voor ouderen", "de bibliotheek kent beiden"."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brokering.ground import AT, SPOT, Ground
from initiatives.models import OfferKind
from network.analysis.introductions import (
    ACQUAINTANCE,
    ALONE,
    LIFE_DOMAIN,
    NEED,
    PLACE,
    TARGET_GROUP,
    Reason,
)
from partners.models import LifeDomain

AT_MOST = 3  # of what two parties share, so many are named
MAY_BE_TOLD = frozenset({NEED, PLACE, TARGET_GROUP, LIFE_DOMAIN})
Names = Mapping[str, str]


def as_data(reasons: tuple[Reason, ...], ground: Ground) -> list[dict[str, Any]]:
    """Reasons as they are stored: short names of parties, never their names; a place in words keeps its words."""
    return [
        {
            "kind": reason.kind,
            "about": [
                SPOT + ground.spots.get(key, key.removeprefix(SPOT)) if key.startswith(SPOT) else key
                for key in reason.about
            ],
            "giver": reason.giver,
        }
        for reason in reasons
    ]


def sentences(reasons: list[dict[str, Any]], pair: tuple[str, str], names: Names) -> list[str]:
    """Each reason in words. Parties without a name in `names` may not be named (any more) and are left out."""
    said = (_sentence(reason, pair, names) for reason in reasons)
    return [sentence for sentence in said if sentence]


def letter(reasons: list[dict[str, Any]], pair: tuple[str, str], names: Names) -> str:
    """A text to send or to read out. Who knows both, and who knows nobody, is not for others to read."""
    told = sentences([reason for reason in reasons if reason["kind"] in MAY_BE_TOLD], pair, names)
    why = "\n".join(f"- {sentence}" for sentence in told)
    values = {"first": names.get(pair[0], ""), "second": names.get(pair[1], ""), "why": why}
    if why:
        return (
            _(
                "Dear %(first)s and %(second)s,\n\nI think it is good for you to meet:\n%(why)s\n\n"
                "Shall we find a moment to get acquainted? I will see to the coffee.\n\nKind regards,"
            )
            % values
        )
    return (
        _(
            "Dear %(first)s and %(second)s,\n\nI think it is good for you to meet.\n\n"
            "Shall we find a moment to get acquainted? I will see to the coffee.\n\nKind regards,"
        )
        % values
    )


def _sentence(reason: dict[str, Any], pair: tuple[str, str], names: Names) -> str:
    about = list(reason["about"])
    if reason["kind"] == NEED:
        return _need(about, reason["giver"], pair, names)
    if reason["kind"] == TARGET_GROUP:
        return _("both for %(groups)s") % {"groups": listed(group.replace("-", " ") for group in about)}
    if reason["kind"] == LIFE_DOMAIN:
        labels = dict(LifeDomain.choices)
        return _("both in the life domain %(domain)s") % {"domain": labels.get(about[0], about[0])}
    if reason["kind"] == PLACE:
        places = [
            key.removeprefix(SPOT) if key.startswith(SPOT) else names.get(key.removeprefix(AT), "")
            for key in about
        ]
        return _("both come to %(places)s") % {"places": listed(places)} if any(places) else ""
    people = [names[slug] for slug in about if slug in names]
    if not people:
        return ""
    if reason["kind"] == ACQUAINTANCE:
        text = ngettext("%(who)s knows both", "%(who)s know both", len(people))
        return text % {"who": listed(people)}
    if reason["kind"] == ALONE:
        text = ngettext("%(who)s knows nobody here yet", "%(who)s know nobody here yet", len(people))
        return text % {"who": listed(people)}
    return ""


def _need(kinds: list[str], giver: str, pair: tuple[str, str], names: Names) -> str:
    labels = dict(OfferKind.choices)
    what = listed(str(labels.get(kind, kind)) for kind in kinds)
    if not giver:
        return _("they can help each other with %(what)s") % {"what": what}
    asker = pair[1] if giver == pair[0] else pair[0]
    values = {"giver": names.get(giver, ""), "asker": names.get(asker, ""), "what": what}
    return _("%(giver)s offers %(what)s, which %(asker)s asks for") % values


def listed(words: Any) -> str:
    """ "a", "a en b", "a, b en c"; of more the first three and how many others."""
    found = [str(word) for word in words if word]
    if len(found) > AT_MOST:
        rest = len(found) - AT_MOST
        more = ngettext("%(number)s other", "%(number)s others", rest) % {"number": rest}
        found = [*found[:AT_MOST], more]
    if len(found) < 2:
        return "".join(found)
    return _("%(words)s and %(last)s") % {"words": ", ".join(found[:-1]), "last": found[-1]}
