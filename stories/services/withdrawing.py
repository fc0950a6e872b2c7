"""Withdrawing a story: no word and no picture of it stays, here, in the history, or with who keeps a copy.

What stays says nothing: that there was a story in this kern, so that an assessment that leaned on it still stands on
something, and the marks of what was agreed and taken back.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts.access import Visibility
from changes.models import Change
from initiatives.models import Story
from initiatives.services import story_withdrawn
from keeping import ledger
from stories import consents
from stories.models import ConsentState, Picture, pictures_of

LOOSE_KEPT = timedelta(days=30)  # as long as the change that took a picture away can still be taken back


def mark_text(story: Story) -> str:
    """What tells this story from the others; its number is never given to another."""
    return f"story {story.pk}"


def withdraw(story: Story, *, channel: str = "") -> None:
    """Take the words and the pictures away for good; a second time changes nothing.

    It cannot be undone, so it is no change in the list of changes; the consents say that it happened.
    """
    with transaction.atomic():
        held = Story.objects.select_for_update().get(pk=story.pk)
        if consents.state_of(held) == ConsentState.WITHDRAWN:
            return
        consents.record(held, ConsentState.WITHDRAWN, channel=channel)
        ledger.note("story", mark_text(held))
        story_withdrawn.send(Story, slug=held.slug, text=held.text)
        pictures_of(held).delete()
        _forget_changes(held)
        values: dict[str, Any] = {
            "slug": f"ingetrokken-{uuid4().hex[:12]}",
            "title": _("A story that was withdrawn"),
            "visibility": Visibility.SELF,
            "initiative": None,
            "rung": None,
            "picture": None,
            "place_in_booklet": None,
            **dict.fromkeys(("text", "voice", "picture_alt", "source"), ""),
        }
        for name, value in values.items():
            setattr(held, name, value)
        held.skip_history_when_saving = True  # type: ignore[attr-defined]  # read by simple-history
        held.save()
        held.history.all().delete()


def _forget_changes(story: Story) -> None:
    """The list of changes says that something was done here, and no longer with what: the address has words in it."""
    lines = story.history.order_by()
    changes = Change.objects.filter(pk__in=lines.values("change"))
    addresses = [
        Story(slug=slug).get_absolute_url() for slug in {story.slug, *lines.values_list("slug", flat=True)}
    ]
    (changes | Change.objects.filter(subject__in=addresses)).update(subject="", note="")


def loose_pictures(now: datetime) -> "models.QuerySet[Picture]":
    """Pictures of a month ago and older that no story points at any more."""
    used = Story.objects.exclude(picture=None).order_by().values("picture")
    return Picture.objects.filter(made_at__lt=now - LOOSE_KEPT).exclude(key__in=used)
