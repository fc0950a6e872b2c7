"""Writing a package: everything, or one kern and what it needs."""

import csv
import json
import os
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from interchange.mapping import MAPPINGS, Mapping
from interchange.matching import newest
from interchange.models import PackageImport
from interchange.package.errors import PackageRefused
from interchange.package.files import DESCRIPTOR_NAME
from interchange.package.reading import read_package
from interchange.package.schema import format_descriptor, tables
from interchange.parts import Names
from interchange.selecting import Records, all_records, only_kern
from places.models import Kern, Municipality


class ExportRefused(Exception):
    """The folder is not one we may write in; the message says why."""


@dataclass
class ExportResult:
    """Rows per table, and what a reader of the package should know."""

    counts: dict[str, int] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


def export_package(folder: Path, *, kern: Kern | None = None, force: bool = False) -> ExportResult:
    """Write what is stored as a package in `folder`; with `kern` only that kern, all below it and what they need.

    An import of the same package gives every cell back. Persons are in it, whoever may see them: this is
    the coordinator's own copy. The folder must be new or empty; `force` allows one with a package of ours.
    Raises ExportRefused for any other folder. What cannot be told in this format stands in the warnings.
    """
    _check_folder(folder, force)
    with transaction.atomic():
        records = all_records()
        if kern is not None:
            records = only_kern(records, Kern.objects.ids_below(kern.pk))
        about = _about(kern)
        names = _names(records)
    result = ExportResult(warnings=_leave_out_of_ladder(records))
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".export-", dir=folder.parent))
    try:
        for mapping in MAPPINGS:
            rows = _distinct(mapping, records[mapping.table], names, result)
            _write_table(draft / f"{mapping.table}.csv", mapping, rows, names)
            result.counts[mapping.table] = len(rows)
        _write_descriptor(draft / DESCRIPTOR_NAME, about, records)
        result.warnings += _what_is_missing(draft)
        folder.mkdir(exist_ok=True)
        for path in sorted(draft.iterdir()):
            path.chmod(0o600)
            os.replace(path, folder / path.name)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return result


def _check_folder(folder: Path, force: bool) -> None:
    if not folder.exists():
        return
    if not folder.is_dir():
        raise ExportRefused(_("%(folder)s is not a folder.") % {"folder": folder})
    present = {path.name for path in folder.iterdir()}
    ours = {DESCRIPTOR_NAME} | {f"{name}.csv" for name in tables()}
    if present and not force:
        raise ExportRefused(
            _("%(folder)s is not empty; --force replaces a package in it.") % {"folder": folder}
        )
    if present and (DESCRIPTOR_NAME not in present or present - ours):
        strange = ", ".join(sorted(present - ours)[:5]) or _("no package")
        raise ExportRefused(
            _("%(folder)s holds something else (%(strange)s); nothing was written.")
            % {"folder": folder, "strange": strange}
        )


def _about(kern: Kern | None) -> dict[str, Any]:
    latest = PackageImport.objects.first()
    if latest:
        about: dict[str, Any] = dict(latest.description)
    else:
        format_itself = format_descriptor()
        about = {key: format_itself[key] for key in ("profile", "uniqueAcross") if key in format_itself}
        about |= {
            "name": "wijkweb",
            "title": _("Wijkweb"),
            "description": _("Partners, relations and initiatives of our kernen."),
            "sources": [{"title": _("Our own wijkweb")}],
        }
    if kern is not None:
        about["name"] = f"{about['name']}-{kern.slug}"[:200]
        about["title"] = f"{kern.name}: {about['title']}"
    return about


def _leave_out_of_ladder(records: Records) -> list[str]:
    """Take out what the format has no words for: that it is too early to tell. Gives what a reader should know."""
    said = records["ladder"]
    records["ladder"] = [assessment for assessment in said if assessment.rung is not None]
    found = []
    if early := len(said) - len(records["ladder"]):
        found.append(
            _("ladder.csv: “too early to tell” has no place in this format; left out: %(count)d.")
            % {"count": early}
        )
    if more := sum(bool(row.agreed or row.dissent or row.signals) for row in records["ladder"]):
        found.append(
            _(
                "ladder.csv: who agreed, who saw it otherwise and the signals of that day do not fit in this format;"
                " of %(count)d assessments only the rung and the reason were written."
            )
            % {"count": more}
        )
    return found


def _names(records: Records) -> Names:
    names = Names()
    for mapping in MAPPINGS:
        if mapping.key == ("slug",):
            names.learn(mapping.model, {record.slug: record.pk for record in records[mapping.table]})
    names.learn(Municipality, dict(Municipality.objects.values_list("name", "pk")))
    return names


def _distinct(mapping: Mapping, records: list[Any], names: Names, result: ExportResult) -> list[Any]:
    """One record for each key: of a relation that ended and began anew the format holds one row."""
    by_key: dict[tuple[Any, ...], list[Any]] = {}
    for record in records:
        by_key.setdefault(tuple(getattr(record, name) for name in mapping.key), []).append(record)
    for same in by_key.values():
        if len(same) > 1:
            cells = " / ".join(mapping.cells(same[0], names)[: len(mapping.key)])
            result.warnings.append(
                _("%(table)s.csv: %(key)s exists %(count)d times; only the newest was written.")
                % {"table": mapping.table, "key": cells, "count": len(same)}
            )
    return [newest(same) for same in by_key.values()]


def _write_table(path: Path, mapping: Mapping, records: list[Any], names: Names) -> None:
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\r\n")
        writer.writerow([part.column for part in mapping.parts])
        writer.writerows(mapping.cells(record, names) for record in records)


def _write_descriptor(path: Path, about: dict[str, Any], records: Records) -> None:
    resources = format_descriptor()["resources"]
    if any(assessment.certainty != "afgeleid" for assessment in records["ladder"]):
        for resource in resources:
            for column in resource["schema"]["fields"]:
                if (resource["name"], column["name"]) == ("ladder", "zekerheid"):
                    column["constraints"]["enum"] = ["letterlijk", "afgeleid"]
    text = json.dumps({**about, "resources": resources}, ensure_ascii=False, indent=2)
    path.write_text(text + "\n", encoding="utf-8")


def _what_is_missing(folder: Path) -> list[str]:
    """What somebody entered here with less than the format asks, as a reader of the package would say it."""
    try:
        read_package(folder)
    except PackageRefused as refused:
        return [str(error) for error in refused.errors]
    return []
