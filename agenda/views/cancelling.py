"""It does not go on: one time, from a day on, or all of it; and it goes on after all."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from agenda.acting import require_changing
from agenda.services import Scope, cancel, restore
from agenda.views.activity import activity_seen, day_asked
from changes.services import change_of, told
from wijkweb.kit.forms import CarefulForm
from wijkweb.kit.replies import form_context, page


class CancelForm(CarefulForm):
    """Which times, and why; the reason is for visitors."""

    scope = forms.ChoiceField(
        label=gettext_lazy("What does not go on?"), choices=Scope.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=gettext_lazy("Why, in one line for visitors"),
        max_length=300,
        error_messages={"required": gettext_lazy("Say why, so that nobody stands before a closed door.")},
        help_text=gettext_lazy("Such as: the hall is closed for the holidays."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def activity_cancel(request: HttpRequest, slug: str) -> HttpResponse:
    activity = activity_seen(request, slug)
    require_changing(request.user, activity)
    day = day_asked(request, activity)
    form = CancelForm(
        request.POST if request.method == "POST" else None,
        auto_id="veld-%s",
        initial={"scope": Scope.ONCE if day else Scope.ALL},
    )
    scope = form.fields["scope"]
    if not activity.rule:
        del form.fields["scope"]
    elif day is None:
        scope.choices = [(Scope.ALL.value, Scope.ALL.label)]  # type: ignore[attr-defined]
    back = f"{activity.get_absolute_url()}?dag={day.isoformat()}" if day else activity.get_absolute_url()
    if request.method != "POST" or not form.is_valid():
        context = form_context(request, form, kern=activity.kern, activity=activity, day=day, back=back)
        return page(request, "agenda/activity_cancel.html", context, status=422 if form.errors else 200)
    which = form.cleaned_data.get("scope", Scope.ALL)
    record = cancel(activity, scope=which, day=day, note=form.cleaned_data["note"], acting_user=request.user)
    text = _("“%(name)s” is cancelled; the agenda says so.")
    if which == Scope.FROM and not getattr(record, "is_cancelled", False):
        text = _("“%(name)s” has had its last time before this day.")
    return told(request, text % {"name": activity.name}, change_of(record), then=back, card=back)


@require_POST
def activity_restore(request: HttpRequest, slug: str) -> HttpResponse:
    activity = activity_seen(request, slug)
    require_changing(request.user, activity)
    day = day_asked(request, activity)
    record = restore(activity, day=day, acting_user=request.user)
    back = f"{activity.get_absolute_url()}?dag={day.isoformat()}" if day else activity.get_absolute_url()
    text = _("“%(name)s” goes on after all.") % {"name": activity.name}
    return told(request, text, change_of(record), then=back, card=back)
