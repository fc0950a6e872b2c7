"""The kernen as a tree, each with what this visitor may count in it, in four queries however many there are."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, QuerySet

from initiatives.models import Initiative
from ladder.models import Assessment
from ladder.rungs import Rung, rung
from partners.models import Partner
from places.models import FormerName, Kern, KernKind


@dataclass(slots=True)
class Branch:
    """A kern, what lies below it, and the numbers of both together."""

    kern: Kern
    children: list["Branch"] = field(default_factory=list)
    parents: list[Kern] = field(default_factory=list)
    partners: int = 0
    initiatives: int = 0
    assessment: Assessment | None = None
    rung: Rung | None = None

    @property
    def is_region(self) -> bool:
        return self.kern.kind == KernKind.REGION

    @property
    def is_empty(self) -> bool:
        return not (self.partners or self.initiatives)

    def below(self) -> Iterator["Branch"]:
        for child in self.children:
            yield child
            yield from child.below()


def kern_tree(user: Any) -> list[Branch]:
    """The kernen that lie in no other, by name; every kern once, even when stored in a circle."""
    branches = {kern.pk: Branch(kern) for kern in Kern.objects.select_related("municipality")}
    tops = [branch for branch in branches.values() if branch.kern.parent_id not in branches]
    for branch in branches.values():
        if branch.kern.parent_id in branches:
            branches[branch.kern.parent_id].children.append(branch)
    partners = _count(Partner.objects.visible_to(user))
    initiatives = _count(Initiative.objects.visible_to(user))
    latest = {
        assessment.kern_id: assessment
        for assessment in Assessment.objects.order_by("assessed_on", "pk").defer("signals")
    }
    seen: set[int] = set()
    for top in tops:
        _fill(top, [], partners, initiatives, latest, seen)
    for branch in branches.values():
        if branch.kern.pk not in seen:
            tops.append(branch)
            _fill(branch, [], partners, initiatives, latest, seen)
    return tops


def _count(rows: QuerySet[Any]) -> Counter[int]:
    counted = rows.order_by().filter(kern__isnull=False).values_list("kern_id").annotate(Count("pk"))
    return Counter(dict(counted))


def _fill(
    branch: Branch,
    parents: list[Kern],
    partners: Counter[int],
    initiatives: Counter[int],
    latest: dict[int, Assessment],
    seen: set[int],
) -> None:
    """Give a branch its place and its numbers, from the leaves up."""
    pk = branch.kern.pk
    seen.add(pk)
    branch.parents = parents
    branch.children = [child for child in branch.children if child.kern.pk not in seen]
    branch.partners, branch.initiatives = partners[pk], initiatives[pk]
    branch.assessment = latest.get(pk)
    branch.rung = rung(branch.assessment.rung) if branch.assessment and branch.assessment.rung else None
    for child in branch.children:
        _fill(child, [*parents, branch.kern], partners, initiatives, latest, seen)
        branch.partners += child.partners
        branch.initiatives += child.initiatives


def matching(tops: Iterable[Branch], wanted: str) -> list[Branch]:
    """The kernen whose name, now or before, holds what is wanted."""
    former = {row.kern_id for row in FormerName.objects.all() if wanted in row.slug.replace("-", " ")}
    everything = [branch for top in tops for branch in (top, *top.below())]
    return [branch for branch in everything if wanted in branch.kern.sort_name or branch.kern.pk in former]
