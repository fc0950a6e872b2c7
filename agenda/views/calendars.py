"""The calendars of partners: which are read, how that goes, and adding one."""

from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST
from kombu.exceptions import OperationalError

from accounts.access import Visibility, require
from agenda.fetching import checked
from agenda.fields import words
from agenda.models import OutsideCalendar
from agenda.problems import Refused, in_words
from agenda.services import add_calendar, change_calendar, remove_calendar
from agenda.tasks import read_calendar_now
from changes.models import Change
from changes.services import change_of, made_with, settle, stale_page, told, version_of
from partners.forms.choosing import Parties, PartyField
from partners.models import Partner
from places.models import Kern
from wijkweb.kit.forms import CarefulForm, OnceField, VersionField, add_errors
from wijkweb.kit.replies import form_context, page

READ_AND_SEND = ["GET", "HEAD", "POST"]


class CalendarForm(CarefulForm):
    """Whose calendar it is, and where it stands."""

    token = OnceField()
    version = VersionField()
    partner = PartyField(
        label=gettext_lazy("Of which party?"),
        help_text=gettext_lazy("Type the name of a party of this kern."),
    )
    address = forms.CharField(
        label=gettext_lazy("Address of the calendar"),
        max_length=500,
        help_text=gettext_lazy("The iCal address that the partner gave: https://… or webcal://…"),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false", "inputmode": "url"}),
    )
    visibility = forms.ChoiceField(
        label=gettext_lazy("Visible to"),
        choices=words(choice for choice in Visibility.choices if choice[0] != Visibility.SELF),
        initial=Visibility.PUBLIC,
        required=False,
    )

    def __init__(
        self,
        data: Any = None,
        *,
        user: Any,
        kern: Kern,
        calendar: OutsideCalendar | None = None,
        version: int = 0,
    ) -> None:
        initial: dict[str, Any] = {"version": version}
        if calendar is not None:
            initial |= {
                "partner": calendar.partner_id,
                "address": calendar.address,
                "visibility": calendar.visibility,
            }
        super().__init__(data, auto_id="veld-%s", initial=initial)
        self.parties = Parties(user, kern, [calendar.partner_id] if calendar else [])
        field: Any = self.fields["partner"]
        field.parties = self.parties
        field.required = True
        field.error_messages["required"] = gettext_lazy("Type the name of the party whose calendar this is.")

    def clean_partner(self) -> Partner | None:
        found: Partner | None = self.cleaned_data["partner"]
        if found is not None and found.is_person:
            raise ValidationError(
                _("The calendar of a person is not read here; choose an organisation or group.")
            )
        return found

    def clean_address(self) -> str:
        address = str(self.cleaned_data["address"]).strip()
        try:
            return checked(address).geturl()
        except Refused as refused:
            raise ValidationError(str(in_words(refused.code))) from refused

    def clean_visibility(self) -> str:
        return str(self.cleaned_data["visibility"] or Visibility.PUBLIC)

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("partner", "address", "visibility")}


@require_http_methods(READ_AND_SEND)
def calendar_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The calendars that are read in this kern, and a form to add one."""
    kern = get_object_or_404(Kern, slug=slug)
    require(request.user, "edit", kern)
    form = CalendarForm(request.POST if request.method == "POST" else None, user=request.user, kern=kern)
    if request.method == "POST" and form.is_valid():
        token = form.cleaned_data["token"]
        try:
            calendar = add_calendar(acting_user=request.user, kern=kern, token=token, **form.values())
        except ValidationError as error:
            add_errors(form, error)
        except IntegrityError:
            change = made_with(token)
            if change is not None and change.made_by_id == request.user.pk:
                return redirect("calendar_list", kern.slug)
            form.add_error(None, _("This calendar is read here already."))
        else:
            ask_soon(calendar.pk)
            text = _("The calendar of %(name)s was added.") % {"name": calendar.partner.name}
            return _told(request, text, change_of(calendar), kern)
    rows = OutsideCalendar.objects.filter(kern=kern).select_related("partner").annotate(count=Count("events"))
    calendars = [{"calendar": row, "problem": in_words(row.problem)} for row in rows]
    context = form_context(
        request, form, kern=kern, calendars=calendars, back=reverse("agenda", args=[kern.slug])
    )
    return page(request, "agenda/calendar_list.html", context, status=422 if form.errors else 200)


def _told(request: HttpRequest, text: str, change: Change | None, kern: Kern) -> HttpResponse:
    then = reverse("calendar_list", args=[kern.slug])
    return told(request, text, change, then=then, card=then)


def ask_soon(pk: int) -> None:
    """Ask a worker to read this calendar, once it is stored; without a broker the beat does it later."""

    def ask() -> None:
        try:
            read_calendar_now.delay(pk)
        except (OperationalError, OSError):
            return

    transaction.on_commit(partial(ask))


def _editable(request: HttpRequest, slug: str, pk: int) -> OutsideCalendar:
    kern = get_object_or_404(Kern, slug=slug)
    require(request.user, "edit", kern)
    return get_object_or_404(OutsideCalendar.objects.select_related("kern", "partner"), pk=pk, kern=kern)


@require_http_methods(READ_AND_SEND)
def calendar_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    calendar = _editable(request, slug, pk)
    known: dict[str, Any] = {"user": request.user, "kern": calendar.kern, "calendar": calendar}
    back = reverse("calendar_list", args=[slug])

    def answer(form: CalendarForm, status: int = 200) -> HttpResponse:
        context = form_context(request, form, kern=calendar.kern, calendar=calendar, back=back)
        return render(request, "agenda/calendar_edit.html", context, status=status)

    if request.method != "POST":
        return answer(CalendarForm(version=version_of(calendar), **known))
    form = CalendarForm(request.POST, **known)
    if not form.is_valid():
        return answer(form, 422)
    try:
        with transaction.atomic():
            return _correct(request, form, calendar, back)
    except ValidationError as error:
        add_errors(form, error)
        return answer(form, 422)


def _correct(request: HttpRequest, form: CalendarForm, calendar: OutsideCalendar, back: str) -> HttpResponse:
    rows = OutsideCalendar.objects.select_for_update(of=("self",)).select_related("kern", "partner")
    stored = rows.get(pk=calendar.pk)
    settled = settle(stored, form.cleaned_data["version"], form.values(), request.POST)
    if settled.open:
        return stale_page(request, stored, form, settled.open, back, stored.partner.name)
    changed = {name: value for name, value in settled.values.items() if getattr(stored, name) != value}
    if not changed:
        return told(request, _("Nothing was changed."), None, then=back, card=back)
    change_calendar(stored, changed, acting_user=request.user)
    ask_soon(stored.pk)
    text = _("The calendar of %(name)s was changed.") % {"name": stored.partner.name}
    return told(request, text, change_of(stored), then=back, card=back)


@require_POST
def calendar_read(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Read it now instead of within the hour."""
    calendar = _editable(request, slug, pk)
    ask_soon(calendar.pk)
    text = _("The calendar of %(name)s is being read.") % {"name": calendar.partner.name}
    return _told(request, text, None, calendar.kern)


@require_POST
def calendar_remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    calendar = _editable(request, slug, pk)
    name, key = calendar.partner.name, calendar.pk
    remove_calendar(calendar, acting_user=request.user)
    line = OutsideCalendar.history.filter(id=key).select_related("change").first()  # type: ignore[attr-defined]
    text = _("The calendar of %(name)s is no longer read here.") % {"name": name}
    return _told(request, text, line.change if line else None, calendar.kern)
