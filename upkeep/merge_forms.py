"""What a person chooses when two cards become one."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _

from upkeep.services.comparing import BOTH, GONE, KEPT, Choice
from wijkweb.kit.forms import OnceField, StyledForm

FIELD = "veld-"


class MergeForm(StyledForm):
    """For every field in which the cards differ: whose value stays."""

    sleutel = OnceField()
    gezien = forms.CharField(widget=forms.HiddenInput, max_length=50)

    def __init__(self, data: Any, *, choices: list[Choice]) -> None:
        super().__init__(data)
        self.differences = choices
        for choice in choices:
            options = [(KEPT, choice.kept), (GONE, choice.gone)]
            options += [(BOTH, "")] if choice.can_join else []
            self.fields[FIELD + choice.name] = forms.ChoiceField(
                label=choice.label,
                choices=options,
                widget=forms.RadioSelect,
                initial=choice.suggested,
                required=False,
                error_messages={"invalid_choice": _("Choose one of the values that stand here.")},
            )

    @property
    def token(self) -> UUID:
        return OnceField().clean(self.data.get("sleutel"))

    @property
    def seen(self) -> str:
        return str(self.cleaned_data.get("gezien") or "")

    @property
    def picks(self) -> dict[str, str]:
        return {choice.name: self.cleaned_data.get(FIELD + choice.name, "") for choice in self.differences}

    @property
    def rows(self) -> list[tuple[Choice, Any, str]]:
        """Each difference with its field and what is picked now."""
        return [(choice, self[FIELD + choice.name], self._picked(choice)) for choice in self.differences]

    def _picked(self, choice: Choice) -> str:
        value = self[FIELD + choice.name].value()
        return value if value in (KEPT, GONE, BOTH) else choice.suggested
