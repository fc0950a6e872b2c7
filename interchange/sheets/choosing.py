"""Which sheets come in as what, and which column is which field: guessed, remembered, chosen."""

import hashlib
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from interchange.models import ColumnMemory, SheetJob
from interchange.sheets.fields import FIELDS, SheetKind
from interchange.sheets.grid import EXCEL_ERROR, NO_RESULT, Grid
from interchange.sheets.guessing import guess, guess_columns, header_key, header_row, is_kumu, own_places
from interchange.sheets.values import clean

EXAMPLES = 3


def fingerprint(kind: str, headers: list[str]) -> str:
    return hashlib.sha256(header_key(kind, headers).encode()).hexdigest()


def first_choices(job: SheetJob, grids: list[Grid]) -> dict[str, Any]:
    """What we would choose: visible sheets with a header we understand, with the columns of last time."""
    choices: dict[str, Any] = {"sheets": [], "words": {}, "kumu": is_kumu(grids)}
    for grid in grids:
        found = guess(grid)
        choice = choice_for(job, grid, found.kind, found.header)
        choice["is_chosen"] = not grid.is_hidden and len(grid.lines) > found.header + 1 and is_whole(choice)
        choices["sheets"].append(choice)
        for where, words in choice.pop("words").items():
            choices["words"].setdefault(where, {}).update(words)
    if not any(choice["is_chosen"] for choice in choices["sheets"]):
        largest = max(
            range(len(grids)), key=lambda place: (not grids[place].is_hidden, len(grids[place].lines))
        )
        choices["sheets"][largest]["is_chosen"] = True
    return choices


def choice_for(job: SheetJob, grid: Grid, kind: str, header: int | None = None) -> dict[str, Any]:
    """The columns of a sheet as this kind: those of last time, else guessed."""
    if header is None:
        header = header_row(kind, grid)
    headers = grid.lines[header].cells
    columns = list(guess_columns(kind, headers))
    remembered = ColumnMemory.objects.filter(
        made_by=job.made_by, kern=job.kern, headers=fingerprint(kind, headers)
    ).first()
    places = own_places(headers)
    if remembered and len(remembered.columns) == len(places):
        columns = [""] * len(headers)
        for place, field in zip(places, remembered.columns, strict=True):
            columns[place] = field
    return {
        "name": grid.name,
        "kind": str(kind),
        "header": header,
        "columns": columns,
        "headers": [clean(cell, one_line=True)[:200] for cell in headers],
        "is_remembered": remembered is not None,
        "words": _known_words(job, kind),
    }


def _known_words(job: SheetJob, kind: str) -> dict[str, dict[str, str]]:
    """What this person said that words mean, in any sheet of this kind for this kern."""
    known: dict[str, dict[str, str]] = {}
    memories = ColumnMemory.objects.filter(made_by=job.made_by, kern=job.kern, kind=kind)
    for words in memories.order_by("pk").values_list("words", flat=True):
        for where, found in words.items():
            known.setdefault(where, {}).update(found)
    return known


def is_whole(choice: dict[str, Any]) -> bool:
    return not missing(choice)


def missing(choice: dict[str, Any]) -> list[str]:
    """The labels of fields without which this sheet cannot be brought in."""
    keys = set(choice["columns"])
    return [
        str(one.label)
        for one in FIELDS[choice["kind"]]
        if one.is_required
        and one.key not in keys
        and f"{one.key}_id" not in keys
        and not ("id" in keys and choice["kind"] != SheetKind.TIES)
    ]


def twice(choice: dict[str, Any]) -> list[str]:
    """The labels of fields that were chosen for two columns."""
    keys = [key for key in choice["columns"] if key]
    return [str(one.label) for one in FIELDS[choice["kind"]] if keys.count(one.key) > 1]


def remember(job: SheetJob, grids: list[Grid]) -> None:
    """Keep the choice of columns, and what words mean, for the next sheet with the same columns."""
    by_name = {grid.name: grid for grid in grids}
    for choice in chosen(job.choices):
        headers = by_name[choice["name"]].lines[choice["header"]].cells
        words = {
            where: found
            for where, found in job.choices.get("words", {}).items()
            if where.startswith(f"{choice['kind']}.")
        }
        ColumnMemory.objects.update_or_create(
            made_by=job.made_by,
            kern=job.kern,
            headers=fingerprint(choice["kind"], headers),
            defaults={
                "kind": choice["kind"],
                "columns": [choice["columns"][place] for place in own_places(headers)],
                "words": words,
            },
        )


def _memories(job: SheetJob) -> QuerySet[ColumnMemory]:
    kinds = {choice["kind"] for choice in chosen(job.choices)}
    return ColumnMemory.objects.filter(made_by=job.made_by, kern=job.kern, kind__in=kinds)


def has_memory(job: SheetJob) -> bool:
    """Whether something was remembered that this sheet uses."""
    return _memories(job).exists()


def forget(job: SheetJob, grids: list[Grid]) -> None:
    """Drop what this person chose and explained for sheets of these kinds in this kern, and guess the columns anew."""
    _memories(job).delete()
    kinds = {choice["kind"] for choice in chosen(job.choices)}
    words = job.choices.get("words", {})
    job.choices["words"] = {
        where: found for where, found in words.items() if where.split(".")[0] not in kinds
    }
    for place, choice in enumerate(job.choices["sheets"]):
        if choice["kind"] in kinds and place < len(grids):
            anew = choice_for(job, grids[place], choice["kind"], choice["header"])
            anew.pop("words")
            job.choices["sheets"][place] = choice | anew


def chosen(choices: dict[str, Any]) -> list[dict[str, Any]]:
    return [choice for choice in choices.get("sheets", []) if choice.get("is_chosen")]


def columns_of(grid: Grid, choice: dict[str, Any]) -> list[dict[str, Any]]:
    """Each column with its name, examples of what stands in it, and the field that was chosen for it."""
    header, body = grid.lines[choice["header"]].cells, grid.lines[choice["header"] + 1 :]
    seen: dict[str, int] = {}
    found = []
    for place, name in enumerate(header):
        text = clean(name, one_line=True) or _("column %(number)d, without a name") % {"number": place + 1}
        seen[text] = seen.get(text, 0) + 1
        if seen[text] > 1:
            text = f"{text} ({seen[text]})"
        found.append(
            {
                "place": place,
                "name": text,
                "examples": _examples(header, body, place),
                "field": choice["columns"][place],
            }
        )
    return found


def _examples(header: list[str], body: list[Any], place: int) -> list[str]:
    found: list[str] = []
    for line in body[:300]:
        if line.cells == header:
            continue
        text = line.cells[place] if place < len(line.cells) else ""
        text = clean(text.replace(NO_RESULT, "").replace(EXCEL_ERROR, ""), one_line=True)[:60]
        if text and text not in found:
            found.append(text)
        if len(found) == EXAMPLES:
            break
    return found
