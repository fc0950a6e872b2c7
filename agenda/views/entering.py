"""Entering what there is to do, and changing it: this time only, this time and those that follow, or all of it."""

from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import viewer_of
from agenda.acting import require_changing, require_entering
from agenda.clashes import clashes_of
from agenda.forms import ActivityForm
from agenda.happenings import times_of
from agenda.models import Occurrence
from agenda.once_form import OnceForm
from agenda.services import Scope, add_activity, change_activity, change_from, change_once, known_access
from agenda.views.activity import AHEAD, activity_seen, day_asked
from changes.services import change_of, made_with, settle, stale_page, told, version_of
from initiatives.happening import Known
from initiatives.models import Activity, Organiser
from places.models import Kern
from wijkweb.kit.forms import add_errors
from wijkweb.kit.partial_dates import PartialDate
from wijkweb.kit.replies import form_context, page

READ_AND_SEND = ["GET", "HEAD", "POST"]
TEMPLATE = "agenda/activity_form.html"


@require_http_methods(READ_AND_SEND)
def activity_add(request: HttpRequest, slug: str) -> HttpResponse:
    """A name and a day are enough. What it clashes with stands on its page afterwards; it is stored all the same."""
    kern = get_object_or_404(Kern, slug=slug)
    require_entering(request.user, kern)
    if request.method != "POST":
        form = ActivityForm(user=request.user, kern=kern, initial={"dated_on": _day_in(request)})
        return _form_page(request, kern, form)
    form = ActivityForm(request.POST, user=request.user, kern=kern)
    if not form.is_valid():
        return _form_page(request, kern, form, status=422)
    token: UUID = form.cleaned_data["token"]
    values = {"kern": kern, **form.values()}
    taken_over = _take_over_access(values)
    try:
        activity = add_activity(
            acting_user=request.user, token=token, organisers=form.chosen_organisers, **values
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
    text = _("“%(name)s” stands in the agenda.") % {"name": activity.name}
    if taken_over:
        text += " " + _("What is known of getting in there was taken over from what took place there before.")
    card = activity.get_absolute_url()
    return told(request, text, change_of(activity), then=card, card=card)


def _day_in(request: HttpRequest) -> PartialDate | None:
    try:
        return PartialDate.from_day(date.fromisoformat(request.GET.get("dag", "")[:10]))
    except ValueError:
        return None


def _take_over_access(values: dict[str, Any]) -> bool:
    """Fill in what is known of a place, when who entered this left all of it open."""
    facts = known_access(values["kern"], values["location_partner"], values["location"])
    if not facts or any(values[name] != Known.UNKNOWN for name in facts):
        return False
    values.update(facts)
    return True


def _form_page(
    request: HttpRequest,
    kern: Kern,
    form: ActivityForm,
    *,
    activity: Activity | None = None,
    scope: str = "",
    status: int = 200,
) -> HttpResponse:
    back = activity.get_absolute_url() if activity else reverse("agenda", args=[kern.slug])
    clashes = reverse("activity_clashes", args=[kern.slug])
    if activity is not None:
        clashes += f"?activiteit={activity.slug}"
    context = form_context(
        request,
        form,
        kern=kern,
        activity=activity,
        scope=scope,
        scope_label=Scope(scope).label if scope else "",
        day=form.from_day,
        back=back,
        clashes_url=clashes,
    )
    return page(request, TEMPLATE, context, status=status)


@require_http_methods(READ_AND_SEND)
def activity_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """All fields of an activity. Of what repeats one says first which times are meant."""
    activity = activity_seen(request, slug)
    require_changing(request.user, activity)
    if activity.series is None:
        return _edit(request, activity, Scope.ALL, None)
    scope = request.GET.get("wat", "")
    if scope == Scope.ALL:
        return _edit(request, activity, scope, None)
    day = day_asked(request, activity) or _next_day(activity)
    if scope not in Scope.values or day is None:
        context = {"activity": activity, "kern": activity.kern, "day": day, "scopes": Scope.choices}
        status = 200 if request.method != "POST" else 422
        return render(request, "agenda/activity_scope.html", context, status=status)
    if scope == Scope.ONCE:
        return _edit_once(request, activity, day)
    return _edit(request, activity, scope, day)


def _next_day(activity: Activity) -> date | None:
    today = timezone.localdate()
    return next((one.series_day for one in times_of(activity, today, today + AHEAD) if one.series_day), None)


def _edit(request: HttpRequest, activity: Activity, scope: str, day: date | None) -> HttpResponse:
    """The whole series, or (with `day`) what follows from a day on."""
    said = scope if activity.rule else ""
    known: dict[str, Any] = {"user": request.user, "kern": activity.kern, "activity": activity, "day": day}
    if request.method != "POST":
        form = ActivityForm(version=version_of(activity), **known)
        return _form_page(request, activity.kern, form, activity=activity, scope=said)
    form = ActivityForm(request.POST, **known)
    if not form.is_valid():
        return _form_page(request, activity.kern, form, activity=activity, scope=said, status=422)
    try:
        with transaction.atomic():
            return _correct(request, form, activity, day)
    except ValidationError as error:
        add_errors(form, error)
        return _form_page(request, activity.kern, form, activity=activity, scope=said, status=422)


def _correct(request: HttpRequest, form: ActivityForm, activity: Activity, day: date | None) -> HttpResponse:
    stored = Activity.objects.select_for_update(of=("self",)).select_related("kern").get(pk=activity.pk)
    card = stored.get_absolute_url()
    settled = settle(stored, form.cleaned_data["version"], form.values(), request.POST)
    if settled.open:
        return stale_page(request, stored, form, settled.open, card)
    changed = {name: value for name, value in settled.values.items() if getattr(stored, name) != value}
    joining, leaving = form.organiser_changes()
    leaving &= {row.partner_id for row in activity.organiser_rows.all()}  # only whom this person may see
    if not (changed or joining or leaving):
        return told(request, _("Nothing was changed."), None, then=card, card=card)
    if day is not None:
        stored = change_from(stored, day, changed, acting_user=request.user, joining=joining, leaving=leaving)
        card = stored.get_absolute_url()
    else:
        change_activity(stored, changed, acting_user=request.user, joining=joining, leaving=leaving)
    text = _("The changes to “%(name)s” were saved.") % {"name": stored.name} + _lost(stored)
    change = change_of(stored) if changed or day is not None else _organisers_change(stored)
    return told(request, text, change, then=card, card=card)


def _organisers_change(activity: Activity) -> Any:
    """The change that wrote the latest line about who organises this; the activity itself has no new line then."""
    line = (
        Organiser.history.filter(activity=activity).order_by("-history_id").select_related("change").first()
    )  # type: ignore[attr-defined]
    return line.change if line else None


def _lost(activity: Activity) -> str:
    """That single times do not count any more, because the series does not fall on their day now."""
    series, today = activity.series, timezone.localdate()
    rows = Occurrence.objects.filter(activity=activity, day__gte=today)
    lost = sum(row.is_different and not (series and series.falls_on(row.day)) for row in rows)
    if not lost:
        return ""
    words = ngettext(
        "%(number)d time that you had changed by itself does not fall on a day of this series any more.",
        "%(number)d times that you had changed by themselves do not fall on a day of this series any more.",
        lost,
    )
    return " " + words % {"number": lost}


def _edit_once(request: HttpRequest, activity: Activity, day: date) -> HttpResponse:
    row = next((one for one in activity.occurrences.all() if one.day == day), None)
    known: dict[str, Any] = {"user": request.user, "activity": activity, "day": day, "row": row}
    back = f"{activity.get_absolute_url()}?dag={day.isoformat()}"

    def answer(form: OnceForm, status: int = 200) -> HttpResponse:
        context = form_context(
            request, form, kern=activity.kern, activity=activity, day=day, back=back, scope=Scope.ONCE
        )
        return page(request, "agenda/occurrence_form.html", context, status=status)

    if request.method != "POST":
        return answer(OnceForm(version=version_of(row) if row else 0, **known))
    form = OnceForm(request.POST, **known)
    if not form.is_valid():
        return answer(form, 422)
    try:
        with transaction.atomic():
            return _correct_once(request, form, activity, day, back)
    except ValidationError as error:
        add_errors(form, error)
        return answer(form, 422)


def _correct_once(
    request: HttpRequest, form: OnceForm, activity: Activity, day: date, back: str
) -> HttpResponse:
    Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)  # two of one day wait for each other
    row = Occurrence.objects.filter(activity=activity, day=day).first()
    values = form.values()
    if row is not None:
        blank = Occurrence(activity=activity, day=day)
        settled = settle(row, form.cleaned_data["version"], values, request.POST, blank=blank)
        if settled.open:
            return stale_page(request, row, form, settled.open, back, activity.name)
        values = settled.values
    before = row or Occurrence(activity=activity, day=day)
    changed = {name: value for name, value in values.items() if getattr(before, name) != value}
    if not changed:
        return told(request, _("Nothing was changed."), None, then=back, card=back)
    row = change_once(activity, day, changed, acting_user=request.user)
    text = _("This time of “%(name)s” was changed.") % {"name": activity.name}
    return told(request, text, change_of(row), then=back, card=back)


@require_POST
def activity_clashes(request: HttpRequest, slug: str) -> HttpResponse:
    """While one types: what this would clash with. It stores nothing and stops nothing."""
    kern = get_object_or_404(Kern, slug=slug)
    require_entering(request.user, kern)
    form = ActivityForm(request.POST, user=request.user, kern=kern)
    clashes = []
    if form.is_valid():
        known = Activity.objects.filter(slug=request.GET.get("activiteit", "")[:120]).only("pk").first()
        values = {"kern": kern, **form.values()}
        draft = Activity(pk=known.pk if known else 0, slug="nieuw", **values)
        rows = [Organiser(partner=partner) for partner in form.chosen_organisers]
        draft._prefetched_objects_cache = {"organiser_rows": rows, "occurrences": []}  # type: ignore[attr-defined]
        clashes = clashes_of(draft, viewer_of(request.user), timezone.localdate())
    return render(request, "agenda/_clash_list.html", {"clashes": clashes})
