"""Entering an initiative, and the part that a partner has in one."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.access import Visibility, viewer_of
from initiatives.models import Initiative, Origin, Participation, ParticipationRole, Phase
from partners.forms.choosing import Parties, PartyField
from partners.models import Certainty, LifeDomain, Partner
from places.models import Kern
from wijkweb.kit.forms import CarefulForm, OnceField, VersionField, any_wrong
from wijkweb.kit.partial_dates import PartialDateFormField

PRECISELY = _("As precise as you know: 2014, 2014-12 or 2014-12-31.")


def words(choices: Any) -> list[tuple[str, str]]:
    """Choices that begin with a capital."""
    return [(value, capfirst(str(label))) for value, label in choices]


class InitiativeFields(CarefulForm):
    """What is known of an initiative; name, phase and life domains come first."""

    name = forms.CharField(
        label=_("Name"),
        max_length=300,
        error_messages={"required": _("Fill in the name of the initiative.")},
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    phase = forms.ChoiceField(label=_("Phase"), choices=words(Phase.choices), initial=Phase.RUNNING)
    life_domains = forms.MultipleChoiceField(
        label=_("Life domains"),
        required=False,
        choices=words(LifeDomain.choices),
        widget=forms.CheckboxSelectMultiple,
    )
    kern = forms.ModelChoiceField(Kern.objects.none(), label=_("Kern"), empty_label=None)
    origin = forms.ChoiceField(
        label=_("Began with"), required=False, choices=[("", _("not known yet")), *words(Origin.choices)]
    )
    started_on = PartialDateFormField(label=_("Start"), required=False, help_text=PRECISELY)
    ended_on = PartialDateFormField(
        label=_("Stopped on"),
        required=False,
        help_text=_(
            "Leave this empty as long as it goes on, also when others took it over. To stop is not to fail: write"
            " under “What came of it” what it brought."
        ),
    )
    target_groups = forms.CharField(
        label=_("For whom"), required=False, max_length=300, help_text=_("With commas: jongeren, ouderen")
    )
    description = forms.CharField(
        label=_("Description"), required=False, max_length=5000, widget=forms.Textarea
    )
    outcome = forms.CharField(
        label=_("What came of it"), required=False, max_length=5000, widget=forms.Textarea({"rows": 3})
    )
    source = forms.CharField(label=_("Source"), required=False, max_length=500)
    visibility = forms.ChoiceField(
        label=_("Visible to"),
        choices=words(choice for choice in Visibility.choices if choice[0] != Visibility.SELF),
        initial=Visibility.PUBLIC,
        required=False,
    )

    FIRST = ("name", "phase", "life_domains")

    def __init__(self, data: Any = None, *, kernen: set[int], **kwargs: Any) -> None:
        super().__init__(data, auto_id="veld-%s", **kwargs)
        field: Any = self.fields["kern"]
        field.queryset = Kern.objects.filter(pk__in=kernen)
        if len(field.queryset) < 2:
            del self.fields["kern"]

    @property
    def rest(self) -> list[forms.BoundField]:
        """The folded fields."""
        return [field for field in self.visible_fields() if field.name not in self.FIRST]

    @property
    def more_is_open(self) -> bool:
        """Whether a mistake is folded away."""
        return any_wrong(self.rest)

    def clean_target_groups(self) -> list[str]:
        text = str(self.cleaned_data["target_groups"])
        groups = [" ".join(part.split())[:60] for part in text.replace(";", ",").split(",")]
        return list(dict.fromkeys(group for group in groups if group))

    def clean_visibility(self) -> str:
        return str(self.cleaned_data["visibility"] or self.fields["visibility"].initial)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        start, end = values.get("started_on"), values.get("ended_on")
        if start and end and start.is_after(end):
            self.add_error("ended_on", _("The end lies before the start. Change one of the two dates."))
        return values

    def values(self) -> dict[str, Any]:
        """What the services take."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in ("token", "version", "is_new")
        }


