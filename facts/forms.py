"""Entering a figure and what it is."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from facts.models import Fact, FactKind, decimals_of
from wijkweb.kit.forms import CarefulForm, OnceField, VersionField
from wijkweb.kit.partial_dates import PartialDate, PartialDateFormField

WRITTEN = re.compile(r"[0-9]{1,16}([.,][0-9]{1,8})?", re.ASCII)
PRECISELY = _("As precise as you know: 2014, 2014-12 or 2014-12-31.")
OUTPUT_BUTTON = "wordt-output"


class FigureField(forms.Field):
    """A number of zero or more, with a comma or a point; the decimals stay as they were typed."""

    widget = forms.TextInput
    default_error_messages = {
        "invalid": _("Fill in a number, such as 12 or 2,5. No spaces, at most eight decimals.")
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs["inputmode"] = "decimal"

    def to_python(self, value: Any) -> Decimal | None:
        text = str(value or "").strip()
        if not text:
            return None
        if not WRITTEN.fullmatch(text):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return Decimal(text.replace(",", "."))

    def prepare_value(self, value: Any) -> Any:
        return f"{value:f}".replace(".", ",") if isinstance(value, Decimal) else value


class FactFields(CarefulForm):
    """What a figure is about, what it is, how it was and how it is, and how far it can be trusted."""

    kind = forms.ChoiceField(
        label=_("What is this figure?"),
        choices=FactKind,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what this figure is: what was done, or what changed for people.")
        },
    )
    quantity = forms.CharField(
        label=_("What is measured or counted?"),
        max_length=200,
        help_text=_("Such as: residents who know their neighbours, or meetings in the village hall."),
    )
    value = FigureField(label=_("How much is it?"))
    unit = forms.CharField(
        label=_("Unit"), max_length=100, help_text=_("Such as: per cent, meetings, persons.")
    )
    dated_on = PartialDateFormField(label=_("Measured on, or counted until"), help_text=PRECISELY)
    base_value = FigureField(
        label=_("How much was it before?"), required=False, help_text=_("An outcome needs a beginning.")
    )
    started_on = PartialDateFormField(
        label=_("Measured before on, or counted from"), required=False, help_text=PRECISELY
    )
    outcome_reason = forms.CharField(
        label=_("What changed for people, and how does this figure tell so?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
    )
    description = forms.CharField(
        label=_("Explanation"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Everybody may read this. Roles and organisations, no names."),
    )
    doubt = forms.CharField(
        label=_("What can be doubted about it?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Such as: few people answered, or counted from memory."),
    )
    source = forms.CharField(
        label=_("Source"),
        max_length=500,
        help_text=_("Where others can find it: a report, a survey, who counted."),
        error_messages={"required": _("Write down where this figure comes from.")},
    )

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        if data is not None and OUTPUT_BUTTON in data:  # "call it output", pressed below the question
            data = data.copy()
            data["kind"] = FactKind.OUTPUT.value
        super().__init__(data, auto_id="veld-%s", initial=initial)

    def clean_dated_on(self) -> PartialDate:
        day: PartialDate = self.cleaned_data["dated_on"]
        if day.is_after(PartialDate.today()):
            raise ValidationError(_("This day still has to come. Fill in when it was measured."))
        return day

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if values.get("base_value") is not None and "started_on" in values and not values["started_on"]:
            self.add_error("started_on", _("How it was before needs a date: when was it so?"))
        return values

    def values(self) -> dict[str, Any]:
        """What the services take."""
        return {name: self.cleaned_data[name] for name in FACT_FIELDS}

    @property
    def asks_why(self) -> bool:
        """Whether the question stands on the page why this is an outcome: it was asked, or answered before."""
        return bool("outcome_reason" in self.errors or self["outcome_reason"].value())


class AddFactForm(FactFields):
    token = OnceField()


class EditFactForm(FactFields):
    version = VersionField()

    def __init__(self, data: Any = None, *, fact: Fact, version: int = 0) -> None:
        initial = {name: getattr(fact, name) for name in FACT_FIELDS}
        initial["value"] = Decimal(fact.written_value)
        if fact.base_value is not None:
            initial["base_value"] = Decimal(f"{fact.base_value:.{decimals_of(fact.base_value)}f}")
        super().__init__(data, initial=initial | {"version": version})


FACT_FIELDS = (
    "kind", "quantity", "value", "unit", "dated_on", "base_value", "started_on", "outcome_reason", "description", "doubt", "source",
)  # fmt: skip
