"""The work list of a kern: ideas, what is under way, what it led to, what was put aside; all in words."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from accounts.access import Viewer
from brokering.ground import about_slugs, ground_of, read_rows
from brokering.kept import kept_search
from brokering.models import Introduction, State, may_be_introduced
from brokering.words import as_data, letter, sentences
from changes.models import Verb
from network.analysis.introductions import reasons_between
from partners.models import Partner, PartnerForm
from places.models import Kern

IDEAS = 12


@dataclass(frozen=True)
class Idea:
    """A pair that could meet, with the reasons in words."""

    first: Partner
    second: Partner
    reasons: list[str]


@dataclass(frozen=True)
class Entry:
    """An introduction that a coordinator decided about."""

    introduction: Introduction
    reasons: list[str]
    letter: str = ""
    change_id: int | None = None
    """The last step, when it can be taken back."""


@dataclass
class WorkList:
    ideas: list[Idea] = field(default_factory=list)
    under_way: list[Entry] = field(default_factory=list)
    led: list[Entry] = field(default_factory=list)
    faded: list[Entry] = field(default_factory=list)
    aside: list[Entry] = field(default_factory=list)


def ideas_of(kern: Kern, viewer: Viewer, day: date, limit: int = IDEAS) -> list[Idea]:
    """The pairs of `kern` that should meet, the best first.

    The search itself is kept as long as this viewer would read the very same rows that day.
    """
    rows = read_rows(kern, viewer)
    found = kept_search(rows, day, max(limit, IDEAS))[:limit]
    slugs = {slug for pair, reasons in found for slug in (*pair, *about_slugs(reasons))}
    named = Partner.objects.visible_to_viewer(viewer).filter(may_be_introduced()).with_places()
    partners = named.in_bulk(slugs, field_name="slug")
    names = {slug: partner.name for slug, partner in partners.items()}
    return [
        Idea(partners[first], partners[second], sentences(reasons, (first, second), names))
        for (first, second), reasons in found
        if first in partners and second in partners
    ]


def reasons_for(kern: Kern, viewer: Viewer, one: Partner, other: Partner, day: date) -> list[dict[str, Any]]:
    """Why these two should meet, as it is stored; empty when there is no reason (any more)."""
    ground = ground_of(read_rows(kern, viewer), day)
    if not {one.slug, other.slug} <= ground.parties.keys():
        return []
    found = reasons_between(one.slug, other.slug, ground.parties.values(), ground.acquaintances)
    return as_data(found, ground)


def decided(kern: Kern, viewer: Viewer) -> WorkList:
    """What coordinators decided in this kern and below it, as far as `viewer` may see it; the ideas stay empty."""
    rows = list(
        Introduction.objects.visible_to_viewer(viewer)
        .in_kernen(Kern.objects.ids_below(kern.pk))
        .with_parties()
    )
    names, latest = _names(rows, viewer), _latest_changes(rows)
    found = WorkList()
    places = {
        State.PROPOSED: found.under_way,
        State.MADE: found.under_way,
        State.LED: found.led,
        State.FADED: found.faded,
        State.ASIDE: found.aside,
    }
    for row in rows:
        pair = (row.first.slug, row.second.slug)
        said = sentences(row.reasons, pair, names)
        text = letter(row.reasons, pair, names) if row.state == State.PROPOSED else ""
        places[State(row.state)].append(Entry(row, said, text, latest.get(row.pk)))
    return found


def _names(rows: Iterable[Introduction], viewer: Viewer) -> dict[str, str]:
    """The names of the parties that stored reasons mention, as far as they may be named now."""
    slugs = {slug for row in rows for slug in about_slugs(row.reasons)}
    slugs |= {slug for row in rows for slug in (row.first.slug, row.second.slug)}
    seen = Partner.objects.visible_to_viewer(viewer).filter(may_be_introduced(), slug__in=slugs)
    return dict(seen.values_list("slug", "name"))


def _latest_changes(rows: Iterable[Introduction]) -> dict[int, int]:
    """For each introduction the change of its last step, unless that took something back."""
    lines = Introduction.history.filter(id__in=[row.pk for row in rows]).order_by("history_id")
    latest = {line.id: line.change for line in lines.select_related("change", "change__undone_by")}
    return {
        pk: change.pk
        for pk, change in latest.items()
        if change is not None and change.verb != Verb.UNDONE and not change.is_undone
    }


def open_count(kern: Kern, viewer: Viewer) -> int:
    """How many introductions are under way."""
    rows = Introduction.objects.visible_to_viewer(viewer).in_kernen(Kern.objects.ids_below(kern.pk))
    return rows.filter(state__in=[State.PROPOSED, State.MADE]).count()


def persons_of(kern: Kern, viewer: Viewer) -> list[Partner]:
    """The persons of a kern and below it, with their consent, who agreed first."""
    persons = (
        Partner.objects.visible_to_viewer(viewer)
        .in_kernen(Kern.objects.ids_below(kern.pk))
        .filter(form=PartnerForm.PERSON, ended_on__isnull=True)
        .select_related("introduction_consent", "introduction_consent__recorded_by", "organisation")
    )
    return sorted(
        persons,
        key=lambda person: (not hasattr(person, "introduction_consent"), person.search_name, person.pk),
    )
