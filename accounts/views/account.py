"""One's own account: name, roles, password, where one is signed in; and showing again who one is."""

from typing import Any

from allauth.account import views as allauth
from allauth.account.decorators import reauthentication_required
from allauth.mfa.base import views as second_step
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import views as passkey
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils.translation import gettext as say
from django.views.decorators.http import require_http_methods, require_POST

from accounts.forms import AgainForm, ChangeForm, NameForm, SecondStepAgainForm, SetForm
from accounts.middleware import STRONG
from accounts.models import Membership, User
from accounts.people import places_to_manage
from accounts.services import addressing, memberships, sessions
from accounts.views.entrance import FormPage, passkey_options


@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    form = NameForm(request.POST if request.method == "POST" else None, instance=user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, say("Your name has been saved."))
        return redirect("account")
    name = user.name if not form.errors else User.objects.values_list("name", flat=True).get(pk=user.pk)
    roles = Membership.objects.active().filter(user=user).select_related("kern", "municipality")
    context = {
        "form": form,
        "name": name,
        "roles": roles.order_by("started_at", "pk"),
        "places": places_to_manage(user),
        "has_second_step": Authenticator.objects.filter(user=user, type__in=STRONG).exists(),
        "sessions": sessions.sessions_of(user),
        "present_key": request.session.session_key,
    }
    return render(request, "accounts/account.html", context, status=422 if form.errors else 200)


@require_POST
def role_leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Give up a role of one's own."""
    membership = get_object_or_404(Membership.objects.active(), pk=pk, user=request.user)
    try:
        memberships.end(membership, acting_user=request.user)  # type: ignore[arg-type]
    except memberships.CannotEnd as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, say("You no longer have this role."))
    return redirect("account")


@require_POST
def session_end(request: HttpRequest, pk: int) -> HttpResponse:
    if not sessions.end(request.user, pk):  # type: ignore[arg-type]
        raise Http404
    addressing.withdraw(request.user)  # type: ignore[arg-type]
    messages.success(request, say("Signed out there."))
    return redirect("account")


@require_POST
def sessions_end(request: HttpRequest) -> HttpResponse:
    sessions.end_others(request.user, request.session.session_key)  # type: ignore[arg-type]
    addressing.withdraw(request.user)  # type: ignore[arg-type]
    messages.success(request, say("Signed out everywhere but here."))
    return redirect("account")


class ChangePassword(FormPage, allauth.PasswordChangeView):
    """Other sessions end with it: they carry the old one."""

    form_class = ChangeForm
    template_name = "accounts/new_password.html"
    success_url = reverse_lazy("account")

    def get_default_success_url(self) -> str:
        return str(self.success_url)


class SetPassword(FormPage, allauth.PasswordSetView):
    form_class = SetForm
    template_name = "accounts/new_password.html"
    success_url = reverse_lazy("account")

    def get_default_success_url(self) -> str:
        return str(self.success_url)


set_password = reauthentication_required(SetPassword.as_view(), app="accounts")


class Again(FormPage, allauth.ReauthenticateView):
    form_class = AgainForm
    template_name = "accounts/again.html"


class AgainByCode(FormPage, second_step.ReauthenticateView):
    form_class = SecondStepAgainForm
    template_name = "accounts/again.html"


class AgainByPasskey(FormPage, passkey.ReauthenticateWebAuthnView):
    template_name = "accounts/again_passkey.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "passkey_options": passkey_options(context)}
