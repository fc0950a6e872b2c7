"""Signing in."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _


class SignInForm(AuthenticationForm):
    """E-mail address and password; the same answer whatever of the two is wrong."""

    username = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        error_messages={
            "required": _("Fill in your e-mail address."),
            "invalid": _("This is not an e-mail address. An example: naam@voorbeeld.nl."),
        },
        widget=forms.EmailInput(
            attrs={"class": "utrecht-textbox utrecht-textbox--html-input", "autocomplete": "username"}
        ),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=200,
        error_messages={"required": _("Fill in your password.")},
        widget=forms.PasswordInput(
            attrs={"class": "utrecht-textbox utrecht-textbox--html-input", "autocomplete": "current-password"}
        ),
    )
    error_messages = {
        "invalid_login": _(
            "This e-mail address and this password do not belong together. Check both and try again."
        ),
        "inactive": _(
            "This e-mail address and this password do not belong together. Check both and try again."
        ),
    }

    def clean_username(self) -> str:
        """In lower case, so that tries are counted together however the address is written."""
        return str(self.cleaned_data["username"]).lower()
