"""A form that was overtaken: both versions side by side, and what the person chose for each field."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse

from changes.versions import Collision, collisions, version_of
from places.models import Kern
from wijkweb.kit.replies import page

CHOICE = "keuze-"
SEEN = "gezien"
THEIRS, MINE = "van-hen", "van-mij"


@dataclass(frozen=True)
class Settled:
    """The values to store; or, as long as the person has to choose about one, all fields that others changed."""

    values: dict[str, Any]
    open: list[Collision]


def settle(
    record: Any, version: int, values: Mapping[str, Any], data: Mapping[str, Any], *, blank: Any = None
) -> Settled:
    """Weigh what a form wants to store against what others stored since it was opened.

    record: as it is stored now, locked by the caller. version: with which the form was opened. data: what was
    posted; `keuze-<field>` says whose value counts, as long as nobody changed that field after it was shown. blank: what
    the form showed when there was no record yet.
    """
    found = collisions(record, version, dict(values), blank=blank)
    if not found:
        return Settled(dict(values), [])
    seen = str(data.get(SEEN, ""))
    later = collisions(record, int(seen), dict(values)) if _is_number(seen) else found
    fresh = {collision.name for collision in later}
    chosen = {collision.name: data.get(CHOICE + collision.name) for collision in found}
    is_open = any(one.name in fresh or chosen[one.name] not in (THEIRS, MINE) for one in found)
    kept = {name: value for name, value in values.items() if chosen.get(name) != THEIRS}
    return Settled(kept, found if is_open else [])


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19


def stale_page(
    request: HttpRequest, record: Any, form: forms.Form, found: list[Collision], back: str, name: str = ""
) -> HttpResponse:
    """Both versions side by side with a choice per field; everything that was typed goes along. Status 409.

    What a field refers to is named as far as whoever asks may see it.
    """
    context = {
        "kern": _kern_of(record),
        "record": name or str(record),
        "form": form,
        "also": _also(record, form, {one.name for one in found}),
        "collisions": [
            (one.as_seen_by(request.user), request.POST.get(CHOICE + one.name, "")) for one in found
        ],
        "who": next((one.who for one in found if one.who), ""),
        "seen": version_of(record),
        "back": back,
        "action": request.get_full_path(),
    }
    return page(request, "changes/stale.html", context, fragment="stale", status=409)


def _also(record: Any, form: forms.Form, apart: set[str]) -> list[str]:
    """The labels of what this person alone changed: it is stored too, without a choice."""
    stored = {field.name: field for field in record._meta.concrete_fields if not field.is_relation}
    return [
        str(form.fields[name].label)
        for name, value in getattr(form, "cleaned_data", {}).items()
        if name in stored and name not in apart and not _same(value, getattr(record, name))
    ]


def _same(one: Any, other: Any) -> bool:
    return str("" if one is None else one) == str("" if other is None else other)


def _kern_of(record: Any) -> Kern | None:
    """The kern in whose work bar this page stands: that of the record, or of what it belongs to; that of the first end of a tie."""
    if isinstance(kern := getattr(record, "kern", None), Kern):
        return kern
    owners = (getattr(record, name, None) for name in ("initiative", "partner", "activity", "source"))
    return next((kern for owner in owners if owner is not None and (kern := _kern_of(owner))), None)
