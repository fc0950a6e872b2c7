"""Tying two partners: who, what their tie is in words, and how strong."""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.access import viewer_of
from partners.forms.choosing import LIFE_DOMAIN_UNKNOWN, KindSelect, kind_choices
from partners.freshness import TERM_MONTHS
from partners.models import (
    Certainty,
    LifeDomain,
    Partner,
    PartnerKind,
    Relation,
    RelationKind,
    Strength,
)
from partners.similar import similar_partners
from partners.wording import GETTING, TOGETHER, nature_choices, way_of, words_for
from places.models import Kern
from wijkweb.kit.forms import CarefulForm, OnceField, VersionField, any_wrong
from wijkweb.kit.partial_dates import PartialDateFormField
from wijkweb.kit.text import fold

NEW = "nieuw:"  # a short name has no colon, so no party can be called this
FOUND_AT_MOST = 8


@dataclass
class Hit:
    """A party that may be meant, with the ties that it already has with the first one."""

    partner: Partner
    known: list[str] = field(default_factory=list)


def parties_like(text: str, partner: Partner, user: Any) -> list[Partner]:
    """The parties whose name holds these words or looks like them, those of the same kern first."""
    found_words = fold(text).split()
    if not found_words:
        return []
    rows = Partner.objects.visible_to(user).exclude(pk=partner.pk).filter(ended_on__isnull=True)
    for word in found_words:
        rows = rows.filter(search_name__contains=word)
    near = rows.filter(kern=partner.kern).with_places()[:FOUND_AT_MOST]
    found = list(near)
    if len(found) < FOUND_AT_MOST:
        found += list(rows.exclude(kern=partner.kern).with_places()[: FOUND_AT_MOST - len(found)])
    if len(found) < FOUND_AT_MOST and partner.kern_id:
        around = Kern.objects.ids_around(partner.kern_id)
        known = {row.pk for row in found} | {partner.pk}
        alike = similar_partners(text, kern_ids=around, viewer=viewer_of(user))
        found += [match.partner for match in alike if match.partner.pk not in known]
    return found[:FOUND_AT_MOST]


def hits_for(partners: list[Partner], partner: Partner, user: Any) -> list[Hit]:
    """The parties with what already ties them; one query."""
    hits = {row.pk: Hit(row) for row in partners}
    relations = Relation.objects.visible_to(user).of(partner).filter(ended_on__isnull=True)
    for relation in relations:
        other = relation.target_id if relation.source_id == partner.pk else relation.source_id
        if other in hits:
            hits[other].known.append(str(words_for(relation, partner)))
    return list(hits.values())


class RelationFields(CarefulForm):
    """What both forms of a tie have."""

    nature = forms.ChoiceField(label=_("What is their tie?"), required=False)
    strength = forms.TypedChoiceField(
        label=_("How strong?"),
        coerce=int,
        choices=[(value, capfirst(str(label))) for value, label in Strength.choices],
        widget=forms.RadioSelect,
        required=False,
        initial=Strength.LOOSE.value,
        empty_value=str(Strength.LOOSE.value),
    )
    started_on = PartialDateFormField(
        label=_("Since"), required=False, help_text=_("As precise as you know: 2014, 2014-12 or 2014-12-31.")
    )
    description = forms.CharField(
        label=_("Description"), required=False, max_length=5000, widget=forms.Textarea({"rows": 2})
    )
    source_text = forms.CharField(
        label=_("Source"), required=False, max_length=500, help_text=_("Who told it, or where it is written.")
    )
    certainty = forms.ChoiceField(
        label=_("Certainty"),
        required=False,
        choices=[(value, capfirst(str(label))) for value, label in Certainty.choices],
    )
    term_months = forms.IntegerField(
        label=_("Look at it again after how many months"), required=False, min_value=1, max_value=120
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, auto_id="veld-%s", **kwargs)
        nature = self.fields["nature"]
        assert isinstance(nature, forms.ChoiceField)  # noqa: S101
        nature.choices = nature_choices()
        self.fields["term_months"].help_text = _("Empty means %(months)d.") % {"months": TERM_MONTHS}

    def details(self) -> dict[str, Any]:
        """The values of the fields that have the name of a column; direction apart."""
        names = ("strength", "started_on", "description", "source_text", "certainty", "term_months")
        found = {name: self.cleaned_data[name] for name in names}
        found["certainty"] = found["certainty"] or Certainty.LITERAL
        found["strength"] = int(found["strength"])
        return found

    @property
    def more_is_open(self) -> bool:
        """Whether a mistake is folded away."""
        folded = (
            "started_on",
            "ended_on",
            "end_reason",
            "description",
            "source_text",
            "certainty",
            "term_months",
        )
        return any_wrong(self[name] for name in folded if name in self.fields)

    @property
    def kind_and_way(self) -> tuple[str, str]:
        kind, _colon, way = (self.cleaned_data["nature"] or f"{RelationKind.KNOWS}:{TOGETHER}").partition(":")
        return kind, way


