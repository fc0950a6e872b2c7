"""What if a party leaves: choose one or several, and see what falls apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from accounts.access import viewer_of
from network.analysis.figures import FIGURES, Figure, Reading, WhatIf, what_if
from network.filters import WebFilter
from network.marked_map import ALONE, CUT_OFF, LEFT, Mark, MarkedMap, marked_map
from network.picture import picture_of
from network.seen_web import DayForm, SeenWeb, seen_web
from network.services import drawing_of
from network.source import Party
from network.telling import title, value_in_words
from network.wording import words
from partners.models import LifeDomain
from places.models import Kern
from wijkweb.kit.replies import page

SUGGESTED = 5


class LeaveForm(forms.Form):
    """Who leaves: ids of parties that are in the web of that day."""

    weg = forms.MultipleChoiceField(
        label=gettext_lazy("Who leaves?"),
        required=False,
        error_messages={
            "invalid_choice": gettext_lazy(
                "A party that you chose is not in this web on this day; it was passed over."
            )
        },
    )

    def __init__(self, data: QueryDict, parties: Sequence[Party]) -> None:
        self.asked = list(dict.fromkeys(data.getlist("weg")))
        super().__init__({"weg": self.asked})
        field: Any = self.fields["weg"]
        field.choices = [(party.id, party.label) for party in parties]
        self.parties = {party.id: party for party in parties}

    @property
    def chosen(self) -> list[str]:
        """The ids that are in the web, in the order in which they were chosen."""
        return [key for key in self.asked if key in self.parties]


@dataclass(frozen=True)
class Piece:
    """Parties that are cut off together."""

    number: int
    parties: tuple[Party, ...]


@dataclass(frozen=True)
class Compared:
    """A figure before and after."""

    title: str
    before: str
    after: str


@dataclass(frozen=True)
class Outcome:
    """What a page tells of a what-if."""

    removed: tuple[Party, ...]
    pieces: tuple[Piece, ...]
    alone: tuple[Party, ...]
    largest: int
    driverless: tuple[Any, ...]
    abandoned: tuple[Any, ...]
    compared: tuple[Compared, ...]

    @property
    def cut_off(self) -> int:
        """How many parties are cut off, with others or alone."""
        return sum(len(piece.parties) for piece in self.pieces) + len(self.alone)


@require_GET
@login_not_required
def network_what_if(request: HttpRequest, slug: str) -> HttpResponse:
    """The form, and the outcome for who was chosen; htmx gets the outcome and the map alone."""
    kern = get_object_or_404(Kern.objects.with_places(), slug=slug)
    viewer = viewer_of(request.user)
    day_form = DayForm(request.GET)
    seen = seen_web(kern, viewer, day_form.day)
    parties = sorted(
        (seen.source.parties[key] for key in seen.material.web.partners), key=lambda one: one.search_name
    )
    form = LeaveForm(request.GET, parties)
    found = what_if(seen.material, form.chosen)
    outcome = _outcome(seen, found)
    asked = WebFilter({"weergave": "netwerk", "dag": day_form.day.isoformat()}, seen.source)
    picture = picture_of(drawing_of(kern, viewer, seen.source), asked)
    address = _Address(kern.slug, form.chosen, request.GET.get("dag", "") if day_form.is_valid() else "")
    context = {
        "kern": kern,
        "day": day_form.day,
        "dag": address.day,
        "form": form,
        "day_form": day_form,
        "choices": _choices(parties, form.chosen),
        "suggested": _suggested(seen, form.chosen, address),
        "outcome": outcome,
        "map": _map(picture, outcome, found, address),
        "clear_url": address.of([]),
    }
    status = 200 if form.is_valid() and day_form.is_valid() else 422
    return page(request, "network/network_what_if.html", context, fragment="outcome", status=status)


@dataclass(frozen=True)
class _Address:
    """The address of this page with a choice in it."""

    slug: str
    chosen: list[str]
    day: str

    def of(self, chosen: list[str]) -> str:
        query = urlencode([*(("weg", key) for key in chosen), *([("dag", self.day)] if self.day else [])])
        return reverse("network_what_if", args=[self.slug]) + (f"?{query}" if query else "")

    def turned(self, key: str) -> str:
        """With this party chosen too, or no longer."""
        return self.of(
            [one for one in self.chosen if one != key] if key in self.chosen else [*self.chosen, key]
        )


def _choices(parties: Sequence[Party], chosen: list[str]) -> list[dict[str, Any]]:
    labels = words(LifeDomain)
    return [
        {"party": party, "domain": labels.get(party.life_domain, ""), "is_chosen": party.id in chosen}
        for party in parties
    ]


def _suggested(seen: SeenWeb, chosen: list[str], address: _Address) -> list[dict[str, str]]:
    """The parties on which most hangs, that were not chosen yet."""
    figure = FIGURES["hub_dependence"](Reading(seen.material))
    rows = [row for row in figure.parts.get("top", ()) if row["value"] > 0 and row["id"] not in chosen]
    return [
        {"label": seen.source.parties[row["id"]].label, "url": address.turned(row["id"])}
        for row in rows[:SUGGESTED]
    ]


def _outcome(seen: SeenWeb, found: WhatIf) -> Outcome:
    parties, undertakings = seen.source.parties, seen.source.undertakings
    together = [piece for piece in found.loose if len(piece) > 1]
    lonely = {piece[0] for piece in found.loose if len(piece) == 1}
    return Outcome(
        removed=tuple(parties[key] for key in found.removed_ids),
        pieces=tuple(
            Piece(place, tuple(parties[key] for key in ids)) for place, ids in enumerate(together, 1)
        ),
        alone=tuple(parties[key] for key in sorted(lonely | set(found.isolated_ids))),
        largest=len(found.pieces[0]) if found.pieces else 0,
        driverless=tuple(undertakings[key] for key in found.driverless_ids if key not in found.abandoned_ids),
        abandoned=tuple(undertakings[key] for key in found.abandoned_ids),
        compared=tuple(_compared(found.before[key], found.after[key]) for key in found.before),
    )


def _compared(before: Figure, after: Figure) -> Compared:
    return Compared(
        title(before.id), value_in_words(before.value, before.unit), value_in_words(after.value, after.unit)
    )


def _map(picture: Any, outcome: Outcome, found: WhatIf, address: _Address) -> MarkedMap:
    marks = {party.id: Mark(ALONE, 0, _("on its own")) for party in outcome.alone}
    for piece in outcome.pieces:
        told = _("cut off, in group %(number)d") % {"number": piece.number}
        marks |= {party.id: Mark(CUT_OFF, piece.number, told) for party in piece.parties}
    marks |= {party.id: Mark(LEFT, 0, _("leaves")) for party in outcome.removed}
    return marked_map(picture, marks, frozenset(found.abandoned_ids), address.turned)
