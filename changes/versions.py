"""Two people at one record: what the other one changed since this form was opened.

A form carries the version of the record that it shows. When it comes back and the record has a newer
one, the fields that both changed are shown side by side; what only one of them changed is kept.
"""

from dataclasses import dataclass, replace
from typing import Any

from changes.reading import who_wrote
from changes.titles import Names, in_words


@dataclass(frozen=True)
class Collision:
    """A field that somebody else changed since this form was opened: three values in words.

    They name whatever is stored. For a page take `as_seen_by`: a reference may point at what its reader may not see.
    """

    name: str
    label: str
    before: str
    theirs: str
    mine: str
    who: str
    field: Any
    values: tuple[Any, Any, Any]

    @property
    def both_changed(self) -> bool:
        before, theirs, mine = self.values
        return mine not in (before, theirs)

    def as_seen_by(self, user: Any) -> "Collision":
        """The same, without the name of what this person may not see; two queries for a reference, none for the rest."""
        if not self.field.is_relation:
            return self
        names = Names.of_values(self.field.related_model, self.values, user)
        before, theirs, mine = (in_words(self.field, value, names) for value in self.values)
        return replace(self, before=before, theirs=theirs, mine=mine)


def version_of(record: Any) -> int:
    """The number of the latest line of history of a record; 0 when it has none."""
    latest = record.history.order_by("-history_id").values_list("history_id", flat=True).first()
    return latest or 0


def collisions(record: Any, version: int, values: dict[str, Any], *, blank: Any = None) -> list[Collision]:
    """The fields of `values` that somebody else changed after `version` into something else than `values` says.

    record: as it is stored now, locked by the caller. values: field name to the value that this form
    wants to store. An unknown version (no such line) counts as the oldest one. blank: for a form that may have been
    opened before there was any record, what it showed then.
    """
    lines = record.history.order_by("history_id")
    base = lines.filter(history_id__lte=version).last() or blank or lines.first()
    latest = (
        record.history.order_by("-history_id")
        .select_related("history_user", "change__made_by", "change__kern")
        .first()
    )
    if base is None or latest is None or latest.history_id == getattr(base, "history_id", None):
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
                    who_wrote(latest),
                    field,
                    (before, theirs, mine),
                )
            )
    return found
