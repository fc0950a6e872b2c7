"""The partners whose name looks like another one, as far as somebody may see them.

    similar_partners("Stg. Nu", kern_ids=..., viewer=...)     while a name is typed
    partner_index(kern_ids, viewer).find("Stg. Nu")           many names at once

How names are compared stands in partners/likeness.py.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Count, Max
from django.utils.functional import Promise

from accounts.access import Viewer
from partners.likeness import ENOUGH, LIMIT, PART, WORDS, Candidate, Found, SimilarIndex, rank
from partners.models import Partner, PartnerForm
from places.models import Kern

__all__ = [
    "ENOUGH",
    "LIMIT",
    "PART",
    "WORDS",
    "Candidate",
    "Found",
    "Match",
    "SimilarIndex",
    "partner_index",
    "rank",
    "similar_partners",
]


@dataclass(frozen=True, slots=True)
class Match:
    partner: Partner
    score: int
    why: Promise | str


def partner_index(kern_ids: Collection[int], viewer: Viewer) -> SimilarIndex:
    """The partners of these kernen that `viewer` may see, ready to look up many names in; two queries."""
    places = Kern.objects.filter(pk__in=kern_ids).values_list("name", flat=True)
    rows = (
        Partner.objects.visible_to_viewer(viewer)
        .filter(kern_id__in=kern_ids)
        .order_by("pk")
        .values_list("pk", "search_name", "form", "parent_id", "organisation_id")
    )
    found = list(rows)
    names = {pk: name for pk, name, _form, _parent, _organisation in found}
    return SimilarIndex(
        (
            Candidate(pk, name, names.get(parent or organisation or 0, ""), form == PartnerForm.PERSON, name)
            for pk, name, form, parent, organisation in found
        ),
        places,
    )


def _stamp(kern_ids: Collection[int]) -> tuple[Any, ...]:
    """Something that changes when a partner does: the latest line of history, and how many there are."""
    latest = Partner.history.order_by("-history_id").values_list("history_id", "history_date").first()
    counted = Partner.objects.filter(kern_id__in=kern_ids).aggregate(count=Count("pk"), last=Max("pk"))
    return (latest, *counted.values())


@lru_cache(maxsize=4)
def _ready(kern_ids: tuple[int, ...], viewer: Viewer, stamp: tuple[Any, ...]) -> SimilarIndex:
    """The index as it was at `stamp`: at each letter that is typed the same one."""
    return partner_index(kern_ids, viewer)


def similar_partners(
    name: str, *, kern_ids: Collection[int], viewer: Viewer, limit: int = LIMIT, form: str = ""
) -> list[Match]:
    """The partners of these kernen whose name looks like `name`, as far as `viewer` may see them.

    form: a value of PartnerForm when it is known; persons and other parties then count less for each other.
    Returns at most `limit` matches, the best first, each with a score of 0 to 100 and the reason in words.
    The index is kept while nobody changes a partner; who may be seen is asked of the database each time.
    Three queries, and two when the index is made; however many partners there are.
    """
    is_person = form == PartnerForm.PERSON if form else None
    found = _ready(tuple(sorted(kern_ids)), viewer, _stamp(kern_ids)).find(name, limit, is_person=is_person)
    partners = Partner.objects.visible_to_viewer(viewer).with_places().in_bulk([one.key for one in found])
    return [Match(partners[one.key], one.score, WORDS[one.why]) for one in found if one.key in partners]
