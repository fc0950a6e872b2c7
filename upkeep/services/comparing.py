"""Two cards side by side: where they differ, and which of the two values would do best."""

from dataclasses import dataclass
from typing import Any

from changes.titles import Names, in_words
from partners.models import Certainty, Involvement, Partner
from wijkweb.kit.partial_dates import PartialDate

KEPT, GONE, BOTH = "blijft", "gaat-op", "beide"
# What a person chooses between; the rest follows from a rule.
FIELDS = (
    "name", "kind", "kern", "life_domain", "layer", "involvement", "organisation", "parent", "hangs_on", "successor",
    "rhythm", "size", "description", "location", "website", "mailbox", "started_on", "ended_on", "source",
)  # fmt: skip
JOINED = {"description": "\n\n", "source": "; ", "source_text": "; "}
RINGS = list(Involvement.values)


@dataclass(frozen=True)
class Choice:
    """One field in which two cards differ."""

    name: str
    label: str
    kept: str
    gone: str
    suggested: str

    @property
    def can_join(self) -> bool:
        """Both texts can stay, one after the other, when each tells something of its own."""
        tells = bool(self.kept) and bool(self.gone)
        return self.name in JOINED and tells and self.kept not in self.gone and self.gone not in self.kept


def choices_between(kept: Partner, gone: Partner, user: Any) -> list[Choice]:
    """The fields in which the two differ, in words, with the value that would do best."""
    names = Names([kept, gone], user)
    found = []
    for name in FIELDS:
        field: Any = Partner._meta.get_field(name)
        mine, theirs = getattr(kept, field.attname), getattr(gone, field.attname)
        if mine != theirs and not _points_at_each_other(name, mine, theirs, kept, gone):
            label = str(field.verbose_name)
            words = in_words(field, mine, names), in_words(field, theirs, names)
            found.append(Choice(name, label, *words, suggested(name, mine, theirs)))
    return found


def _points_at_each_other(name: str, mine: Any, theirs: Any, kept: Partner, gone: Partner) -> bool:
    """A party that was part of the other one is no part of itself afterwards."""
    if name not in ("organisation", "parent", "hangs_on", "successor"):
        return False
    return {mine, theirs} <= {None, kept.pk, gone.pk}


def suggested(name: str, mine: Any, theirs: Any) -> str:
    """Which value does best: the filled one, the one that says more, else that of the card that stays."""
    if name == "ended_on":  # what goes on has not ended
        return KEPT if mine is None else GONE
    if theirs in (None, ""):
        return KEPT
    if mine in (None, ""):
        return GONE
    if name in JOINED:
        return KEPT if str(theirs) in str(mine) else GONE if str(mine) in str(theirs) else BOTH
    if name == "involvement":
        return GONE if RINGS.index(theirs) > RINGS.index(mine) else KEPT
    if name == "started_on":
        return GONE if theirs.first_day < mine.first_day else KEPT
    return KEPT


def chosen(name: str, pick: str, mine: Any, theirs: Any) -> Any:
    """The value that a pick stands for."""
    if pick == BOTH and name in JOINED:
        return joined(name, mine, theirs)
    return theirs if pick == GONE else mine


def joined(name: str, mine: str, theirs: str) -> str:
    """Both texts, once each, as far as they fit."""
    parts = [part for part in (mine, theirs if theirs not in mine else "") if part]
    limit = 500 if name in ("source", "source_text") else None
    return JOINED[name].join(parts)[:limit]


def earliest(mine: PartialDate | None, theirs: PartialDate | None) -> PartialDate | None:
    """The start of the longer period; a known start counts more than none."""
    known = [day for day in (mine, theirs) if day is not None]
    return min(known, key=lambda day: day.first_day, default=None)


def most_certain(mine: str, theirs: str) -> str:
    """What stands literally in one source is literal."""
    return str(Certainty.LITERAL) if Certainty.LITERAL in (mine, theirs) else mine
