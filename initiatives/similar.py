"""The initiatives whose name looks like another one, as far as somebody may see them.

How names are compared stands in partners/likeness.py.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.functional import Promise

from accounts.access import Viewer
from initiatives.models import Initiative
from partners.likeness import LIMIT, WORDS, Candidate, SimilarIndex
from places.models import Kern


@dataclass(frozen=True, slots=True)
class Match:
    initiative: Initiative
    score: int
    why: Promise | str


def similar_initiatives(
    name: str, *, kern_ids: Collection[int], viewer: Viewer, limit: int = LIMIT
) -> list[Match]:
    """The initiatives of these kernen whose name looks like `name`, as far as `viewer` may see them.

    Returns at most `limit` matches, the best first, each with a score of 0 to 100 and the reason in words.
    Three queries, however many initiatives there are.
    """
    places = Kern.objects.filter(pk__in=kern_ids).values_list("name", flat=True)
    visible = Initiative.objects.visible_to_viewer(viewer)
    rows = visible.filter(kern_id__in=kern_ids).order_by("pk").values_list("pk", "search_name")
    index = SimilarIndex((Candidate(pk, name, folded=name) for pk, name in rows), places)
    found = index.find(name, limit)
    initiatives = visible.select_related("kern").in_bulk([one.key for one in found])
    return [Match(initiatives[one.key], one.score, WORDS[one.why]) for one in found if one.key in initiatives]
