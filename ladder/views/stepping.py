"""The six steps to shared ownership: since when, and what a kern notes about it."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import require
from changes.services import change_of, settle, stale_page, told, version_of
from ladder.forms import StepForm
from ladder.models import OwnershipStep
from ladder.services import set_step, withdraw_step
from ladder.steps import STEPS, Step
from places.models import Kern
from wijkweb.kit.forms import add_errors
from wijkweb.kit.replies import form_context, page


@require_http_methods(["GET", "HEAD", "POST"])
def step_edit(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Write down that a kern takes this step, or correct it. Who was overtaken sees both versions."""
    kern = get_object_or_404(Kern, slug=slug)
    require(request.user, "edit", kern)
    step = next((step for step in STEPS if step.number == number), None)
    if step is None:
        raise Http404
    row = OwnershipStep.objects.filter(kern=kern, step=number).first()
    data = request.POST if request.method == "POST" else None
    form = StepForm(data, row=row, version=version_of(row) if row else 0)
    if data is None:
        return _page(request, kern, step, form, row)
    if not form.is_valid():
        return _page(request, kern, step, form, row, status=422)
    try:
        with transaction.atomic():
            return _save(request, kern, step, form)
    except ValidationError as error:
        add_errors(form, error)
    except IntegrityError:
        form.add_error(None, _("Not saved: somebody added the same at this very moment. Try once more."))
    return _page(request, kern, step, form, row, status=422)


@require_POST
def step_withdraw(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Say no longer that a kern takes this step; the message that says so can undo it."""
    kern = get_object_or_404(Kern, slug=slug)
    require(request.user, "edit", kern)
    row = get_object_or_404(OwnershipStep.objects.select_related("kern"), kern=kern, step=number)
    change = withdraw_step(row, acting_user=request.user)
    text = _("What was written down about this step was taken back.")
    return told(request, text, change, then=f"{reverse('ladder', args=[kern.slug])}#stap-{number}")


def _save(request: HttpRequest, kern: Kern, step: Step, form: StepForm) -> HttpResponse:
    back = f"{reverse('ladder', args=[kern.slug])}#stap-{step.number}"
    values = form.values()
    stored = OwnershipStep.objects.select_for_update().filter(kern=kern, step=step.number).first()
    if stored is not None:
        settled = settle(stored, form.cleaned_data["version"], values, request.POST)
        if settled.open:
            return stale_page(request, stored, form, settled.open, back, _(step.name))
        values |= {name: settled.values.get(name, getattr(stored, name)) for name in values}
        if all(getattr(stored, name) == value for name, value in values.items()):
            return told(request, _("Nothing was changed."), None, then=back)
    row = set_step(kern, step.number, acting_user=request.user, **values)
    text = _("Step %(number)s was written down for %(kern)s.") % {"number": step.number, "kern": kern.name}
    return told(request, text, change_of(row), then=back)


def _page(
    request: HttpRequest,
    kern: Kern,
    step: Step,
    form: StepForm,
    row: OwnershipStep | None,
    *,
    status: int = 200,
) -> HttpResponse:
    back = f"{reverse('ladder', args=[kern.slug])}#stap-{step.number}"
    context = form_context(request, form, kern=kern, step=step, row=row, back=back)
    return page(request, "ladder/step_edit.html", context, status=status)
