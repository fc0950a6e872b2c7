"""Working a note out: which party, which tie, which next step."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from partners.models import LifeDomain, Partner, PartnerKind, RelationKind, Strength
from rounds.models import Note
from rounds.services import Outcome
from wijkweb.kit.forms import OnceField, StyledForm
from wijkweb.kit.text import fold

NEW, NOBODY = "new", "none"


class NoteForm(StyledForm):
    """One note from the bicycle, for who has no JavaScript; a phone sends many at once as JSON."""

    client_id = OnceField()
    stop = forms.CharField(
        label=_("Stop on the round"),
        required=False,
        max_length=200,
        help_text=_("Where you are: a place or an occasion."),
        widget=forms.TextInput({"list": "partijen"}),
    )
    party = forms.CharField(
        label=_("Party"),
        required=False,
        max_length=200,
        help_text=_("Whom you spoke: a club, a shop, a role."),
        widget=forms.TextInput({"list": "partijen"}),
    )
    line = forms.CharField(label=_("In one line"), required=False, max_length=500)
    next_step = forms.CharField(label=_("Next step"), required=False, max_length=300)


class OutcomeForm(StyledForm):
    """What becomes of a note. Nothing is filled in that the coordinator has not confirmed."""

    which = forms.ChoiceField(label=_("Which party is this?"), widget=forms.RadioSelect)
    other_name = forms.CharField(
        label=_("Another party that is here already"),
        required=False,
        max_length=300,
        widget=forms.TextInput({"list": "partijen"}),
    )
    name = forms.CharField(label=_("Name"), required=False, max_length=300)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("choose…")), *PartnerKind.choices]
    )
    life_domain = forms.ChoiceField(
        label=_("Life domain"), required=False, choices=[("", _("not known yet")), *LifeDomain.choices]
    )
    tie_name = forms.CharField(
        label=_("Has a tie with"),
        required=False,
        max_length=300,
        widget=forms.TextInput({"list": "partijen"}),
    )
    tie_kind = forms.ChoiceField(label=_("Kind of tie"), required=False, choices=RelationKind.choices)
    tie_strength = forms.TypedChoiceField(
        label=_("Strength"), required=False, choices=Strength.choices, coerce=int, empty_value=None
    )
    task = forms.CharField(label=_("Task"), required=False, max_length=300)
    due_on = forms.DateField(
        label=_("Before"),
        required=False,
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
        error_messages={"invalid": _("This is not a day. Write it as 2026-12-31.")},
    )

    def __init__(
        self,
        note: Note,
        suggestions: Iterable[Partner],
        parties: dict[str, Partner],
        data: Any = None,
        *,
        is_sure: bool = False,
    ) -> None:
        self.suggestions = list(suggestions)
        self.parties = parties
        first = str(self.suggestions[0].pk) if is_sure else NEW if note.party else NOBODY
        initial = {
            "which": first,
            "name": note.party,
            "task": note.next_step,
            "tie_kind": RelationKind.KNOWS,
            "tie_name": self._tie_suggestion(note, parties),
        }
        super().__init__(data, initial=initial, prefix=f"n{note.pk}")
        field = cast(forms.ChoiceField, self.fields["which"])
        field.choices = [
            *((str(partner.pk), partner.name) for partner in self.suggestions),
            ("other", _("another one that is here already")),
            (NEW, _("a new party")),
            (NOBODY, _("no party")),
        ]

    @staticmethod
    def _tie_suggestion(note: Note, parties: dict[str, Partner]) -> str:
        """The stop, when it is a party itself: somebody met at De Brug may have a tie with De Brug."""
        here = parties.get(fold(note.stop))
        return here.name if here and fold(note.stop) != fold(note.party) else ""

    def _find(self, name: str) -> Partner | None:
        """The party with the name in this field; the field gets a message when there is none."""
        typed = self.cleaned_data.get(name, "")
        if not typed:
            return None
        found = self.parties.get(fold(typed))
        if found is None:
            self.add_error(
                name, _("No party here has this name. Choose one from the list, or add it as a new party.")
            )
        return found

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        which = values.get("which")
        if which == NEW:
            for name, message in (("name", _("Fill in a name.")), ("kind", _("Choose a kind."))):
                if not values.get(name):
                    self.add_error(name, message)
        if which == "other" and not values.get("other_name"):
            self.add_error("other_name", _("Choose a party from the list."))
        values["other"] = self._find("other_name") if which == "other" else None
        values["tie_to"] = self._find("tie_name")
        if values["tie_to"] is not None and which == NOBODY:
            self.add_error("tie_name", _("A tie needs two parties. Choose above which party this is."))
        return values

    def outcome(self) -> Outcome:
        values = self.cleaned_data
        which = values["which"]
        chosen = {str(partner.pk): partner for partner in self.suggestions}.get(which) or values["other"]
        fresh = {name: values[name] for name in ("name", "kind", "life_domain")} if which == NEW else None
        return Outcome(
            partner=chosen,
            new_partner=fresh,
            tie_to=values["tie_to"],
            tie_kind=values["tie_kind"] or RelationKind.KNOWS,
            tie_strength=values["tie_strength"] or Strength.LOOSE,
            task=values["task"].strip(),
            due_on=values["due_on"],
        )

    def refuse(self, error: ValidationError) -> None:
        """Show what the services refused, at the field where that is possible."""
        messages = error.message_dict if hasattr(error, "error_dict") else {"__all__": error.messages}
        for name, texts in messages.items():
            for text in texts:
                self.add_error(name if name in self.fields else None, text)


class TaskForm(StyledForm):
    """A next step that was thought of at home."""

    token = OnceField()
    text = forms.CharField(label=_("What to do"), max_length=300)
    due_on = forms.DateField(
        label=_("Before"),
        required=False,
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
        error_messages={"invalid": _("This is not a day. Write it as 2026-12-31.")},
    )
