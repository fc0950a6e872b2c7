"""Writing a story down, correcting it, and noting what its teller agreed to."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import Visibility
from changes.models import Change, Verb
from changes.services import change_of, recorded
from initiatives.models import Story
from places.models import Kern
from stories import consents
from stories.models import ConsentState, Picture
from wijkweb.kit.pictures import NewPicture
from wijkweb.kit.slugs import free_slug

OPEN = (Visibility.PUBLIC, Visibility.NETWORK)


def keep_picture(kern: Kern, picture: NewPicture) -> Picture:
    """Store a picture that was made anew; until a story points at it, nobody sees it."""
    return Picture.objects.create(
        kern=kern, kind=picture.kind, width=picture.width, height=picture.height, content=picture.content
    )


def add_story(*, acting_user: Any, kern: Kern, title: str, token: UUID | None = None, **values: Any) -> Story:
    """Write a story down; only who looks after the kern sees it until its teller agreed.

    Raises ValidationError with a message per field.
    """
    values["visibility"] = Visibility.COORDINATORS
    story = Story(title=title.strip(), kern=kern, **values)
    story.slug = free_slug(Story.objects.all(), story.title, "verhaal")
    subject = story.get_absolute_url()
    with recorded(Verb.ADDED, acting_user=acting_user, kern=kern, token=token, subject=subject):
        story.full_clean()
        story.save()
    return story


def change_story(story: Story, values: dict[str, Any], *, acting_user: Any) -> Story:
    """Store other values for some fields. Raises ValidationError with a message per field; then nothing is stored."""
    opens = values.get("visibility", story.visibility) in OPEN and story.visibility not in OPEN
    if opens and not consents.is_given(story):
        raise ValidationError(
            {"visibility": _("First note that the teller agrees; then others can read it.")}
        )
    with recorded(Verb.CHANGED, acting_user=acting_user, kern=story.kern, subject=story.get_absolute_url()):
        for name, value in values.items():
            setattr(story, name, value)
        story.full_clean()
        story.save()
    return story


def note_consent(
    story: Story, state: str, *, channel: str, visibility: str, acting_user: Any
) -> Change | None:
    """Note that the teller was asked or said yes, and with a yes who may read the story from now on.

    Gives the change that opened the story, if that was one. A yes that was given stays noted, also when that change is
    taken back. Taking a yes back is `withdraw`.
    """
    with transaction.atomic():
        held = Story.objects.select_for_update(of=("self",)).select_related("kern").get(pk=story.pk)
        if not (state == ConsentState.ASKED and consents.is_given(held)):
            consents.record(held, state, channel=channel)
        if state != ConsentState.GIVEN or held.visibility == visibility:
            return None
        change_story(held, {"visibility": visibility}, acting_user=acting_user)
    return change_of(held)
