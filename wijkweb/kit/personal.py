"""What is kept about persons: a list that each room keeps in its own `personal.py`, checked against its models.

    KEPT = [Kept(title=..., fields={"Words": "email first_name"}, ...)]   # fields of this room that say something of a person
    IMPERSONAL = {"Words": "id version"}                                  # all its other fields, by name
    RULES = [Rule("residents.declined", ...)]                             # what goes by itself, and when (keeping/terms.py)
    SUBJECTS = [Subject("registration", ...)]                             # what is erased again after a restore (keeping/ledger.py)

Every field of every model stands in exactly one place; a field that is forgotten breaks the build. A model of another
package is named with its label ("sessions.Session"). Lines of history say what their model says.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise
# What simple-history adds to a line, and our link to the deed it belongs to: who did what when.
OF_HISTORY = frozenset(
    ("history_id", "history_date", "history_change_reason", "history_type", "history_user", "change")
)


class Sort(models.TextChoices):
    """How near a field comes to a person."""

    ORDINARY = "gewoon", _("ordinary personal data")
    SEALED = "versleuteld", _("personal data, encrypted where it is stored")
    WORDS = "tekst", _("a text in which somebody may be recognised")
    MARK = "kenmerk", _("a mark or number in place of a name")
    SECRET = "geheim", _("a secret of the system, which nobody reads")


class Basis(models.TextChoices):
    """Why the law allows it (AVG, article 6)."""

    TASK = "taak", _("a task of general interest (AVG, article 6, paragraph 1, under e)")
    CONSENT = "toestemming", _("your consent (AVG, article 6, paragraph 1, under a)")
    REQUEST = "verzoek", _("you asked for it yourself (AVG, article 6, paragraph 1, under b)")


# What several rooms say alike.
TASK_OF_KERN = _("To see and strengthen how people and parties in a kern work together.")
SEEN_BY_COORDINATOR = _("The coordinators of the kern.")
SEEN_BY_ALL = _("Everybody, when the coordinator made it public; else the coordinators of the kern.")
SEEN_BY_NOBODY = _("Nobody. Only the computer uses it.")
ASK_COORDINATOR = _("Ask the coordinator of your kern. You get an answer within a month.")
GOES_WITH_IT = _("It goes together with what it belongs to.")
NOTHING_TO_SHOW = _("There is nothing in it to read.")
AS_LONG_AS_USED = _("As long as the kern uses wijkweb, or until somebody changes it or has it erased.")


@dataclass(frozen=True)
class Kept:
    """One kind of personal data, in the words of the page, with the fields that hold it."""

    title: Text
    what: Text
    sort: Sort
    purpose: Text
    basis: Basis
    until: Text
    seen_by: Text
    export: Text
    erase: Text
    fields: dict[str, str]


@dataclass(frozen=True)
class Rule:
    """Something that goes by itself when its time has come.

    due: the rows whose time has come at a moment. deed: what happens to each; without it the rows are deleted.
    all_at_once: what happens to all of them, for rows without anything hanging on them; it gives the number.
    passes: its nature is to go soon (a session, a used link), so a large share at once is no sign of a mistake.
    """

    name: str
    says: Text
    due: Callable[[datetime], "models.QuerySet[Any]"]
    deed: Callable[[Any], object] | None = None
    all_at_once: Callable[["models.QuerySet[Any]"], int] | None = None
    passes: bool = False


@dataclass(frozen=True)
class Subject:
    """Something of a person that can be erased, and is erased again when a backup of before comes back.

    rows: those that hold something still. text_of: what tells one from all others that ever were. erase: as its room does.
    """

    kind: str
    rows: Callable[[], Iterable[Any]]
    text_of: Callable[[Any], str]
    erase: Callable[[Any], object]


@dataclass
class Inventory:
    """Of every field where it stands: `kept` by (model label, field name), None for one that says nothing of a person."""

    kept: dict[tuple[str, str], Kept | None] = field(default_factory=dict)
    groups: list[Kept] = field(default_factory=list)
    twice: list[tuple[str, str]] = field(default_factory=list)

    def add(self, app: str, listed: dict[str, str], kept: Kept | None) -> None:
        for name, names in listed.items():
            label = name if "." in name else f"{app}.{name}"
            for one in names.split():
                if (label, one) in self.kept:
                    self.twice.append((label, one))
                self.kept[label, one] = kept


def rooms() -> Iterator[tuple[str, ModuleType]]:
    """Every room that lists what it keeps."""
    for config in apps.get_app_configs():
        if find_spec(f"{config.name}.personal"):
            yield config.label, import_module(f"{config.name}.personal")


def inventory() -> Inventory:
    """What all rooms list together."""
    found = Inventory()
    for app, room in rooms():
        for kept in getattr(room, "KEPT", []):
            found.groups.append(kept)
            found.add(app, kept.fields, kept)
        found.add(app, getattr(room, "IMPERSONAL", {}), None)
    return found


def all_fields() -> set[tuple[str, str]]:
    """Every field of every model there is. A line of history counts as its model."""
    found = set()
    for model in apps.get_models(include_auto_created=True):
        original = getattr(model, "instance_type", None)
        for one in model._meta.concrete_fields:
            if original is None:
                found.add((model._meta.label, one.name))
            elif one.name not in OF_HISTORY:
                found.add((original._meta.label, one.name))
    return found


def rules() -> list[Rule]:
    return [rule for _app, room in rooms() for rule in getattr(room, "RULES", [])]


def subjects() -> dict[str, Subject]:
    return {one.kind: one for _app, room in rooms() for one in getattr(room, "SUBJECTS", [])}
