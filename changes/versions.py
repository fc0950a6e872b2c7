"""Two people at one record: what the other one changed since this form was opened.

A form carries the version of the record that it shows. When it comes back and the record has a newer
one, the fields that both changed are shown side by side; what only one of them changed is kept.
"""

from dataclasses import dataclass
from typing import Any

from changes.titles import in_words


@dataclass(frozen=True)
class Collision:
    """A field that somebody else changed since this form was opened."""

    name: str
    label: str
    before: str
    theirs: str
    mine: str
    who: str

    @property
    def both_changed(self) -> bool:
        return self.mine not in (self.before, self.theirs)


def version_of(record: Any) -> int:
    """The number of the latest line of history of a record; 0 when it has none."""
    latest = record.history.order_by("-history_id").values_list("history_id", flat=True).first()
    return latest or 0


def collisions(record: Any, version: int, values: dict[str, Any]) -> list[Collision]:
    """The fields of `values` that somebody else changed after `version` into something else than `values` says.

    record: as it is stored now, locked by the caller. values: field name to the value that this form
    wants to store. An unknown version (no such line) counts as the oldest one.
    """
    lines = record.history.order_by("history_id")
    base = lines.filter(history_id__lte=version).last() or lines.first()
    latest = record.history.order_by("-history_id").select_related("history_user").first()
    if base is None or latest is None or latest.history_id == base.history_id:
        return []
    found = []
    for name, wanted in values.items():
        field = record._meta.get_field(name)
        key = field.attname
        mine = getattr(wanted, "pk", wanted) if field.is_relation else wanted
        before, theirs = getattr(base, key, None), getattr(record, key)
        if theirs not in (before, mine):
            found.append(
                Collision(
                    name,
                    str(field.verbose_name),
                    in_words(field, before),
                    in_words(field, theirs),
                    in_words(field, mine),
                    str(latest.history_user or ""),
                )
            )
    return found
