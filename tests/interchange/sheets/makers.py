"""Sheets for tests, and the whole way of one without a browser."""

import io
import zipfile
from typing import Any

import openpyxl

from interchange.models import JobMode, JobState, SheetFile, SheetJob
from interchange.sheets import running, steps
from interchange.sheets.choosing import chosen
from places.models import Kern

Rows = list[list[Any]]


def xlsx(sheets: dict[str, Rows] | Rows, **_options: Any) -> bytes:
    """A workbook of these sheets."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in (sheets if isinstance(sheets, dict) else {"Blad1": sheets}).items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def csv(rows: Rows, mark: str = ";", encoding: str = "utf-8") -> bytes:
    def cell(value: Any) -> str:
        text = "" if value is None else str(value)
        return (
            f'"{text.replace(chr(34), chr(34) * 2)}"'
            if any(sign in text for sign in (mark, '"', "\n", "\r"))
            else text
        )

    return "\r\n".join(mark.join(map(cell, row)) for row in rows).encode(encoding)


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in parts.items():
            container.writestr(name, content)
    return out.getvalue()


def with_part(workbook: bytes, name: str, content: bytes | None) -> bytes:
    """A workbook with one part replaced, added, or (None) taken out."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as container:
        parts = {entry: container.read(entry) for entry in container.namelist()}
    parts.pop(name, None)
    return zipped(parts | ({name: content} if content is not None else {}))


def sent(kern: Kern, user: Any, content: bytes, name: str = "lijst.xlsx") -> SheetJob:
    """A job whose file was read."""
    kind = steps.look_at(name, content)
    job = SheetJob.objects.create(kern=kern, made_by=user, file_name=name, file_kind=kind)
    SheetFile.objects.create(job=job, content=content)
    running.read_job(job.pk)
    job.refresh_from_db()
    return job


def compared(kern: Kern, user: Any, content: bytes, name: str = "lijst.xlsx") -> SheetJob:
    """A job of which the rows were judged, with the columns as we guess them."""
    job = sent(kern, user, content, name)
    assert job.state == JobState.COLUMNS, job.message
    assert chosen(job.choices)
    SheetJob.objects.filter(pk=job.pk).update(state=JobState.CHOSEN)
    running.judge_job(job.pk)
    job.refresh_from_db()
    return job


def brought_in(
    kern: Kern,
    user: Any,
    content: bytes,
    name: str = "lijst.xlsx",
    mode: str = JobMode.GOOD,
    decision: str = "",
) -> SheetJob:
    """A job that was carried through to its end."""
    from interchange.sheets.previewing import decide

    job = compared(kern, user, content, name)
    if decision:
        decide(job, None, decision)
    SheetJob.objects.filter(pk=job.pk).update(state=JobState.QUEUED, mode=mode)
    running.run_job(job.pk)
    job.refresh_from_db()
    return job


def outcomes(job: SheetJob) -> list[tuple[str, str]]:
    return list(job.rows.values_list("label", "outcome"))
