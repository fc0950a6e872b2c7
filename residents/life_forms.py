"""What a coordinator fills in about the life of an initiative."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from initiatives.models import Initiative
from partners.forms.choosing import Parties, PartyField
from residents.forms import LessonForm
from wijkweb.kit.forms import CarefulForm, OnceField


class StepForm(LessonForm):
    """To another phase; only a pause and a stop ask for a lesson."""

    token = OnceField()


class GiveOverForm(CarefulForm):
    """Who drives it from which day."""

    successor = PartyField(label=_("Who takes over?"), help_text=_("Type the name of a party."))
    on = forms.DateField(
        label=_("From which day?"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Fill in the day."), "invalid": _("Fill in a day, as 2026-11-25.")},
    )
    token = OnceField()

    def __init__(self, data: Any = None, *, user: Any, initiative: Initiative) -> None:
        super().__init__(data, auto_id="veld-%s", initial={"on": timezone.localdate()})
        self.parties = Parties(user, initiative.kern)
        field: Any = self.fields["successor"]
        field.parties = self.parties
        field.required = True
        field.error_messages["required"] = _("Type the name of the party that takes over.")
