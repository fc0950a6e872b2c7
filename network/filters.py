"""The filters of the map: from the address to a selection, with a message for what is not understood."""

from collections.abc import Iterable
from datetime import date
from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.analysis.web import Web, initiative_node, within_steps
from network.source import Party, Source
from partners.models import Certainty, Involvement, Layer, LifeDomain, PartnerKind
from wijkweb.kit.text import fold

UNKNOWN = "onbekend"
VIEWS = [("wijkweb", _("Figure")), ("netwerk", _("Network")), ("lijst", _("List"))]
PARTY_FILTERS = ("levensgebied", "laag", "betrokkenheid", "soort", "zekerheid")
NARROWING = (*PARTY_FILTERS, "oud", "zoek", "doelgroep", "initiatief", "focus", "stappen")


def choices_of(enum: Any, *extra: tuple[str, Any]) -> list[tuple[str, Any]]:
    return [("", _("all")), *enum.choices, *extra]


class WebFilter(forms.Form):
    """The questions that can be asked of a map, named as they stand in the address."""

    weergave = forms.ChoiceField(label=_("View"), choices=VIEWS, required=False, widget=forms.HiddenInput)
    zoek = forms.CharField(label=_("Search"), required=False, max_length=200, strip=True)
    levensgebied = forms.ChoiceField(label=_("Life domain"), required=False, choices=[])
    laag = forms.ChoiceField(label=_("Layer"), required=False, choices=[])
    betrokkenheid = forms.ChoiceField(label=_("Involvement"), required=False, choices=[])
    soort = forms.ChoiceField(label=_("Kind"), required=False, choices=[])
    doelgroep = forms.ChoiceField(label=_("Target group"), required=False, choices=[])
    initiatief = forms.ChoiceField(label=_("Initiative"), required=False, choices=[])
    zekerheid = forms.ChoiceField(label=_("Certainty"), required=False, choices=[])
    oud = forms.ChoiceField(label=_("Kept up to date"), required=False, choices=[])
    dag = forms.DateField(
        label=_("Day"),
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
    )
    focus = forms.CharField(required=False, max_length=120, widget=forms.HiddenInput)
    stappen = forms.IntegerField(required=False, min_value=1, max_value=9, widget=forms.HiddenInput)

    def __init__(self, data: Any, source: Source) -> None:
        super().__init__({name: data.get(name, "") for name in self.base_fields}, auto_id="filter-%s")
        self.source = source
        nowhere = (UNKNOWN, _("unknown"))
        groups = sorted({group for item in source.undertakings.values() for group in item.target_groups})
        names = sorted(
            ((item.id, item.label) for item in source.undertakings.values()), key=lambda pair: fold(pair[1])
        )
        for name, choices in {
            "levensgebied": choices_of(LifeDomain, nowhere),
            "laag": choices_of(Layer, nowhere),
            "betrokkenheid": choices_of(Involvement),
            "soort": choices_of(PartnerKind),
            "zekerheid": choices_of(Certainty),
            "doelgroep": [("", _("all")), *((group, group) for group in groups)],
            "initiatief": [("", _("all")), *names],
            "oud": [("", _("all")), ("ja", _("only what is not confirmed"))],
        }.items():
            field = cast(forms.ChoiceField, self.fields[name])
            field.choices = choices
            field.error_messages["invalid_choice"] = _(
                "This choice does not exist here; everything is shown."
            )
        if source.old_rows is None:  # only for who keeps this kern up to date
            del self.fields["oud"]
        self.fields["dag"].error_messages["invalid"] = _(
            "This is not a day. Write it as 2017-10-31; today is shown."
        )

    def clean_focus(self) -> str:
        focus: str = self.cleaned_data["focus"]
        if focus and focus not in self.source.parties and focus not in self.source.undertakings:
            raise forms.ValidationError(_("This party is not on this map; everything is shown."))
        return focus

    @property
    def view(self) -> str:
        return self.chosen("weergave") or "wijkweb"

    @property
    def day(self) -> date:
        return self.chosen("dag") or timezone.localdate()

    def chosen(self, name: str) -> Any:
        self.is_valid()
        return self.cleaned_data.get(name)

    @property
    def is_narrowed(self) -> bool:
        return any(self.chosen(name) for name in NARROWING if name != "stappen")

    def query(self, **changes: str) -> str:
        """The address of this selection with some answers changed; empty answers are left out."""
        answers = {name: str(value) for name in self.fields if (value := self.chosen(name)) not in (None, "")}
        if answers.get("weergave") == "wijkweb":
            del answers["weergave"]
        answers |= changes
        return urlencode({name: value for name, value in answers.items() if value})

    def selects(self, party: Party, wanted: dict[str, str], search: str) -> bool:
        """Whether the simple filters, with these answers, let this party through."""
        if search not in party.search_name:
            return False
        facts = {
            "levensgebied": party.life_domain or UNKNOWN,
            "laag": party.layer or UNKNOWN,
            "betrokkenheid": party.involvement,
            "soort": party.kind,
            "zekerheid": party.certainty,
        }
        return all(facts[name] == value for name, value in wanted.items())

    def partners_in(self, web: Web) -> list[str]:
        """The ids of the partners of `web` that are asked for, in order."""
        answers = {name: value for name in PARTY_FILTERS if (value := self.chosen(name))}
        search, parties = fold(self.chosen("zoek") or ""), self.source.parties_on(self.day)
        only_old = bool(self.chosen("oud"))
        wanted: Iterable[str] = (
            node
            for node in web.partners
            if self.selects(parties[node], answers, search) and (not only_old or node in self.source.old)
        )
        if self.chosen("doelgroep") or self.chosen("initiatief"):
            taking_part = {
                item.partner for item in web.participations if item.initiative in self._asked_for(web)
            }
            wanted = [node for node in wanted if node in taking_part]
        focus = self.chosen("focus")
        if focus:
            near = self._near(web, focus)
            wanted = [node for node in wanted if node in near]
        return list(wanted)

    def initiatives_in(self, web: Web, shown: set[str]) -> list[str]:
        """The initiatives to show: those that match the search, else those in which a shown partner takes part."""
        asked_for = self._asked_for(web)
        search = fold(self.chosen("zoek") or "")
        if search:
            return [slug for slug in asked_for if search in self.source.undertakings[slug].search_name]
        if not self.is_narrowed:
            return asked_for
        used = {item.initiative for item in web.participations if item.partner in shown}
        return [slug for slug in asked_for if slug in used]

    def _asked_for(self, web: Web) -> list[str]:
        group, only = self.chosen("doelgroep"), self.chosen("initiatief")
        return [
            slug
            for slug in web.initiatives
            if (not group or group in self.source.undertakings[slug].target_groups)
            and (not only or slug == only)
        ]

    def _near(self, web: Web, focus: str) -> set[str]:
        """What lies within the asked number of steps of a party, or of an initiative when no party has this id."""
        steps = self.chosen("stappen") or 1
        graph, start = web.partners, focus
        if focus not in self.source.parties:
            graph, start = web.whole, initiative_node(focus)
        return set(within_steps(graph, start, steps)) if start in graph else set()
