"""Setting up a second step: an app with codes, passkeys, and codes on paper for when both are lost."""

from typing import Any

from allauth.mfa.base import views as base
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.recovery_codes.internal.flows import view_recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkey
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse_lazy
from django.views.generic.base import TemplateView

from accounts.forms import ActivateAppForm, AddPasskeyForm
from accounts.middleware import lacks_second_step
from accounts.views.entrance import FormPage, passkey_options


class Overview(base.IndexView):
    template_name = "accounts/safety.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        must = settings.SECOND_STEP_REQUIRED and lacks_second_step(user)
        kept = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
        left = len(kept.wrap().get_unused_codes()) if kept else 0
        return {
            **super().get_context_data(**kwargs),
            "must": must,
            "has_codes": bool(kept),
            "codes_left": left,
        }


class ActivateApp(FormPage, totp.ActivateTOTPView):
    form_class = ActivateAppForm
    template_name = "accounts/app_add.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        secret = context["form"].secret
        return {**context, "secret": " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))}


class DeactivateApp(FormPage, totp.DeactivateTOTPView):
    template_name = "accounts/app_remove.html"


class AddPasskey(FormPage, passkey.AddWebAuthnView):
    form_class = AddPasskeyForm
    template_name = "accounts/passkey_add.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # allauth makes a new form here and forgets the errors of the one that was sent.
        context = super().get_context_data(**kwargs)
        return {**context, **kwargs, "passkey_options": passkey_options(context)}


class RemovePasskey(passkey.RemoveWebAuthnView):
    template_name = "accounts/passkey_remove.html"
    success_url = reverse_lazy("mfa_index")


class RecoveryCodes(TemplateView):
    """A GET tells how many are left; a POST shows them, once."""

    template_name = "accounts/recovery_codes.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kept = Authenticator.objects.filter(user_id=request.user.pk, type=Authenticator.Type.RECOVERY_CODES)
        codes = kept.first()
        if codes is None:
            raise Http404
        wrapped = codes.wrap()
        context = {"left": len(wrapped.get_unused_codes()), "shown_before": wrapped.did_view, "codes": []}
        return self.render_to_response(context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kept, may_view = view_recovery_codes(request)
        if kept is None:
            raise Http404
        codes = kept.get_unused_codes()
        context = {"left": len(codes), "shown_before": not may_view, "codes": codes if may_view else []}
        response = self.render_to_response(context)
        response["Cache-Control"] = "no-store"
        return response


class NewRecoveryCodes(FormPage, recovery.GenerateRecoveryCodesView):
    template_name = "accounts/recovery_codes_new.html"
