"""What may be asked of the list of changes."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from changes.models import Change, Verb
from wijkweb.kit.forms import StyledForm


class ChangeFilter(StyledForm):
    """By whom, and what sort of change; what is not understood counts as everything."""

    wie = forms.ModelChoiceField(
        label=_("By whom"), queryset=User.objects.none(), required=False, empty_label=_("everybody")
    )
    soort = forms.ChoiceField(
        label=_("What was done"), choices=[("", _("everything")), *Verb.choices], required=False
    )

    def __init__(self, data: Any, *, changes: QuerySet[Change]) -> None:
        super().__init__(data)
        self.changes = changes
        makers = User.objects.filter(pk__in=changes.order_by().values("made_by")).order_by("name", "email")
        self.fields["wie"].queryset = makers  # type: ignore[attr-defined]

    def apply(self) -> QuerySet[Change]:
        """The changes that are asked for."""
        self.is_valid()
        found = self.changes
        if who := self.cleaned_data.get("wie"):
            found = found.filter(made_by=who)
        if verb := self.cleaned_data.get("soort"):
            found = found.filter(verb=verb)
        return found
