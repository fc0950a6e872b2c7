"""Coming in: address and password, a code by e-mail, a second step, a forgotten password; and going out."""

import json
from typing import Any
from urllib.parse import urlencode

from allauth.account import views as allauth
from allauth.account.internal.flows.login import perform_password_login
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.decorators import rate_limit
from allauth.mfa.base import views as second_step
from allauth.mfa.webauthn import views as passkey
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as say
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from accounts.forms import (
    ConfirmCodeForm,
    ConfirmResetForm,
    ForgotForm,
    ResetForm,
    SecondStepForm,
    SignInForm,
)
from post.services import enqueue


class FormPage:
    """A form that comes back with errors is a 422 with all input in place, at whatever page of allauth."""

    def form_invalid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        if response.status_code == 200:
            response.status_code = 422
        return response


def passkey_options(context: dict[str, Any]) -> str:
    """What the browser must know to make or ask a passkey, for an attribute of its form."""
    return json.dumps(context.get("js_data", {}), cls=DjangoJSONEncoder)


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
@sensitive_post_parameters("password")
@rate_limit(action="login")
def login(request: HttpRequest) -> HttpResponse:
    """One page: the address once, then a password or a code by e-mail."""
    wanted = get_next_redirect_url(request)
    if request.user.is_authenticated:
        return redirect(wanted or settings.LOGIN_REDIRECT_URL)
    form = SignInForm(request.POST if request.method == "POST" else None, request=request)
    if form.is_bound and form.is_valid():
        try:
            return _send_code(request, form, wanted) if form.wants_code else _come_in(request, form, wanted)
        except ImmediateHttpResponse as answer:
            return answer.response
    context = {"form": form, "next": wanted or "", "municipality": _municipal_sign_in()}
    return render(request, "accounts/login.html", context, status=422 if form.errors else 200)


def _municipal_sign_in() -> str:
    return settings.OIDC_NAME if settings.SOCIALACCOUNT_PROVIDERS else ""


def _come_in(request: HttpRequest, form: SignInForm, wanted: str | None) -> HttpResponse:
    email = form.cleaned_data["username"]
    entering = Login(user=form.user, redirect_url=wanted, email=email)
    return perform_password_login(request, {"email": email}, entering)


def _send_code(request: HttpRequest, form: SignInForm, wanted: str | None) -> HttpResponse:
    """The same page follows, and one mail goes out, whether the address is known or not."""
    email = form.cleaned_data["username"]
    if form.user is None:
        tell_unknown(email)
    LoginCodeVerificationProcess.initiate(request=request, user=form.user, email=email)
    query = f"?{urlencode({'next': wanted}, safe='/')}" if wanted else ""
    return redirect(reverse("account_confirm_login_code") + query)


def tell_unknown(email: str) -> None:
    """To whoever tried an address that has no account: they may have another one in mind."""
    enqueue(
        to=email, subject=say("Signing in to Wijkweb"), template="accounts/mail/unknown", purpose="unknown"
    )


@require_GET
@login_not_required
def account_login(request: HttpRequest) -> HttpResponse:
    """The name by which allauth knows the door."""
    query = request.META.get("QUERY_STRING", "")
    return redirect(reverse("login") + (f"?{query}" if query else ""))


@method_decorator(login_not_required, name="dispatch")
class Logout(LogoutView):
    """By POST only; who is not signed in just goes home. The browser drops what it kept of the pages."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post(request, *args, **kwargs)
        # Not "storage": a round that was made without signal waits there to be sent.
        response["Clear-Site-Data"] = '"cache", "cookies"'
        return response


def is_for_another_address(process: Any) -> bool:
    """Whether this code was mailed to an address that its account no longer has."""
    return process.user is not None and process.user.email != process.state["email"].lower()


class ToPresentAddress:
    """No code is right that lies in a mailbox of before: whoever reads that need not be the person any more."""

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_form_kwargs()  # type: ignore[misc]
        if "code" in kwargs and is_for_another_address(self._process):  # type: ignore[attr-defined]
            kwargs["code"] = ""
        return kwargs


class ConfirmCode(ToPresentAddress, FormPage, allauth.ConfirmLoginCodeView):
    form_class = ConfirmCodeForm
    template_name = "accounts/code.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        minutes = settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60
        return {**super().get_context_data(**kwargs), "minutes": minutes, "next": self.get_next_url() or ""}


class SecondStep(second_step.AuthenticateView):
    form_class = SecondStepForm
    template_name = "accounts/second_step.html"

    def form_invalid(self, form: Any) -> HttpResponse:
        response = super().form_invalid(form)
        response.status_code = 422
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["passkey_options"] = passkey_options(context)
        kinds = set(self.stage.login.user.authenticator_set.values_list("type", flat=True))
        return {**context, "has_app": bool(kinds - {"webauthn"}), "has_passkey": "webauthn" in kinds}


class PasskeyLogin(passkey.LoginWebAuthnView):
    """The challenge for a passkey (asked by a script), and the answer to it."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {}


class Forgot(FormPage, allauth.PasswordResetView):
    form_class = ForgotForm
    template_name = "accounts/forgot.html"

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        if not form.users and response.status_code == 302:
            tell_unknown(form.cleaned_data["email"])
        return response


class ConfirmReset(ToPresentAddress, FormPage, allauth.ConfirmPasswordResetCodeView):
    form_class = ConfirmResetForm
    template_name = "accounts/code.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        minutes = settings.ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT // 60
        return {**super().get_context_data(**kwargs), "minutes": minutes, "is_reset": True}


class CompleteReset(FormPage, allauth.CompletePasswordResetView):
    form_class = ResetForm
    template_name = "accounts/new_password.html"
    success_url = reverse_lazy("login")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "action": reverse("account_complete_password_reset")}

    def form_valid(self, form: Any) -> HttpResponse:
        if is_for_another_address(self._process):
            self._process.abort()
            return redirect("account_reset_password")
        super().form_valid(form)
        return HttpResponseRedirect(str(self.success_url))
