"""What a visitor may ask of these pages, and what a kern decides on them."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dashboards.models import Shared, SharingDecision
from places.models import Kern
from wijkweb.kit.forms import CarefulForm, OnceField
from wijkweb.kit.text import fold


class KernSearch(forms.Form):
    """A part of the name of a kern."""

    zoek = forms.CharField(label=_("Search a kern"), required=False, max_length=100)

    def wanted(self) -> str:
        """What to look for, as names are stored; empty when nothing usable was asked."""
        return fold(self.cleaned_data["zoek"]) if self.is_valid() else ""


class SharingForm(CarefulForm):
    """What a kern decided to share with the municipality: what, when, and who agreed."""

    parts = forms.MultipleChoiceField(
        label=_("What do you share?"),
        required=False,
        choices=Shared.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick nothing, and only what is always there stays on the overview."),
    )
    agreed = forms.CharField(
        label=_("Who agreed?"),
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
        help_text=_(
            "Roles and organisations, no names of residents: “village council, two neighbours, the school”."
        ),
        error_messages={"required": _("Write down who agreed. The kern decides this together.")},
    )
    decided_on = forms.DateField(
        label=_("Decided on"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": _("Fill in the day of the decision."),
            "invalid": _("This is not a date. An example: 31-12-2027."),
        },
    )
    place = forms.CharField(
        label=_("Where was this decided?"),
        required=False,
        max_length=300,
        help_text=_("Such as: a meeting in the village hall."),
    )
    token = OnceField()

    def __init__(self, data: Any = None, *, kern: Kern, current: SharingDecision | None) -> None:
        initial = {
            "parts": current.parts if current else [],
            "decided_on": timezone.localdate(),
            "place": gettext("Meeting in %(kern)s") % {"kern": kern.name},
        }
        super().__init__(data, auto_id="veld-%s", initial=initial)

    def clean_decided_on(self) -> date:
        day: date = self.cleaned_data["decided_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(
                _("This day still has to come. Fill in the day on which it was decided.")
            )
        return day

    def values(self) -> dict[str, Any]:
        """What the service takes."""
        return {name: self.cleaned_data[name] for name in ("parts", "agreed", "decided_on", "place", "token")}
