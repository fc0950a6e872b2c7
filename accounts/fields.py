"""Fields of the forms of this room."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.passwords import HELP, LONGEST

TEXTBOX = "utrecht-textbox utrecht-textbox--html-input"


class AddressField(forms.EmailField):
    """An e-mail address, in lower case, so that tries are counted together however it is written."""

    def __init__(self, **kwargs: Any) -> None:
        autocomplete = kwargs.pop("autocomplete", "username")
        super().__init__(
            **{
                "label": _("E-mail address"),
                "max_length": 254,
                "error_messages": {
                    "required": _("Fill in your e-mail address."),
                    "invalid": _("This is not an e-mail address. An example: naam@voorbeeld.nl."),
                },
                "widget": forms.EmailInput(attrs={"class": TEXTBOX, "autocomplete": autocomplete}),
                **kwargs,
            }
        )

    def clean(self, value: Any) -> str:
        return str(super().clean(value)).lower()


class PasswordField(forms.CharField):
    """A password that somebody has."""

    def __init__(self, **kwargs: Any) -> None:
        autocomplete = kwargs.pop("autocomplete", "current-password")
        super().__init__(
            **{
                "label": _("Password"),
                "strip": False,
                "max_length": 4096,
                "error_messages": {"required": _("Fill in your password.")},
                "widget": forms.PasswordInput(attrs={"class": TEXTBOX, "autocomplete": autocomplete}),
                **kwargs,
            }
        )


class NewPasswordField(PasswordField):
    """A password that somebody chooses; asked once, and what is typed can be made visible by the browser."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            **{
                "label": _("New password"),
                "help_text": HELP,
                "max_length": LONGEST * 8,
                "error_messages": {"required": _("Choose a password.")},
                "autocomplete": "new-password",
                **kwargs,
            }
        )


class CodeField(forms.CharField):
    """A code that came by mail or from an app: figures, with or without blanks and dashes."""

    def __init__(self, **kwargs: Any) -> None:
        attributes = {
            "class": f"{TEXTBOX} code-field",
            "autocomplete": "one-time-code",
            "inputmode": "numeric",
            "spellcheck": "false",
        }
        super().__init__(
            **{
                "label": _("Code"),
                "max_length": 40,
                "widget": forms.TextInput(attrs=attributes),
                "error_messages": {"required": _("Fill in the code.")},
                **kwargs,
            }
        )
