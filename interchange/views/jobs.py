"""One sheet on its way: the page of each state, and what a person decides there."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRefresh

from interchange.models import Decision, JobState, Outcome, SheetJob
from interchange.sheets import running, steps
from interchange.sheets.choosing import chosen, columns_of, has_memory
from interchange.sheets.faults import Fault, grouped
from interchange.sheets.fields import FIELDS, SheetKind, field_of
from interchange.sheets.previewing import decide
from interchange.views.sheets import own_job
from wijkweb.kit.replies import page, wants_fragment

A_PAGE = 50
FILTERS = (*Outcome.values,)
SHOWS_ROWS = (JobState.PREVIEW, JobState.DONE, JobState.STOPPED, JobState.UNDONE)
TEMPLATE = "interchange/sheet_job.html"


@require_GET
def sheet_job(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    """The page of a sheet, by how far it is; while it is worked on htmx asks for the progress only."""
    job = own_job(request, slug, key)
    if request.GET.get("voortgang") and wants_fragment(request):
        if not job.is_at_work:
            return HttpResponseClientRefresh()
        return page(request, TEMPLATE, _progress(job), fragment="progress")
    return _show(request, job)


def _show(request: HttpRequest, job: SheetJob, *, errors: list[str] | None = None) -> HttpResponse:
    """The page of a job, with status 422 when what was sent could not be done."""
    context: dict[str, Any] = {"job": job, "kern": job.kern, "errors": errors or [], "step": _step(job)}
    wants_columns = job.state == JobState.COLUMNS or (
        job.state == JobState.PREVIEW and request.GET.get("stap") == "kolommen"
    )
    if job.is_at_work:
        context |= _progress(job)
    elif wants_columns:
        context |= _columns(job)
    elif job.state in SHOWS_ROWS:
        context |= _rows(request, job) | _words(job)
    return page(
        request,
        TEMPLATE,
        context,
        fragment="rows" if "rows" in context else "",
        status=422 if errors else 200,
    )


def _step(job: SheetJob) -> int:
    """Which of the four steps this is."""
    if job.state in (JobState.WAITING, JobState.READING, JobState.REFUSED):
        return 1
    if job.state == JobState.COLUMNS:
        return 2
    return 3 if job.state in (JobState.CHOSEN, JobState.JUDGING, JobState.PREVIEW) else 4


def _progress(job: SheetJob) -> dict[str, Any]:
    done = running.progress(job)
    percent = round(100 * done / job.total) if job.total else 0
    return {
        "job": job,
        "kern": job.kern,
        "done": done,
        "percent": percent,
        "is_counted": job.state in (JobState.QUEUED, JobState.RUNNING) and job.total > 0,
    }


def _columns(job: SheetJob) -> dict[str, Any]:
    sheets = []
    for place, grid, choice in steps.grids_and_choices(job):
        sheets.append(
            {
                "place": place,
                "name": grid.name,
                "is_hidden": grid.is_hidden,
                "choice": choice,
                "line": grid.lines[choice["header"]].number,
                "rows": len(grid.lines) - choice["header"] - 1,
                "columns": columns_of(grid, choice) if choice.get("is_chosen") else [],
                "fields": FIELDS[choice["kind"]],
                "notes": grid.notes,
            }
        )
    return {
        "wants_columns": True,
        "sheets": sheets,
        "kinds": SheetKind.choices,
        "is_gone": not sheets,
        "has_memory": has_memory(job),
    }


def _rows(request: HttpRequest, job: SheetJob) -> dict[str, Any]:
    shown = request.GET.get("toon", "")
    shown = shown if shown in FILTERS else _first_to_look_at(job)
    rows = job.rows.filter(outcome=shown) if shown in FILTERS else job.rows.all()
    faults: list[Fault] = []
    if shown == Outcome.WRONG:
        faults, alone = grouped(job)
        current: Any = Paginator(alone, A_PAGE).get_page(request.GET.get("pagina", "1")[:6])
        current.object_list = list(rows.filter(pk__in=current.object_list))
    else:
        current = Paginator(rows, A_PAGE).get_page(request.GET.get("pagina", "1")[:6])
    sheets = {row.sheet for row in current.object_list} | {row[0] for fault in faults for row in fault.rows}
    return {
        "rows": current,
        "faults": faults,
        "shown": shown,
        "has_sheets": len(chosen(job.choices)) > 1 and any(sheets),
        "outcomes": [(value, label, job.counts.get(value, 0)) for value, label in Outcome.choices],
        "left": job.counts.get("onbeslist", 0),
        "wrong": job.counts.get(Outcome.WRONG, 0),
        "fresh": job.counts.get(Outcome.NEW, 0) + job.counts.get(Outcome.CHANGED, 0),
        "query": urlencode({"toon": shown, "pagina": current.number}),
        "has_file": bool(job.choices.get("sheets")),
    }


def _first_to_look_at(job: SheetJob) -> str:
    """What needs eyes comes first."""
    order = (Outcome.WRONG, Outcome.DOUBLE, Outcome.NEW, Outcome.CHANGED, Outcome.SAME)
    return next((value for value in order if job.counts.get(value)), "")


def _words(job: SheetJob) -> dict[str, Any]:
    """The words that we do not know, each with what it may mean."""
    if job.state != JobState.PREVIEW:
        return {}
    found = []
    for number, (where, word, count) in enumerate(job.choices.get("unknown", [])):
        kind, _dot, key = where.partition(".")
        field = field_of(kind, key)
        found.append(
            {
                "number": number,
                "where": where,
                "word": word,
                "count": count,
                "field": field,
                "choices": field.choices.choices,
            }
        )
    return {"words": found}


# --- what a person decides ----------------------------------------------------------------------------------------


def _after(request: HttpRequest, job: SheetJob, deed: Callable[[], list[str] | None]) -> HttpResponse:
    """Do it and show the page again; when it cannot be done, the page says why and nothing else changed."""
    try:
        errors = deed()
    except steps.NotNow as reason:
        errors = [str(reason)]
    job.refresh_from_db()
    if errors:
        return _show(request, job, errors=errors)
    return redirect("sheet_job", job.kern.slug, job.key)


@require_POST
def sheet_sheets(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    """Which sheets of a workbook come in, as what, and where their column names stand."""
    job = own_job(request, slug, key)
    wanted = {}
    for place, _grid, choice in steps.grids_and_choices(job):
        kind, line = (
            request.POST.get(f"soort-{place}", choice["kind"]),
            request.POST.get(f"regel-{place}", ""),
        )
        if request.POST.get(f"blad-{place}") and kind in SheetKind.values:
            wanted[place] = (kind, int(line) if line.isascii() and line.isdigit() and len(line) < 6 else 0)

    def deed() -> list[str]:
        if errors := _before_running(job):
            return errors
        steps.choose_sheets(job, wanted)
        return []

    return _after(request, job, deed)


def _before_running(job: SheetJob) -> list[str]:
    if job.state in steps.BEFORE_RUNNING:
        return []
    return [_("This sheet is past this step; what you chose was not changed.")]


@require_POST
def sheet_columns(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    """Which column is which field; then the rows are compared."""
    job = own_job(request, slug, key)

    def deed() -> list[str]:
        if errors := _before_running(job):
            return errors
        columns = {
            place: [request.POST.get(f"kolom-{place}-{index}", "") for index in range(len(choice["columns"]))]
            for place, _grid, choice in steps.grids_and_choices(job)
        }
        errors = steps.choose_columns(job, columns)
        if errors:
            SheetJob.objects.filter(pk=job.pk, state=JobState.PREVIEW).update(state=JobState.COLUMNS)
        else:
            steps.compare(job)
        return errors

    return _after(request, job, deed)


@require_POST
def sheet_forget(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    """Forget which column is what and what words mean; the columns are asked again."""
    job = own_job(request, slug, key)

    def deed() -> list[str]:
        if errors := _before_running(job):
            return errors
        steps.forget_choices(job)
        messages.success(request, _("Your earlier choices are forgotten. The columns are guessed anew."))
        return []

    return _after(request, job, deed)


@require_POST
def sheet_words(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    """What words mean that we did not know; the rows are compared again."""
    job = own_job(request, slug, key)
    meanings = {
        (where, word): request.POST.get(f"woord-{number}", "")
        for number, (where, word, _count) in enumerate(job.choices.get("unknown", []))
    }

    def deed() -> list[str]:
        if errors := _before_running(job):
            return errors
        steps.explain_words(job, meanings)
        return []

    return _after(request, job, deed)


@require_POST
def sheet_decide(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    """Whether possible doubles are the same: one row, or all that are left."""
    job = own_job(request, slug, key)
    errors = _before_running(job)
    everything, (position, _dash, decision) = (
        request.POST.get("alle", ""),
        request.POST.get("rij", "").partition("-"),
    )
    if not errors and everything in Decision.values:
        decide(job, None, everything)
    elif (
        not errors
        and position.isascii()
        and position.isdigit()
        and len(position) < 7
        and decision in ("", *Decision.values)
    ):
        decide(job, [int(position)], decision)
    if errors or wants_fragment(request):
        return _show(request, job, errors=errors)
    asked = urlencode({"toon": Outcome.DOUBLE, "pagina": request.GET.get("pagina", "1")[:6]})
    return redirect(f"{reverse('sheet_job', args=[slug, key])}?{asked}#regels")


@require_POST
def sheet_start(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    job = own_job(request, slug, key)
    return _after(request, job, lambda: steps.start(job, request.POST.get("wat", "")))


@require_POST
def sheet_resume(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    job = own_job(request, slug, key)
    return _after(request, job, lambda: steps.resume(job))


@require_POST
def sheet_undo(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    job = own_job(request, slug, key)
    return _after(request, job, lambda: steps.start_undo(job))


@require_POST
def sheet_discard(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    job = own_job(request, slug, key)
    try:
        steps.throw_away(job)
    except steps.NotNow as reason:
        return _show(request, job, errors=[str(reason)])
    messages.success(
        request,
        _("The sheet %(name)s was thrown away. Nothing of it was brought in.") % {"name": job.file_name},
    )
    return redirect("sheet_upload", slug)
