"""Where django-allauth asks us: which mail, which message, who may come in, what is safe to keep."""

import base64
import hashlib
import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.app_settings import REAUTHENTICATION_TIMEOUT
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.recent import seconds_since_proof
from accounts.services.invitations import accept_open_invitations
from post.services import enqueue

logger = logging.getLogger(__name__)

# What allauth wants to tell somebody by mail, by its own names.
NOTICES = {
    "account/email/password_changed": _("The password of your account was changed."),
    "account/email/password_set": _("A password was set for your account."),
    "account/email/password_reset": _(
        "A new password was chosen for your account, with a code that we mailed."
    ),
    "mfa/email/totp_activated": _("An app with codes was added to your account as a second step."),
    "mfa/email/totp_deactivated": _("The app with codes was removed from your account."),
    "mfa/email/webauthn_added": _("A passkey was added to your account."),
    "mfa/email/webauthn_removed": _("A passkey was removed from your account."),
    "mfa/email/recovery_codes_generated": _("New recovery codes were made for your account."),
    "socialaccount/email/account_connected": _(
        "Your account was linked to the sign-in of your municipality."
    ),
}
CODES = {
    "account/email/login_code": "accounts/mail/code",
    "account/email/password_reset_code": "accounts/mail/reset_code",
}
MESSAGES = {
    "account/messages/password_changed.txt": _("Your password has been changed."),
    "account/messages/password_set.txt": _("Your password has been set."),
    "mfa/messages/totp_activated.txt": _("The app with codes now is your second step."),
    "mfa/messages/totp_deactivated.txt": _("The app with codes was removed."),
    "mfa/messages/webauthn_added.txt": _("The passkey was added."),
    "mfa/messages/webauthn_removed.txt": _("The passkey was removed."),
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "This e-mail address and this password do not belong together. Check both and try again."
        ),
        "enter_current_password": _("This is not your present password."),
        "incorrect_code": _("This code is not right. Look at it once more, or ask for a new one."),
        "incorrect_password": _("This is not your password."),
        "too_many_login_attempts": _("You have tried too often. Wait fifteen minutes and try again."),
        "rate_limited": _("You have tried too often. Wait fifteen minutes and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        """Only paths of this site."""
        return url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """All mail of allauth, through the outbox. Subjects say nothing about the person."""
        if template_prefix in CODES:
            enqueue(
                to=email,
                subject=say("Your code for Wijkweb"),
                template=CODES[template_prefix],
                context={"code": context["code"], "minutes": settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60},
                purpose="code",
            )
        elif template_prefix in NOTICES:
            notify(email, str(NOTICES[template_prefix]))
        else:
            logger.error("allauth has a mail that we do not know: %s", template_prefix)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Any,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """To the one address that somebody has; without the network address or browser of who did it."""
        self.send_mail(template_prefix, user.email, context or {})

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        text = message or MESSAGES.get(message_template or "", "")
        if text:
            messages.add_message(request, level, str(text), extra_tags=extra_tags)

    def reauthenticate(self, user: Any, password: str) -> bool:
        proven = self.authenticate(self.request, email=user.email, password=password)
        return proven is not None and proven.pk == user.pk

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not for who signed in, or showed again who they are, a few minutes ago."""
        return seconds_since_proof(self.request) > REAUTHENTICATION_TIMEOUT

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        messages.error(request, say("You cannot sign in with this account."))
        return redirect("login")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return "/account/"


def notify(email: str, what: str) -> None:
    """Tell somebody that their account was changed."""
    enqueue(
        to=email,
        subject=say("Your Wijkweb account was changed"),
        template="accounts/mail/notice",
        context={"what": what, "moment": timezone.now()},
        purpose="notice",
    )


class SecondStepAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not right. Wait for the next one and try again."),
    }

    def encrypt(self, text: str) -> str:
        """What makes the codes lies in the database under lock; the key is not in the database."""
        return _lock().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _lock().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        return say("My passkey")


def _lock() -> MultiFernet:
    """By the present secret key, and openable by those before it."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet(
        [Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"totp:{key}".encode()).digest())) for key in keys]
    )


class MunicipalAdapter(DefaultSocialAccountAdapter):
    """A municipality's own sign-in: lets in who is known here by account or invitation, and makes nobody up."""

    error_messages = {
        **DefaultSocialAccountAdapter.error_messages,
        "invalid_token": _("The sign-in of your municipality gave an answer that we cannot trust."),
    }

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        if _names_two_persons(sociallogin):
            self.on_authentication_error(request, None, error="two persons in one answer")
        if sociallogin.is_existing:
            return
        user = _known_person(_proven_address(sociallogin))
        if user is None:
            raise ImmediateHttpResponse(render(request, "accounts/not_invited.html", status=403))
        sociallogin.connect(request, user)

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Any = None,
        extra_context: Any = None,
    ) -> None:
        logger.warning("signing in at the municipality did not work: %s %s", error, type(exception).__name__)
        raise ImmediateHttpResponse(back_to_the_door(request))


def back_to_the_door(request: HttpRequest) -> HttpResponse:
    """The municipality gave no answer, or none that we can use."""
    messages.error(
        request,
        say("Signing in with your municipality did not work. Try again, or sign in with a code by e-mail."),
    )
    return redirect("login")


def _names_two_persons(sociallogin: Any) -> bool:
    """Whether the token and the page about the person disagree on whom it is (OpenID Connect Core, 5.3.2)."""
    answer = sociallogin.account.extra_data
    parts = [answer[name] for name in ("id_token", "userinfo") if answer.get(name)]
    return len({str(part.get("sub")) for part in parts}) > 1


def _proven_address(sociallogin: Any) -> str:
    """The address that the municipality vouches for; empty when it does not."""
    for address in sociallogin.email_addresses:
        if address.verified in (True, "true") or settings.OIDC_TRUSTS_EMAIL:  # some send it as a text
            return str(address.email).lower()
    return ""


def _known_person(email: str) -> User | None:
    if not email:
        return None
    user = User.objects.filter(email=email).first()
    if user is None:
        user = accept_open_invitations(email)
    return user if user and user.is_active else None
