"""Entering a partner: three fields, and the rest when it is known."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.access import Visibility, viewer_of
from partners.forms.choosing import LIFE_DOMAIN_UNKNOWN, KindSelect, Parties, PartyField, kind_choices
from partners.freshness import TERM_MONTHS
from partners.models import (
    Certainty,
    Involvement,
    Layer,
    LifeDomain,
    Partner,
    PartnerForm,
)
from partners.services.entering import form_of
from places.models import Kern
from wijkweb.kit.forms import CarefulForm, OnceField, StyledForm, VersionField, WebsiteField, any_wrong
from wijkweb.kit.partial_dates import PartialDateFormField

VISIBLE = [(value, label) for value, label in Visibility.choices if value != Visibility.SELF]
REFERENCES = ("organisation", "parent", "hangs_on", "successor")
ORIGINS = ("kaart", "lijst", "kern")


def words(choices: Any) -> list[tuple[str, str]]:
    """Choices that begin with a capital."""
    return [(value, capfirst(str(label))) for value, label in choices]


class PartnerFields(CarefulForm):
    """What is known of a partner. `name`, `kind` and `life_domain` come first, the rest is folded away."""

    name = forms.CharField(
        label=_("Name"),
        max_length=300,
        error_messages={
            "required": _("Fill in the name. Of a person: the role, such as “board member of the club”.")
        },
        help_text=_("Of a person: the role, not the name."),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "sentences"}),
    )
    kind = forms.ChoiceField(
        label=_("Kind"), widget=KindSelect, error_messages={"required": _("Choose what kind of party it is.")}
    )
    life_domain = forms.ChoiceField(label=_("Life domain"), required=False)
    kern = forms.ModelChoiceField(Kern.objects.none(), label=_("Kern"), empty_label=None)
    involvement = forms.ChoiceField(
        label=_("Involvement"), required=False, choices=words(Involvement.choices)
    )
    layer = forms.ChoiceField(label=_("Layer"), required=False)
    started_on = PartialDateFormField(
        label=_("Since"), required=False, help_text=_("As precise as you know: 2014, 2014-12 or 2014-12-31.")
    )
    description = forms.CharField(
        label=_("Description"),
        required=False,
        max_length=5000,
        widget=forms.Textarea,
        help_text=_(
            "Everybody who may see the party reads this. Write nothing about health or private matters."
        ),
    )
    website = WebsiteField(label=_("Website"))
    mailbox = forms.EmailField(
        label=_("Function mailbox"),
        required=False,
        max_length=254,
        help_text=_("An address of the organisation, not of one person: info@…"),
        error_messages={"invalid": _("This is not an e-mail address. An example: naam@voorbeeld.nl.")},
    )
    location = forms.CharField(label=_("Where it can be found"), required=False, max_length=300)
    parent = PartyField(label=_("Part of"))
    organisation = PartyField(label=_("Belongs to the organisation"))
    hangs_on = PartyField(label=_("Hangs on"), help_text=_("The person without whom it would stop."))
    successor = PartyField(label=_("Successor"), help_text=_("Who takes over when that person stops."))
    rhythm = forms.CharField(
        label=_("How often it meets"),
        required=False,
        max_length=200,
        widget=forms.TextInput({"placeholder": ""}),
    )
    size = forms.IntegerField(label=_("How many take part"), required=False, min_value=0, max_value=100_000)
    source = forms.CharField(
        label=_("Source"), required=False, max_length=500, help_text=_("Who told it, or where it is written.")
    )
    certainty = forms.ChoiceField(label=_("Certainty"), required=False, choices=words(Certainty.choices))
    term_months = forms.IntegerField(
        label=_("Look at it again after how many months"), required=False, min_value=1, max_value=120
    )
    visibility = forms.ChoiceField(label=_("Visible to"), required=False)

    def __init__(self, data: Any = None, *, user: Any, kern: Kern | None, partner: Partner | None = None, **kwargs: Any) -> None:  # fmt: skip
        super().__init__(data, auto_id="veld-%s", **kwargs)
        self.user = user
        self.fields["term_months"].help_text = _("Empty means %(months)d.") % {"months": TERM_MONTHS}
        self._choice("life_domain", [LIFE_DOMAIN_UNKNOWN, *words(LifeDomain.choices)])
        looked_after = viewer_of(user).kernen
        self._kern_field.queryset = Kern.objects.filter(pk__in=self._kernen(kern, partner, looked_after))
        also = [getattr(partner, f"{name}_id") for name in REFERENCES] if partner else []
        self.parties = Parties(user, kern, also)
        for name in REFERENCES:
            field = self.fields[name]
            assert isinstance(field, PartyField)  # noqa: S101
            field.parties = self.parties
            current = getattr(partner, f"{name}_id", None)
            if current and current not in self.parties.labels:
                del self.fields[name]  # somebody else may see it, and it stays as it is

    @property
    def _kern_field(self) -> Any:
        return self.fields["kern"]

    def _choice(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = choices

    @staticmethod
    def _kernen(kern: Kern | None, partner: Partner | None, looked_after: frozenset[int]) -> set[int]:
        raise NotImplementedError

    @property
    def more(self) -> list[tuple[str, Any, list[forms.BoundField]]]:
        """The folded fields in groups: for which sort of party, a heading, the fields."""
        groups: list[tuple[str, Any, tuple[str, ...]]] = [
            ("", "", ("kern", "involvement", "layer", "started_on", "ended_on", "description")),
            ("organisatie", _("For an organisation"), ("parent",)),
            ("groep", _("For an informal group"), ("rhythm", "size", "hangs_on", "successor")),
            ("persoon", _("For a person"), ("organisation",)),
            ("vindbaar", _("Where to find it"), ("location", "website", "mailbox")),
            ("bron", _("Where it comes from"), ("source", "certainty", "term_months")),
            ("zichtbaar", "", ("visibility",)),
        ]
        found = [
            (sort, title, [self[name] for name in names if name in self.fields])
            for sort, title, names in groups
        ]
        return [(sort, title, fields) for sort, title, fields in found if fields]

    @property
    def more_is_open(self) -> bool:
        """Whether a mistake is folded away."""
        return any_wrong(field for _sort, _title, fields in self.more for field in fields)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        start, end = values.get("started_on"), values.get("ended_on")
        if start and end and start.is_after(end):
            self.add_error("ended_on", _("The end lies before the start. Change one of the two dates."))
        return values


class AddPartnerForm(PartnerFields):
    """A new partner. What is left open follows from its kind."""

    token = OnceField()
    van = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    is_new = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self._choice("kind", kind_choices(_("Choose…")))
        self._choice("layer", [("", _("follows from the kind")), *words(Layer.choices)])
        self._choice("visibility", [("", _("follows from the kind: everybody")), *words(VISIBLE)])
        self.fields["kern"].initial = kwargs["kern"]
        self.fields["kern"].required = False
        if len(self._kern_field.queryset) < 2:
            del self.fields["kern"]

    @staticmethod
    def _kernen(kern: Kern | None, partner: Partner | None, looked_after: frozenset[int]) -> set[int]:
        assert kern is not None  # noqa: S101
        return set(Kern.objects.ids_below(kern.pk)) & looked_after

    def clean_van(self) -> str:
        van = str(self.cleaned_data["van"])
        return van if van in ORIGINS else ""

    def values(self) -> dict[str, Any]:
        """What `add_partner` takes, without what was left open."""
        skip = {"token", "van", "is_new"}
        found = {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in skip and value not in ("", None)
        }
        if form_of(found["kind"]) == PartnerForm.PERSON:
            found.pop("visibility", None)
        return found


class EditPartnerForm(PartnerFields):
    """A partner as it is, to correct."""

    version = VersionField()
    ended_on = PartialDateFormField(
        label=_("Stopped on"), required=False, help_text=_("Make it empty when it goes on after all.")
    )

    def __init__(self, data: Any = None, *, partner: Partner, version: int = 0, **kwargs: Any) -> None:
        names = [name for name in self.base_fields if hasattr(partner, name) and name != "kern"]
        initial = {name: getattr(partner, f"{name}_id" if name in REFERENCES else name) for name in names}
        initial |= {"kern": partner.kern_id, "version": version}
        super().__init__(data, partner=partner, initial=initial, **kwargs)
        self._choice("kind", kind_choices())
        self._choice("layer", [("", _("not known yet")), *words(Layer.choices)])
        self._choice("visibility", words(VISIBLE))
        if not partner.ended_on:
            del self.fields["ended_on"]
        if len(self._kern_field.queryset) < 2 or not partner.kern_id:
            del self.fields["kern"]
        if partner.visibility == Visibility.SELF:
            del self.fields["visibility"]

    @staticmethod
    def _kernen(kern: Kern | None, partner: Partner | None, looked_after: frozenset[int]) -> set[int]:
        return set(looked_after)

    @property
    def more_is_open(self) -> bool:
        return True

    def values(self) -> dict[str, Any]:
        """What `change_partner` takes; a person keeps the visibility that it has."""
        found = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        if form_of(found["kind"]) == PartnerForm.PERSON or not found.get("visibility"):
            found.pop("visibility", None)
        for name in ("involvement", "certainty"):
            if not found[name]:
                del found[name]
        return found


class InvolvementForm(StyledForm):
    """Another ring."""

    involvement = forms.ChoiceField(label=_("Involvement"), choices=words(Involvement.choices))
