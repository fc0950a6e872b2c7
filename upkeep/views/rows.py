"""The rows of the list as the template shows them: still to look at, or just done."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise

from changes.models import Change, Verb
from partners.models import Partner, Relation
from partners.wording import words_for
from upkeep.old import Group, OldTie, key_of
from upkeep.services.looking import Record


@dataclass(slots=True)
class Row:
    """One partner or tie. `change` is what was just done with it; `typed` a day that could not be."""

    record: Record
    other: Partner | None = None
    words: Promise | str = ""
    change: Change | None = None
    typed: str = ""
    error: str = ""

    @property
    def key(self) -> str:
        return key_of(self.record)

    @property
    def id(self) -> str:
        return f"rij-{self.key.replace(':', '-')}"

    @property
    def is_partner(self) -> bool:
        return isinstance(self.record, Partner)

    @property
    def is_stopped(self) -> bool:
        return self.change is not None and self.change.verb == Verb.ENDED

    @property
    def day(self) -> str:
        """The day of ending, as it was typed or as it is stored."""
        return self.typed or str(self.record.ended_on or "")


@dataclass(slots=True)
class GroupRows:
    """A partner with its rows; `change` when all were confirmed at once."""

    partner: Partner
    own: Row | None
    ties: list[Row]
    more: int = 0
    tie_count: int = 0
    change: Change | None = None
    error: str = ""

    @property
    def rows(self) -> list[Row]:
        return [*([self.own] if self.own else []), *self.ties]

    @property
    def keys(self) -> str:
        return " ".join(row.key for row in self.rows)


def rows_of(group: Group) -> GroupRows:
    own = Row(group.partner) if group.is_old else None
    return GroupRows(group.partner, own, [_tie_row(tie) for tie in group.ties], group.more, group.tie_count)


def _tie_row(tie: OldTie) -> Row:
    return Row(tie.relation, tie.other, tie.words)


def row_of(record: Record, beside: Partner | None = None) -> Row:
    """A row on its own; a tie is said from `beside`, or from its first end."""
    if isinstance(record, Partner):
        return Row(record)
    partner = beside or record.source
    return Row(record, record.other_end(partner), words_for(record, partner))


def group_of(partner: Partner, records: list[Record], today: date | None = None) -> GroupRows:
    """A partner with the rows that its form named, as they are now."""
    today = today or timezone.localdate()
    relations = [row for row in records if isinstance(row, Relation)]
    group = GroupRows(partner, None, [row_of(row, partner) for row in relations])
    if partner in records or partner.is_old_on(today):
        group.own = Row(partner)
    return group


def said_about(record: Record) -> Any:
    """The name by which a message speaks of a record."""
    if isinstance(record, Partner):
        return record.name
    return f"{record.source.name} – {record.target.name}"