class AddRelationForm(RelationFields):
    """A tie of `partner` with somebody who is found by name, or who is new."""

    zoek = forms.CharField(
        label=_("With whom?"),
        required=False,
        max_length=300,
        widget=forms.TextInput({"autocomplete": "off", "type": "search"}),
    )
    met = forms.CharField(required=False, max_length=130)
    new_kind = forms.ChoiceField(label=_("Kind"), required=False, widget=KindSelect)
    new_domain = forms.ChoiceField(
        label=_("Life domain"),
        required=False,
        choices=[
            LIFE_DOMAIN_UNKNOWN,
            *((value, capfirst(str(label))) for value, label in LifeDomain.choices),
        ],
    )
    new_kern = forms.ModelChoiceField(Kern.objects.none(), label=_("Kern"), required=False, empty_label=None)
    token = OnceField()
    van = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, partner: Partner, user: Any, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.partner, self.user = partner, user
        kind = self.fields["new_kind"]
        assert isinstance(kind, forms.ChoiceField)  # noqa: S101
        kind.choices = kind_choices(_("Choose…"))
        kernen: Any = self.fields["new_kern"]
        kernen.queryset = Kern.objects.filter(pk__in=viewer_of(user).kernen)
        kernen.initial = partner.kern_id
        if len(kernen.queryset) < 2:
            self.kern_of_new = next(iter(kernen.queryset), None)
            del self.fields["new_kern"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        chosen = values.get("met") or ""
        if chosen == NEW:
            self._clean_new(values)
        elif chosen:
            values["other"] = (
                Partner.objects.visible_to(self.user).select_related("kern").filter(slug=chosen).first()
            )
            if values["other"] is None:
                self.add_error("zoek", _("This party is not there any more. Search again."))
            elif values["other"] == self.partner:
                self.add_error("zoek", _("A partner cannot have a tie to itself. Choose another party."))
        else:
            self.add_error("zoek", _("Choose with whom. Type a part of the name and choose from the list."))
        return values

    def _clean_new(self, values: dict[str, Any]) -> None:
        """Somebody new needs a name and a kind; the name is what was searched for."""
        if not values.get("zoek"):
            self.add_error("zoek", _("Type the name of the new party."))
        if values.get("new_kind") not in PartnerKind.values:
            self.add_error("new_kind", _("Choose what kind of party it is."))
        values.setdefault("new_kern", getattr(self, "kern_of_new", None))
        if values["new_kern"] is None and "new_kern" in self.fields:
            values["new_kern"] = self.partner.kern

    def search(self) -> list[Hit]:
        """The parties to choose from: the one that was chosen, then those that fit what was typed."""
        text, chosen = str(self["zoek"].value() or ""), str(self["met"].value() or "")
        first = (
            Partner.objects.visible_to(self.user)
            .with_places()
            .filter(slug=chosen)
            .exclude(pk=self.partner.pk)
        )
        found = list(first) if chosen and chosen != NEW else []
        found += [row for row in parties_like(text[:300], self.partner, self.user) if row not in found]
        return hits_for(found, self.partner, self.user)


class EditRelationForm(RelationFields):
    """A tie as it is; its two ends stay, though they may change sides."""

    ended_on = PartialDateFormField(
        label=_("Stopped on"), required=False, help_text=_("Make it empty when it goes on after all.")
    )
    end_reason = forms.CharField(label=_("Why it ended"), required=False, max_length=300)
    version = VersionField()

    def __init__(self, data: Any = None, *, relation: Relation, partner: Partner, version: int = 0) -> None:
        names = (
            "strength",
            "started_on",
            "ended_on",
            "end_reason",
            "description",
            "source_text",
            "certainty",
            "term_months",
        )
        initial = {name: getattr(relation, name) for name in names}
        initial |= {"nature": f"{relation.kind}:{way_of(relation, partner)}", "version": version}
        super().__init__(data, initial=initial)
        self.relation, self.partner = relation, partner
        self.fields["nature"].required = self.fields["strength"].required = True
        if not relation.ended_on:
            del self.fields["ended_on"], self.fields["end_reason"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        start, end = values.get("started_on"), values.get("ended_on")
        if start and end and start.is_after(end):
            self.add_error("ended_on", _("The end lies before the start. Change one of the two dates."))
        return values

    def values(self) -> dict[str, Any]:
        """What the tie has to hold, its ends included, so that a turned direction is seen as a change."""
        kind, way = self.kind_and_way
        found = self.details() | {"kind": kind, "is_directed": way != TOGETHER}
        for name in ("ended_on", "end_reason"):
            if name in self.fields:
                found[name] = self.cleaned_data[name]
        other = self.relation.target if self.relation.source_id == self.partner.pk else self.relation.source
        if way != TOGETHER:
            ends = (other, self.partner) if way == GETTING else (self.partner, other)
            found["source"], found["target"] = ends
        return found
