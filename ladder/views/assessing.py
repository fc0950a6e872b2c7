"""Entering and correcting what a kern says about itself. Everything that was typed stays when something is wrong."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import require
from changes.services import change_of, made_with, settle, stale_page, told, version_of
from ladder.evidence import gather
from ladder.forms import AddAssessmentForm, AssessmentFields, EditAssessmentForm
from ladder.models import Assessment
from ladder.services import add_assessment, change_assessment, withdraw_assessment
from network.models import Audience
from places.models import Kern
from wijkweb.kit.forms import add_errors
from wijkweb.kit.replies import form_context, page

READ_AND_SEND = ["GET", "HEAD", "POST"]
TEMPLATE = "ladder/assessment_form.html"


@require_http_methods(READ_AND_SEND)
def assessment_add(request: HttpRequest, slug: str) -> HttpResponse:
    """During the meeting, on a phone: where the kern stands, and why."""
    kern = get_object_or_404(Kern, slug=slug)
    require(request.user, "edit", kern)
    data = request.POST if request.method == "POST" else None
    form = AddAssessmentForm(
        data,
        user=request.user,
        kern=kern,
        kern_ids=Kern.objects.ids_below(kern.pk),
        signals=gather(kern, Audience.KERN).signals,
    )
    if request.method != "POST":
        return _form_page(request, kern, form)
    if not form.is_valid():
        return _form_page(request, kern, form, status=422)
    token = form.cleaned_data["token"]
    try:
        assessment = add_assessment(
            acting_user=request.user, kern=kern, token=token, grounds=form.grounds(), **form.values()
        )
    except ValidationError as error:
        add_errors(form, error)
        return _form_page(request, kern, form, status=422)
    except IntegrityError:
        change = made_with(token)
        if change is not None and change.made_by_id == request.user.pk:
            return redirect(change.subject)
        form.add_error(None, _("Not saved: somebody added the same at this very moment. Try once more."))
        return _form_page(request, kern, form, status=422)
    text = _("What %(kern)s says about itself was written down.") % {"kern": kern.name}
    return told(request, text, change_of(assessment), then=assessment.get_absolute_url())


@require_http_methods(READ_AND_SEND)
def assessment_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct an assessment; the signals that were stored with it stay. Who was overtaken sees both versions."""
    assessment = get_object_or_404(Assessment.objects.select_related("kern"), pk=pk)
    require(request.user, "edit", assessment)
    form = EditAssessmentForm(
        request.POST if request.method == "POST" else None,
        user=request.user,
        assessment=assessment,
        kern_ids=Kern.objects.ids_below(assessment.kern_id),
        signals=gather(assessment.kern, Audience.KERN).signals,
        version=version_of(assessment),
    )
    if request.method != "POST":
        return _form_page(request, assessment.kern, form, assessment)
    if not form.is_valid():
        return _form_page(request, assessment.kern, form, assessment, status=422)
    try:
        with transaction.atomic():
            return _correct(request, form, assessment)
    except ValidationError as error:
        add_errors(form, error)
        return _form_page(request, assessment.kern, form, assessment, status=422)


@require_POST
def assessment_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back an assessment that was never said like that; the message that says so can undo it."""
    assessment = get_object_or_404(Assessment.objects.select_related("kern"), pk=pk)
    require(request.user, "edit", assessment)
    change = withdraw_assessment(assessment, acting_user=request.user)
    text = _("The assessment was taken back. In the changes of the kern it stays to be read.")
    return told(request, text, change, then=reverse("ladder", args=[assessment.kern.slug]))


def _correct(request: HttpRequest, form: EditAssessmentForm, assessment: Assessment) -> HttpResponse:
    stored = Assessment.objects.select_for_update().get(pk=assessment.pk)
    back = stored.get_absolute_url()
    settled = settle(stored, form.cleaned_data["version"], form.values(), request.POST)
    if settled.open:
        return stale_page(request, stored, form, settled.open, back, str(assessment.kern))
    changed = {name: value for name, value in settled.values.items() if getattr(stored, name) != value}
    is_regrounded = any(name in form.changed_data for name in form.GROUNDS)
    if not changed and not is_regrounded:
        return told(request, _("Nothing was changed."), None, then=back)
    grounds = form.grounds() if is_regrounded else None
    change = change_assessment(stored, changed, acting_user=request.user, grounds=grounds)
    return told(request, _("The changes were saved."), change, then=back)


def _form_page(
    request: HttpRequest,
    kern: Kern,
    form: AssessmentFields,
    assessment: Assessment | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    back = assessment.get_absolute_url() if assessment else reverse("ladder", args=[kern.slug])
    context = form_context(
        request,
        form,
        kern=kern,
        assessment=assessment,
        back=back,
    )
    return page(request, TEMPLATE, context, status=status)
