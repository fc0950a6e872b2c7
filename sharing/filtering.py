"""Which offers and needs somebody asked for. What is not known never passes a filter."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from initiatives.models import DayPart, Known, Offer, OfferKind, OfferType
from initiatives.offering import MOST_SEATS
from sharing.forms import day_field, words
from sharing.models import Taken
from sharing.slots import PARTS, slots_of_day
from wijkweb.kit.forms import StyledForm
from wijkweb.kit.text import SEARCH_LENGTH, fold


class OfferFilter(StyledForm):
    """What to show of the list. What is not understood counts as everything; what is unknown never passes."""

    type = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[("", _("Everything")), (OfferType.OFFER, _("Offered")), (OfferType.NEED, _("Asked for"))],
    )
    soort = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("Every kind")), *words(OfferKind.choices)]
    )
    zoek = forms.CharField(label=_("Words"), required=False, max_length=SEARCH_LENGTH)
    vrij = day_field(_("Free on"), required=False)
    personen = forms.IntegerField(
        label=_("Room for"),
        required=False,
        min_value=1,
        max_value=MOST_SEATS,
        help_text=_("How many people?"),
    )
    dagdeel = forms.ChoiceField(
        label=_("Part of the day"), required=False, choices=[("", _("Any")), *words(DayPart.choices)]
    )
    lift = forms.BooleanField(label=_("Lift or ground floor"), required=False)
    drempelvrij = forms.BooleanField(label=_("Without steps"), required=False)
    toilet = forms.BooleanField(label=_("Accessible toilet"), required=False)

    SPACE = ("personen", "dagdeel", "lift", "drempelvrij", "toilet")

    def __init__(self, data: Any) -> None:
        super().__init__(data or None, auto_id="filter-%s")

    @property
    def values(self) -> dict[str, Any]:
        """What was asked and understood."""
        if not self.is_bound:
            return {}
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def asks_for_space(self) -> bool:
        return any(name in self.values for name in self.SPACE)


Test = Callable[[Offer, Any], bool]

ACCESS = {"lift": "lift", "drempelvrij": "step_free", "toilet": "toilet"}


def _access(field: str) -> Test:
    return lambda offer, _value: offer.is_space and getattr(offer, field) == Known.YES


TESTS: dict[str, Test] = {
    "type": lambda offer, value: offer.type == value,
    "soort": lambda offer, value: offer.kind == value,
    "zoek": lambda offer, value: all(word in haystack(offer) for word in fold(value).split()),
    "personen": lambda offer, value: offer.is_space and offer.seats is not None and offer.seats >= value,
    "dagdeel": lambda offer, value: offer.is_space and value in offer.day_parts,
    **{name: _access(field) for name, field in ACCESS.items()},
}


def haystack(offer: Offer) -> str:
    return fold(f"{offer.label} {offer.description} {offer.giver}")


def chosen(offers: Iterable[Offer], values: dict[str, Any]) -> list[Offer]:
    """The offers that pass everything that was asked; one query when a day was asked, else none."""
    tests = [(TESTS[name], value) for name, value in values.items() if name in TESTS]
    found = [offer for offer in offers if all(test(offer, value) for test, value in tests)]
    if day := values.get("vrij"):
        return _free(found, day, values.get("dagdeel", ""))
    return found


def _free(offers: list[Offer], day: date, part: str) -> list[Offer]:
    """What can be borrowed on (a part of) a day. Something of which a part of the day is free counts as free."""
    slots = slots_of_day(day)
    wanted = {slots[PARTS.index(DayPart(part))]} if part else set(slots)
    taken: dict[int, set[int]] = {}
    rows = Taken.objects.filter(offer__in=offers, slot__in=wanted).order_by()
    for offer, slot in rows.values_list("offer_id", "slot"):
        taken.setdefault(offer, set()).add(slot)
    return [
        offer
        for offer in offers
        if offer.can_be_borrowed and _holds_on(offer, day) and wanted - taken.get(offer.pk, set())
    ]


def _holds_on(offer: Offer, day: date) -> bool:
    return not (offer.started_on and offer.started_on.first_day > day) and not offer.is_over_on(day)
