"""Who has which role in a kern or a municipality: inviting, ending, and answering an invitation."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.again import fresh
from accounts.fields import TEXTBOX, AddressField
from accounts.models import Membership, Role
from accounts.people import Place, in_municipalities, require_people, roles_to_give
from accounts.services import invitations, memberships
from places.models import Kern, Municipality
from post import links
from post.pages import token_page


class InviteForm(forms.Form):
    email = AddressField(
        autocomplete="off",
        error_messages={
            "required": _("Fill in the e-mail address of who you invite."),
            "invalid": _("This is not an e-mail address. An example: naam@voorbeeld.nl."),
        },
    )
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    until = forms.DateField(
        label=_("Until and including"),
        required=False,
        help_text=_("Leave it empty when the role has no last day."),
        widget=forms.DateInput(attrs={"class": TEXTBOX, "type": "date"}),
        error_messages={"invalid": _("This is not a date. An example: 31-12-2027.")},
    )

    def __init__(self, *args: Any, roles: tuple[Role, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["role"]
        field.choices = [(role.value, role.label) for role in roles]
        field.initial = roles[0].value
        field.error_messages |= {"required": _("Choose a role."), "invalid_choice": _("Choose a role.")}


def _place(slug: str | None, name: str | None) -> Place:
    if slug is not None:
        return get_object_or_404(Kern.objects.with_places(), slug=slug)
    return get_object_or_404(Municipality, name=name)


def people_address(place: Place) -> str:
    if isinstance(place, Kern):
        return reverse("kern_people", args=[place.slug])
    return reverse("municipality_people", args=[place.name])


@require_http_methods(["GET", "HEAD", "POST"])
@fresh
def people(request: HttpRequest, slug: str | None = None, name: str | None = None) -> HttpResponse:
    """The roles here and the open invitations; inviting somebody."""
    place = _place(slug, name)
    roles = require_people(request.user, place)
    form = InviteForm(request.POST if request.method == "POST" else None, roles=roles)
    if request.method == "POST" and form.is_valid() and _invited(request, form, place):
        messages.success(request, say("The invitation has been sent. It works for seven days."))
        return redirect(people_address(place))
    context = {
        "place": place,
        "is_kern": isinstance(place, Kern),
        "kern": place if isinstance(place, Kern) else None,
        "form": form,
        "may_end": roles,
        "members": _members(place),
        "former": _members(place, former=True),
        "invitations": invitations.open_invitations(place, roles),
        "address": people_address(place),
        "kernen": _kernen(place, roles),
    }
    return render(request, "accounts/people.html", context, status=422 if form.errors else 200)


def _invited(request: HttpRequest, form: InviteForm, place: Place) -> bool:
    cleaned = form.cleaned_data
    user: Any = request.user
    try:
        invitations.invite(cleaned["email"], cleaned["role"], place, cleaned["until"], acting_user=user)
    except invitations.CannotInvite as problem:
        form.add_error(None, str(problem))
        return False
    return True


def _members(place: Place, *, former: bool = False) -> Any:
    """Roles in this very place; a municipality does not list those of its kernen."""
    here = {"kern": place} if isinstance(place, Kern) else {"municipality": place}
    rows = Membership.objects.filter(**here).select_related("user", "invited_by")
    if former:
        year_ago = timezone.now() - timedelta(days=365)
        return rows.filter(ended_at__lte=timezone.now(), ended_at__gt=year_ago).order_by("-ended_at", "pk")
    return rows.active().order_by("role", "started_at", "pk")


def _kernen(place: Place, roles: tuple[Role, ...]) -> Any:
    """The kernen of a municipality, for who may invite coordinators there."""
    if isinstance(place, Kern) or Role.ALDERMAN not in roles:
        return Kern.objects.none()
    return Kern.objects.filter(in_municipalities([place.pk])).only("name", "slug").order_by("name")


@require_POST
@fresh
def role_end(
    request: HttpRequest, membership: int, slug: str | None = None, name: str | None = None
) -> HttpResponse:
    place = _place(slug, name)
    require_people(request.user, place)
    here = {"kern": place} if isinstance(place, Kern) else {"municipality": place}
    row = get_object_or_404(Membership.objects.active(), pk=membership, **here)
    try:
        memberships.end(row, acting_user=request.user)  # type: ignore[arg-type]
    except memberships.CannotEnd as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, say("The role has ended. It no longer works."))
    return redirect(people_address(place) if _still_may(request, place) else "account")


def _still_may(request: HttpRequest, place: Place) -> bool:
    return bool(roles_to_give(request.user, place))


@require_POST
@fresh
def invitation_withdraw(
    request: HttpRequest, link: int, slug: str | None = None, name: str | None = None
) -> HttpResponse:
    place = _place(slug, name)
    require_people(request.user, place)
    if not invitations.withdraw(link, place, acting_user=request.user):  # type: ignore[arg-type]
        raise Http404
    messages.success(request, say("The invitation has been withdrawn. Its link no longer works."))
    return redirect(people_address(place))


class AcceptForm(forms.Form):
    name = forms.CharField(
        label=_("Your name"),
        required=False,
        max_length=200,
        help_text=_("Shown to the people you work with here. You may leave it empty."),
        widget=forms.TextInput(attrs={"class": TEXTBOX, "autocomplete": "name"}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@token_page
def invitation(request: HttpRequest) -> HttpResponse:
    """A GET shows what one is invited to; a POST takes it. Nobody is signed in by it."""
    token = request.GET.get(links.QUERY, "")
    found = invitations.read(token)
    if found is None:
        return _not_open(request, token)
    form = AcceptForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        user = invitations.accept(found, form.cleaned_data["name"])
        if user is None:
            return _not_open(request, token)
        return render(request, "accounts/invitation_taken.html", {"invitation": found})
    is_known = invitations.has_account(found.email)
    context = {"invitation": found, "form": form, "is_known": is_known}
    return render(request, "accounts/invitation.html", context, status=422 if form.errors else 200)


def _not_open(request: HttpRequest, token: str) -> HttpResponse:
    """The second half of a double click is told the same as the first; everybody else that the link is gone."""
    taken = invitations.just_taken(token) if request.method == "POST" else None
    if taken:
        return render(request, "accounts/invitation_taken.html", {"invitation": taken})
    return render(request, "accounts/invitation_gone.html", status=410)
