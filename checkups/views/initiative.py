"""The check-ups of one initiative: now beside last time, on paper, when, and who changed what."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from changes.services import change_of, histories_of, settle, stale_page, told, version_of
from checkups.forms import FourQuestions, PlanForm
from checkups.models import CheckUp, Plan, Support
from checkups.rows import row_of, with_owners
from checkups.services.filling import QUESTIONS, locked, page_of
from checkups.services.planning import plan_of, set_plan, settings_of
from checkups.views.common import READ_AND_SEND, initiative_of
from initiatives.models import Initiative


@require_GET
def checkup_initiative(request: HttpRequest, slug: str) -> HttpResponse:
    """The last check-up beside the one before, what is agreed, and all earlier ones."""
    initiative = initiative_of(request, slug)
    checkups = list(CheckUp.objects.filter(initiative=initiative).select_related("made_by"))
    last, before = (*checkups[:2], None, None)[:2]
    support = Support.objects.filter(initiative=initiative).select_related("owner")
    context = {
        "initiative": initiative,
        "kern": initiative.kern,
        "row": row_of(initiative, user=request.user),
        "last": last,
        "before": before,
        "answers": compared(last, before),
        "earlier": [(one, answers_of(one)) for one in checkups[1:]],
        "support": with_owners(support.open(), request.user),
        "given": with_owners(
            support.filter(done_on__isnull=False).order_by("-done_on", "-pk")[:20], request.user
        ),
        "today": timezone.localdate(),
    }
    return render(request, "checkups/checkup_initiative.html", context)


def labels() -> dict[str, Any]:
    """The four questions as they are asked."""
    return {name: FourQuestions.base_fields[name].label for name in QUESTIONS}


def answers_of(checkup: CheckUp | None) -> list[tuple[Any, str]]:
    """Each question with its answer; empty without a check-up."""
    if checkup is None:
        return []
    return [(label, getattr(checkup, name)) for name, label in labels().items()]


def compared(last: CheckUp | None, before: CheckUp | None) -> list[dict[str, Any]]:
    """Each question with the answer of now and of last time."""
    return [
        {
            "label": label,
            "now": getattr(last, name),
            "before": getattr(before, name, ""),
            "is_same": before is not None and getattr(last, name).strip() == getattr(before, name).strip(),
        }
        for name, label in (labels().items() if last else ())
    ]


@require_GET
def checkup_paper(request: HttpRequest, slug: str) -> HttpResponse:
    """One sheet for at the kitchen table: the four questions with room to write, and what was said last time."""
    initiative = initiative_of(request, slug)
    row = row_of(initiative)
    questions = [
        (field.label, field.help_text, getattr(row.last, name, ""))
        for name, field in ((name, FourQuestions.base_fields[name]) for name in QUESTIONS)
    ]
    context = {
        "initiative": initiative,
        "kern": initiative.kern,
        "row": row,
        "questions": questions,
        "outcomes": FourQuestions.base_fields["outcome"].choices,  # type: ignore[attr-defined]
        "support": with_owners(
            Support.objects.filter(initiative=initiative).open().select_related("owner"), request.user
        ),
    }
    return render(request, "checkups/checkup_paper.html", context)


@require_http_methods(READ_AND_SEND)
def checkup_plan(request: HttpRequest, slug: str) -> HttpResponse:
    """Another interval, another date, or none at all, for this initiative."""
    initiative = initiative_of(request, slug)
    stored, usual = plan_of(initiative), settings_of(initiative.kern).months
    if request.method != "POST":
        version = version_of(stored) if stored.pk else 0
        return _plan_page(request, initiative, PlanForm(stored=stored, usual=usual, version=version))
    form = PlanForm(request.POST, stored=stored, usual=usual)
    if not form.is_valid():
        return _plan_page(request, initiative, form, status=422)
    with transaction.atomic():
        return _set(request, locked(initiative), form)


def _set(request: HttpRequest, initiative: Initiative, form: PlanForm) -> HttpResponse:
    stored, values, back = plan_of(initiative), form.values(), page_of(initiative)
    if stored.pk:
        blank = Plan(initiative=initiative)
        settled = settle(stored, form.cleaned_data["version"], values, request.POST, blank=blank)
        if settled.open:
            return stale_page(request, stored, form, settled.open, back, name=initiative.name)
        values = settled.values
    plan = set_plan(initiative, values, acting_user=request.user)
    if plan is None:
        return told(request, _("Nothing was changed."), None, then=back)
    return told(request, _("The check-up of this initiative is planned."), change_of(plan), then=back)


def _plan_page(
    request: HttpRequest, initiative: Initiative, form: PlanForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "initiative": initiative,
        "kern": initiative.kern,
        "row": row_of(initiative),
        "form": form,
        "back": page_of(initiative),
    }
    return render(request, "checkups/checkup_plan.html", context, status=status)


@require_GET
def checkup_history(request: HttpRequest, slug: str) -> HttpResponse:
    """Who changed what, in the check-ups, the agreed support and the plan."""
    initiative = initiative_of(request, slug)
    groups = []
    for title, model in (
        (_("Check-ups"), CheckUp),
        (_("Agreed support"), Support),
        (_("When"), Plan),
    ):
        ids = model.history.filter(initiative=initiative).order_by().values_list("id", flat=True).distinct()  # type: ignore[attr-defined]
        histories = histories_of(model, ids, user=request.user)
        records: list[dict[str, Any]] = [
            {"title": lines[0].title, "lines": lines} for lines in histories.values() if lines
        ]
        records.sort(key=lambda record: record["lines"][0].moment, reverse=True)
        if records:
            groups.append({"title": title, "records": records})
    context = {
        "initiative": initiative,
        "kern": initiative.kern,
        "groups": groups,
        "back": page_of(initiative),
    }
    return render(request, "checkups/checkup_history.html", context)
