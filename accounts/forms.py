"""Forms for signing in and for one's own account. allauth checks; the words and the looks are ours."""

from typing import Any

from allauth.account import forms as allauth
from allauth.account.internal.userkit import filter_users_by_email
from allauth.core import ratelimit
from allauth.mfa.base import forms as second_step
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.adapters import AccountAdapter
from accounts.fields import TEXTBOX, AddressField, CodeField, NewPasswordField, PasswordField
from accounts.models import User


class SignInForm(forms.Form):
    """The address once, and a password or a wish for a code. The same answer whatever is wrong."""

    username = AddressField()
    password = PasswordField(required=False, help_text=_("Leave it empty to get a code by e-mail."))

    def __init__(self, *args: Any, request: Any = None, **kwargs: Any) -> None:
        self.request = request
        self.user: User | None = None
        super().__init__(*args, **kwargs)

    @property
    def wants_code(self) -> bool:
        return self.data.get("met") == "code" or not self.data.get("password")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if email := cleaned.get("username"):
            self.user = self._for_code(email) if self.wants_code else self._by_password(email, cleaned)
        return cleaned

    def _for_code(self, email: str) -> User | None:
        adapter = AccountAdapter(self.request)
        if not ratelimit.consume(self.request, action="request_login_code", key=email):
            raise adapter.validation_error("too_many_login_attempts")
        users = filter_users_by_email(email, is_active=True, for_login=True)
        return users[0] if users else None

    def _by_password(self, email: str, cleaned: dict[str, Any]) -> User | None:
        adapter = AccountAdapter(self.request)
        user = adapter.authenticate(self.request, email=email, password=cleaned.get("password", ""))
        if not isinstance(user, User) or not user.is_active:
            raise adapter.validation_error("email_password_mismatch")
        return user


class ConfirmCodeForm(allauth.ConfirmLoginCodeForm):
    code = CodeField(label=_("Code from the e-mail"))


class ForgotForm(allauth.ResetPasswordForm):
    email = AddressField()


class ConfirmResetForm(allauth.ConfirmPasswordResetCodeForm):
    code = CodeField(label=_("Code from the e-mail"))


class OncePassword(forms.Form):
    """A new password, asked once: who mistypes it gets in with a code."""

    password1 = NewPasswordField()
    user: Any

    def clean_password1(self) -> str:
        password = str(self.cleaned_data["password1"])
        validate_password(password, self.user)
        return password


class ResetForm(OncePassword, allauth.ResetPasswordKeyForm):
    password2 = None  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.user = kwargs.pop("user", None)
        self.temp_key = kwargs.pop("temp_key", None)
        forms.Form.__init__(self, *args, **kwargs)

    def clean(self) -> dict[str, Any]:
        return self.cleaned_data


class ChangeForm(OncePassword, allauth.ChangePasswordForm):
    oldpassword = PasswordField(label=_("Present password"))
    password2 = None  # type: ignore[assignment]
    field_order = ("oldpassword", "password1")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.user = kwargs.pop("user", None)
        forms.Form.__init__(self, *args, **kwargs)

    def clean(self) -> dict[str, Any]:
        return self.cleaned_data


class SetForm(OncePassword, allauth.SetPasswordForm):
    password2 = None  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.user = kwargs.pop("user", None)
        forms.Form.__init__(self, *args, **kwargs)

    def clean(self) -> dict[str, Any]:
        return self.cleaned_data


class AgainForm(allauth.ReauthenticateForm):
    password = PasswordField()


class SecondStepForm(second_step.AuthenticateForm):
    code = CodeField(label=_("Code from your app, or a recovery code"))


class SecondStepAgainForm(second_step.ReauthenticateForm):
    code = CodeField(label=_("Code from your app, or a recovery code"))


class ActivateAppForm(ActivateTOTPForm):
    code = CodeField(label=_("Code that the app shows"))


class AddPasskeyForm(AddWebAuthnForm):
    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=60,
        help_text=_("So that you know later which one it is, for instance: my phone."),
        widget=forms.TextInput(attrs={"class": TEXTBOX}),
    )
    passwordless = forms.BooleanField(
        label=_("Sign in with this passkey alone, without password or code"), required=False, initial=True
    )


class NameForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ("name",)
        labels = {"name": _("Your name")}
        help_texts = {"name": _("Shown to the people you work with here. You may leave it empty.")}
        widgets = {"name": forms.TextInput(attrs={"class": TEXTBOX, "autocomplete": "name"})}

    def clean_name(self) -> str:
        name = " ".join(str(self.cleaned_data["name"]).split())
        if any(not sign.isprintable() for sign in name):
            raise ValidationError(_("This name holds signs that we cannot show."))
        return name


class NewAddressForm(forms.Form):
    """Another address than the one of now. Whether it has an account is nobody's business here."""

    email = AddressField(label=_("Your new e-mail address"), autocomplete="email")

    def __init__(self, data: Any = None, *, present: str) -> None:
        self.present = present
        super().__init__(data)

    def clean_email(self) -> str:
        address = str(self.cleaned_data["email"])
        if address == self.present:
            raise ValidationError(_("This is the address that you have already."))
        return address
