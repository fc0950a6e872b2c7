"""The life of an initiative, what a coordinator does with it, and what to look at once in a while."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import may, require
from changes.messages import done
from changes.services import change_of, made_with
from initiatives.models import Initiative, Participation, ParticipationRole, Phase
from residents.life_forms import GiveOverForm, StepForm
from residents.lookout import lines_for
from residents.models import Registration
from residents.services.living import RESTS, STEPS, hand_over, step_to
from residents.views.deciding import kern_of
from wijkweb.kit.forms import add_errors

READ_AND_SEND = ["GET", "HEAD", "POST"]
FEW = 3


@dataclass(frozen=True, slots=True)
class Stage:
    """A phase that an initiative came in, and the day on which it was written down."""

    phase: str
    label: str
    day: date


def stages_of(initiative: Initiative) -> list[Stage]:
    """The phases in the order in which they came; what was taken back on the same day is not told."""
    rows = initiative.history.order_by("history_id").values_list("phase", "history_date")
    labels = dict(Phase.choices)
    stages: list[Stage] = []
    for phase, moment in rows:
        day = timezone.localdate(moment)
        stage = Stage(phase, str(labels.get(phase, phase)), day)
        if stages and stages[-1].phase == phase:
            continue
        if len(stages) > 1 and stages[-1].day == day and stages[-2].phase == phase:
            stages.pop()
            continue
        stages.append(stage)
    return stages


def visible_initiative(request: HttpRequest, slug: str) -> Initiative:
    found: Initiative = get_object_or_404(
        Initiative.objects.visible_to(request.user).select_related("kern"), slug=slug
    )
    return found


@require_GET
@login_not_required
def initiative_life(request: HttpRequest, slug: str) -> HttpResponse:
    """Where it began, through which phases it went, who drove it when, and who carries it now."""
    initiative = visible_initiative(request, slug)
    parts = (
        Participation.objects.visible_to(request.user).filter(initiative=initiative).select_related("partner")
    )
    drivers = [part for part in parts if part.role == ParticipationRole.DRIVER]
    drivers.sort(key=lambda part: (part.started_on.number if part.started_on else 0, part.pk))
    can_edit = may(request.user, "edit", initiative)
    steps = [(phase.value, phase.label, phase in RESTS) for phase in STEPS[initiative.phase]]
    context = {
        "initiative": initiative,
        "kern": initiative.kern,
        "stages": stages_of(initiative),
        "drivers": drivers,
        "now": [part for part in drivers if part.ended_on is None],
        "can_edit": can_edit,
        "steps": steps if can_edit else [],
        "form": StepForm(),
        "registration": Registration.objects.filter(initiative=initiative).first() if can_edit else None,
    }
    return render(request, "residents/initiative_life.html", context)


def editable(request: HttpRequest, slug: str) -> Initiative:
    initiative = visible_initiative(request, slug)
    require(request.user, "edit", initiative)
    return initiative


@require_http_methods(READ_AND_SEND)
def initiative_step(request: HttpRequest, slug: str, phase: str) -> HttpResponse:
    """To another phase. A pause and a stop ask on the way what others can learn from it; no reason is asked."""
    initiative = editable(request, slug)
    if phase not in Phase.values or phase == Phase.HANDED_OVER:
        raise Http404
    life = reverse("initiative_life", args=[initiative.slug])
    form = StepForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        token = form.cleaned_data["token"]
        try:
            step_to(
                initiative, phase, acting_user=request.user, lesson=form.cleaned_data["lesson"], token=token
            )
        except ValidationError as error:
            add_errors(form, error)
        except IntegrityError:
            if made_with(token) is None:
                raise
            return redirect(life)
        else:
            said = _("“%(name)s” is now: %(phase)s.") % {"name": initiative.name, "phase": Phase(phase).label}
            done(request, said, change_of(initiative))
            return redirect(life)
    context = {
        "initiative": initiative,
        "kern": initiative.kern,
        "form": form,
        "label": Phase(phase).label,
        "asks_lesson": phase in RESTS,
    }
    return render(request, "residents/initiative_step.html", context, status=422 if form.errors else 200)


@require_http_methods(READ_AND_SEND)
def initiative_hand_over(request: HttpRequest, slug: str) -> HttpResponse:
    """On one day the old driver stops and the new one starts; one deed, one undo."""
    initiative = editable(request, slug)
    life = reverse("initiative_life", args=[initiative.slug])
    data = request.POST if request.method == "POST" else None
    form = GiveOverForm(data, user=request.user, initiative=initiative)
    if request.method == "POST" and form.is_valid():
        values: dict[str, Any] = form.cleaned_data
        try:
            hand_over(
                initiative,
                values["successor"],
                acting_user=request.user,
                on=values["on"],
                token=values["token"],
            )
        except ValidationError as error:
            add_errors(form, error)
        except IntegrityError:
            if made_with(values["token"]) is None:
                raise
            return redirect(life)
        else:
            said = _("“%(name)s” was handed over to %(who)s.")
            words = {"name": initiative.name, "who": values["successor"].name}
            done(request, said % words, change_of(initiative))
            return redirect(life)
    context = {"initiative": initiative, "kern": initiative.kern, "form": form}
    return render(request, "residents/initiative_hand_over.html", context, status=422 if form.errors else 200)


@require_GET
def look_here(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything to look at once in a while."""
    kern = kern_of(request, slug)
    return render(request, "residents/look_here.html", {"kern": kern, "lines": lines_for(kern, request.user)})


@require_GET
def look_here_slot(request: HttpRequest, slug: str) -> HttpResponse:
    """For the start page: how many, and the first few."""
    kern = kern_of(request, slug)
    lines = lines_for(kern, request.user)
    context = {"kern": kern, "lines": lines[:FEW], "more": max(0, len(lines) - FEW)}
    return render(request, "residents/look_here_slot.html", context)