class AddInitiativeForm(InitiativeFields):
    """`is_new` says that it is none of those with a name like it."""

    token = OnceField()
    is_new = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, user: Any, kern: Kern) -> None:
        below = set(Kern.objects.ids_below(kern.pk)) & viewer_of(user).kernen
        super().__init__(data, kernen=below, initial={"kern": kern.pk})


class EditInitiativeForm(InitiativeFields):
    version = VersionField()

    def __init__(self, data: Any = None, *, user: Any, initiative: Initiative, version: int = 0) -> None:
        names = [name for name in self.base_fields if name not in ("kern", "version", "target_groups")]
        initial = {name: getattr(initiative, name) for name in names}
        initial |= {
            "kern": initiative.kern_id,
            "version": version,
            "target_groups": ", ".join(initiative.target_groups),
        }
        super().__init__(data, kernen=set(viewer_of(user).kernen), initial=initial)
        if initiative.visibility == Visibility.SELF:
            del self.fields["visibility"]
        else:
            self.fields["visibility"].initial = initiative.visibility


class ParticipationFields(CarefulForm):
    """The part of a partner in an initiative."""

    role = forms.ChoiceField(
        label=_("Role"), choices=words(ParticipationRole.choices), initial=ParticipationRole.JOINS
    )
    started_on = PartialDateFormField(label=_("Since"), required=False, help_text=PRECISELY)
    ended_on = PartialDateFormField(
        label=_("Stopped on"), required=False, help_text=_("Make it empty when it goes on after all.")
    )
    description = forms.CharField(
        label=_("Description"), required=False, max_length=2000, widget=forms.Textarea({"rows": 2})
    )
    source = forms.CharField(label=_("Source"), required=False, max_length=500)
    certainty = forms.ChoiceField(label=_("Certainty"), required=False, choices=words(Certainty.choices))

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, auto_id="veld-%s", **kwargs)

    def values(self) -> dict[str, Any]:
        """What the services take."""
        names = ("role", "started_on", "ended_on", "description", "source", "certainty")
        found = {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
        found["certainty"] = found["certainty"] or Certainty.LITERAL
        return found


class AddParticipationForm(ParticipationFields):
    """`partner` is known and the initiative is chosen, or the other way round."""

    initiative = forms.ModelChoiceField(
        Initiative.objects.none(),
        label=_("Initiative"),
        empty_label=_("Choose…"),
        error_messages={"required": _("Choose the initiative.")},
    )
    partner = PartyField(label=_("Who takes part?"), help_text=_("Type the name of a party."))
    token = OnceField()
    field_order = ["initiative", "partner", "role", "started_on"]

    def __init__(
        self,
        data: Any = None,
        *,
        user: Any,
        partner: Partner | None = None,
        initiative: Initiative | None = None,
    ) -> None:
        super().__init__(data)
        del self.fields["ended_on"]
        if initiative is not None:
            del self.fields["initiative"]
            self.parties = Parties(user, initiative.kern)
            field = self.fields["partner"]
            assert isinstance(field, PartyField)  # noqa: S101
            field.parties = self.parties
            field.required = True
            field.error_messages["required"] = _("Type the name of the party that takes part.")
        elif partner is not None:
            del self.fields["partner"]
            around = Kern.objects.ids_around(partner.kern_id) if partner.kern_id else []
            choice: Any = self.fields["initiative"]
            near = Q(kern_id__in=[*around, *viewer_of(user).kernen])
            choice.queryset = Initiative.objects.visible_to(user).filter(near)


class EditParticipationForm(ParticipationFields):
    version = VersionField()

    def __init__(self, data: Any = None, *, part: Participation, version: int = 0) -> None:
        names = [name for name in self.base_fields if name != "version"]
        initial = {name: getattr(part, name) for name in names}
        super().__init__(data, initial={**initial, "version": version})
        if not part.ended_on:
            del self.fields["ended_on"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        start, end = values.get("started_on"), values.get("ended_on")
        if start and end and start.is_after(end):
            self.add_error("ended_on", _("The end lies before the start. Change one of the two dates."))
        return values
