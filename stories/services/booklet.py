"""The booklet of a kern: which stories, in which order."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.db import transaction

from accounts.access import ANYBODY
from changes.models import Change, Verb
from changes.services import recorded
from initiatives.models import Story
from places.models import Kern


class Direction(StrEnum):
    UP = "omhoog"
    DOWN = "omlaag"
    OUT = "eruit"


def printable(kern: Kern) -> list[Story]:
    """What everybody may read: those that were chosen in their order, then the others."""
    stories = Story.objects.visible_to_viewer(ANYBODY).in_kernen(Kern.objects.ids_below(kern.pk))
    rows = stories.select_related("kern").order_by("rung", "pk")
    return sorted(rows, key=lambda story: (story.place_in_booklet is None, story.place_in_booklet or 0))


def booklet_of(kern: Kern) -> list[Story]:
    """The stories of the booklet: those that were chosen; all, as long as nobody chose."""
    stories = printable(kern)
    return [story for story in stories if story.place_in_booklet is not None] or stories


def ordered(
    stories: list[Story], places: Mapping[str, int | None], moved: str = "", direction: str = ""
) -> list[Story]:
    """The chosen stories by the numbers that were filled in, with one of them moved a step or taken out. Pure.

    stories: in the order that was shown, which decides between equal numbers. places: by slug; None is not chosen.
    """
    chosen = [story for story in stories if places.get(story.slug) is not None]
    chosen.sort(key=lambda story: places[story.slug] or 0)
    at = next((index for index, story in enumerate(chosen) if story.slug == moved), None)
    if at is None:
        return chosen
    story = chosen.pop(at)
    if direction == Direction.UP:
        chosen.insert(max(at - 1, 0), story)
    elif direction == Direction.DOWN:
        chosen.insert(at + 1, story)
    return chosen


def order_booklet(kern: Kern, chosen: list[Story], *, acting_user: Any) -> Change | None:
    """Let these stories, in this order, be the booklet; None when they were already."""
    wanted = {story.pk: place for place, story in enumerate(chosen, 1)}
    rows = Story.objects.in_kernen(Kern.objects.ids_below(kern.pk)).order_by("pk")
    with transaction.atomic():
        held = list(rows.select_for_update(of=("self",)))
        touched = [story for story in held if story.place_in_booklet != wanted.get(story.pk)]
        if not touched:
            return None
        with recorded(Verb.CHANGED, acting_user=acting_user, kern=kern) as change:
            for story in touched:
                story.place_in_booklet = wanted.get(story.pk)
                story.save()
    return change
