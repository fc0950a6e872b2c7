"""The next steps of a kern, and the few that the start page shows."""

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import require
from changes.messages import done
from changes.services import made_with
from places.models import Kern
from rounds.forms import TaskForm
from rounds.models import Task
from rounds.services import add_task, finish_task

MOST_DONE = 30
FEW = 5


def _kern(request: HttpRequest, slug: str) -> Kern:
    kern = get_object_or_404(Kern, slug=slug)
    require(request.user, "edit", kern)
    return kern


@require_http_methods(["GET", "POST"])
def task_list(request: HttpRequest, slug: str) -> HttpResponse:
    """What is to be done in this kern, and a form to add to it."""
    kern = _kern(request, slug)
    form = TaskForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        _add_once(request, kern, form)
        return redirect("task_list", slug)
    done_tasks = Task.objects.filter(kern=kern, done_on__isnull=False).select_related("partner")
    context = {
        "kern": kern,
        "form": form,
        "tasks": Task.objects.open_in(kern),
        "done": done_tasks.order_by("-done_on", "-pk")[:MOST_DONE],
        "today": timezone.localdate(),
    }
    return render(request, "rounds/task_list.html", context, status=422 if form.errors else 200)


def _add_once(request: HttpRequest, kern: Kern, form: TaskForm) -> None:
    """A double click adds one task."""
    values = form.cleaned_data
    try:
        with transaction.atomic():
            add_task(
                kern,
                values["text"],
                acting_user=request.user,
                due_on=values["due_on"],
                token=values["token"],
            )
    except IntegrityError:
        if made_with(values["token"]) is None:
            raise
        return
    messages.success(request, _("The task has been added."))


@require_POST
@transaction.atomic
def task_done(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    kern = _kern(request, slug)
    task = get_object_or_404(Task.objects.select_for_update(), pk=pk, kern=kern)
    done(request, _("Done: %(task)s") % {"task": task.text}, finish_task(task, acting_user=request.user))
    return redirect("task_list", slug)


@require_GET
def task_short(request: HttpRequest, slug: str) -> HttpResponse:
    """The first few tasks, for the start page."""
    kern = _kern(request, slug)
    tasks = Task.objects.open_in(kern)
    context = {"kern": kern, "tasks": tasks[:FEW], "count": tasks.count(), "today": timezone.localdate()}
    return render(request, "rounds/_task_short.html", context)
