"""Who a person is: name, e-mail and consent, apart from the role that everybody sees."""

import hashlib
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.models import Identity
from wijkweb.kit.forms import StyledForm

FIELDS = ("name", "email", "consent_on")


def mark_of(identity: Identity | None) -> str:
    """A short mark of what is stored, to see that somebody else changed it; an identity has no history."""
    values = [str(getattr(identity, name) or "") for name in FIELDS] if identity else []
    return hashlib.sha256("\n".join(values).encode()).hexdigest()[:16]


class IdentityForm(StyledForm):
    """Empty all three and nothing is kept."""

    name = forms.CharField(
        label=_("Name"), required=False, max_length=200, widget=forms.TextInput({"autocomplete": "off"})
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "off"}),
        error_messages={"invalid": _("This is not an e-mail address. An example: naam@voorbeeld.nl.")},
    )
    consent_on = forms.DateField(
        label=_("Agreed that the name is shown on"),
        required=False,
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
        help_text=_("The day on which this person said yes. Without it the name is shown to nobody else."),
    )
    mark = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, identity: Identity | None) -> None:
        initial: dict[str, Any] = {name: getattr(identity, name) for name in FIELDS} if identity else {}
        super().__init__(data, auto_id="veld-%s", initial={**initial, "mark": mark_of(identity)})

    def clean_consent_on(self) -> date | None:
        day: date | None = self.cleaned_data["consent_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(
                _("This day still has to come. Fill in the day on which the person agreed.")
            )
        return day

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("consent_on") and not values.get("name"):
            self.add_error("name", _("Fill in the name, or leave out the day of consent."))
        return values

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FIELDS}
