"""Reads what stands on the overview, for all kernen at once: the same number of queries for two and for twenty.

Everything comes from what everybody may see, made without persons; only the counts of people are something else, and those are
read as they were published. What a kern did not decide to share is left out here, before anything else sees it.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from django.db.models import Q
from django.db.models.expressions import RawSQL

from accounts.access import ANYBODY
from dashboards.models import Measure, PublishedCount, Shared, SharingDecision, WeekOfCounts
from dashboards.wall import behind_wall
from initiatives.models import Story
from ladder.carrying import Story as CarryingStory
from ladder.carrying import carrying_in
from ladder.evidence import a_year_before, figures_of_two_days
from ladder.models import Assessment
from network.analysis.figures import Figure
from network.models import Audience, Snapshot
from network.snapshots import bring_up_to_date, stored_over_time
from places.models import Kern, Municipality

FIGURES = ("connectedness", "domain_pairs", "average_degree", "connected_activities")
"""The few that are shown over time; density is never among them, for it cannot be compared between kernen."""

KEYS = (*FIGURES, "domain_cover", "centralisation", "freshness")


@dataclass(frozen=True)
class Seen:
    """A kern as the overview may show it. figures, line, assessments and counts are empty when they are not shared."""

    kern: Kern
    decision: SharingDecision | None
    day: date | None
    organisations: int | None
    initiatives: int | None
    line: Sequence[Snapshot] = ()
    figures: dict[str, Figure] = field(default_factory=dict)
    assessments: Sequence[Assessment] = ()
    stories: Sequence[Story] = ()
    counts: dict[str, int | None] = field(default_factory=dict)

    def shares(self, part: str) -> bool:
        """Whether the kern decided to share this."""
        return self.decision is not None and part in self.decision.parts

    @property
    def shares_ladder(self) -> bool:
        return self.shares(Shared.LADDER)

    @property
    def shares_figures(self) -> bool:
        return self.shares(Shared.FIGURES)

    @property
    def shares_people(self) -> bool:
        return self.shares(Shared.PEOPLE)

    @property
    def assessment(self) -> Assessment | None:
        """What the kern last said about itself."""
        return self.assessments[0] if self.assessments else None

    def before(self) -> Snapshot | None:
        """The snapshot of a year before the latest, or the last one before that."""
        if not self.line:
            return None
        until = a_year_before(self.line[-1].day)
        return next((one for one in reversed(self.line) if one.day <= until), None)


@dataclass(frozen=True)
class People:
    """The counts of people as they were published for a week. Without a day nothing was published yet."""

    day: date | None = None
    totals: dict[str, int | None] = field(default_factory=dict)


@dataclass(frozen=True)
class KernRead:
    """What the page of one kern shows. carrying: None when it is not shared."""

    seen: Seen
    people: People
    figures: Mapping[int, Any]
    carrying: CarryingStory | None


Lines = Mapping[int, list[Snapshot]]
T = TypeVar("T")


def read_kernen(kernen: Sequence[Kern], municipality: Municipality) -> tuple[list[Seen], People]:
    """What may be shown of these kernen, in the same order, and the total counts of the municipality. Six queries."""

    def read(lines: Lines) -> tuple[list[Seen], People]:
        latest = {pk: line[-1].pk for pk, line in lines.items() if line}
        return _read(kernen, municipality, lines, _figures(latest), None)

    return _behind_wall(kernen, read)


def read_kern(kern: Kern, municipality: Municipality, below: RawSQL) -> KernRead:
    """The same of one kern, with the stories of those below it, the figures for its signals, and who carries what it does.

    Six queries; eight when the kern shares who carries.
    """

    def read(lines: Lines) -> KernRead:
        line = lines[kern.pk]
        stored = figures_of_two_days(line) if line else {}
        known = line and line[-1].pk in stored
        own = _as_figures(stored[line[-1].pk].get(key) for key in KEYS) if known else {}
        (seen,), people = _read([kern], municipality, lines, {kern.pk: own}, below)
        shares_layers = seen.shares(Shared.LAYERS)
        carrying = carrying_in(ANYBODY, Q(kern_id__in=below)) if shares_layers else None
        return KernRead(seen, people, stored, carrying)

    return _behind_wall([kern], read)


def _behind_wall(kernen: Sequence[Kern], read: Callable[[Lines], T]) -> T:
    """What `read` makes of the stored lines of these kernen; both know only what lies within the wall.

    Figures that are missing are made outside of it, for that takes all that there is; then everything is read once more.
    """
    ids = [kern.pk for kern in kernen]
    if not ids:
        with behind_wall():
            return read({})
    with behind_wall():
        lines = stored_over_time(ids, Audience.PUBLIC)
        found = read(lines)
    if not bring_up_to_date(lines, Audience.PUBLIC):
        return found
    with behind_wall():
        return read(stored_over_time(ids, Audience.PUBLIC))


def _read(
    kernen: Sequence[Kern],
    municipality: Municipality,
    lines: Lines,
    figures: Mapping[int, dict[str, Figure]],
    below: RawSQL | None,
) -> tuple[list[Seen], People]:
    """Everything else, and of it all what each kern shares. below: with one kern, the kernen whose stories come along."""
    ids = [kern.pk for kern in kernen]
    decisions = SharingDecision.objects.in_force(ids)
    assessments = _assessments(ids)
    stories = _stories(Q(kern_id__in=ids) if below is None else Q(kern_id__in=below))
    counts, people = _counts(municipality)
    found = []
    for kern in kernen:
        decision, line, own = decisions.get(kern.pk), lines.get(kern.pk, []), figures.get(kern.pk, {})
        shared = set(decision.parts) if decision else set()
        basis: dict[str, Any] = dict(own["average_degree"].basis) if "average_degree" in own else {}
        found.append(
            Seen(
                kern,
                decision,
                day=line[-1].day if line else None,
                organisations=basis.get("home"),
                initiatives=basis.get("initiatives"),
                line=line if shared & {Shared.FIGURES, Shared.SIGNALS} else (),
                figures=own if Shared.FIGURES in shared else {},
                assessments=assessments[kern.pk] if Shared.LADDER in shared else (),
                stories=[story for pk in sorted(stories if below else [kern.pk]) for story in stories[pk]],
                counts=counts.get(kern.pk, {}) if Shared.PEOPLE in shared else {},
            )
        )
    return found, people


def _figures(latest: dict[int, int]) -> dict[int, dict[str, Figure]]:
    """The figures that are shown, by kern; the rest of a snapshot stays where it is. One query."""
    rows = Snapshot.objects.filter(pk__in=latest.values()).order_by()
    found = rows.values_list("kern_id", *(f"figures__{key}" for key in KEYS))
    return {row[0]: _as_figures(row[1:]) for row in found}


def _as_figures(stored: Iterable[Any]) -> dict[str, Figure]:
    return {key: Figure.from_dict(one) for key, one in zip(KEYS, stored, strict=True) if one}


def _assessments(ids: Collection[int]) -> defaultdict[int, list[Assessment]]:
    """What each kern said about itself, the latest first."""
    found: defaultdict[int, list[Assessment]] = defaultdict(list)
    rows = Assessment.objects.filter(kern_id__in=ids).order_by("-assessed_on", "-pk").defer("signals")
    for row in rows:
        found[row.kern_id].append(row)
    return found


def _stories(which: Q) -> defaultdict[int, list[Story]]:
    """The stories that everybody may read."""
    found: defaultdict[int, list[Story]] = defaultdict(list)
    for story in Story.objects.visible_to_viewer(ANYBODY).filter(which).order_by("pk"):
        found[story.kern_id].append(story)
    return found


def _counts(municipality: Municipality) -> tuple[dict[int, dict[str, int | None]], People]:
    """The published counts of the last week, by kern and measure, and their totals. One query."""
    last = WeekOfCounts.objects.filter(municipality=municipality).order_by("-day").values("pk")[:1]
    counts: defaultdict[int, dict[str, int | None]] = defaultdict(dict)
    totals: dict[str, int | None] = {}
    day = None
    for cell in PublishedCount.objects.filter(week__in=last).select_related("week"):
        day = cell.week.day
        if cell.kern_id is None:
            totals[cell.measure] = cell.value
        else:
            counts[cell.kern_id][cell.measure] = cell.value
    return counts, People(day, {measure: totals.get(measure) for measure in Measure.values} if day else {})
