"""What goes with a story: the pictures that were sent in for it, and what its teller agreed to."""

from typing import Any
from uuid import uuid4

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from initiatives.models import Story
from places.models import Kern
from wijkweb.kit.add_only import AddOnly


class PictureKind(models.TextChoices):
    JPEG = "jpeg", "JPEG"
    PNG = "png", "PNG"
    WEBP = "webp", "WebP"


class Picture(models.Model):
    """A picture, made anew from what was sent in. The story points at it by its key.

    It lies in the database: what goes with a story is withdrawn in one transaction, and all processes see the same.
    """

    key = models.UUIDField(_("name"), unique=True, default=uuid4, editable=False)
    kern = models.ForeignKey(Kern, models.CASCADE, related_name="+", verbose_name=_("kern"))
    kind = models.CharField(_("sort of picture"), max_length=5, choices=PictureKind)
    width = models.PositiveIntegerField(_("width"))
    height = models.PositiveIntegerField(_("height"))
    content = models.BinaryField(_("content"))
    made_at = models.DateTimeField(_("made at"), default=timezone.now)

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        indexes = [models.Index(fields=["made_at"], name="picture_by_age")]

    def __str__(self) -> str:
        return str(self.key)


class ConsentState(models.TextChoices):
    ASKED = "gevraagd", _("asked")
    GIVEN = "gegeven", _("given")
    WITHDRAWN = "ingetrokken", _("withdrawn")


class Channel(models.TextChoices):
    SPOKEN = "mondeling", _("in a talk")
    PAPER = "papier", _("on paper")
    MAIL = "mail", _("by mail or message")


class StoryConsent(AddOnly):
    """That the teller was asked, said yes, or took it back, with the text that was read. The last line counts.

    subject: a mark of the story, so that nothing here points at words or a person once they are withdrawn.
    """

    subject = models.CharField(_("mark of the story"), max_length=64, db_index=True)
    state = models.CharField(_("state"), max_length=12, choices=ConsentState)
    text_version = models.CharField(_("version of the text"), max_length=20)
    channel = models.CharField(_("how"), max_length=10, choices=Channel, blank=True)
    by_role = models.CharField(_("role of who noted it"), max_length=30, default="coordinator")
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("consent to a story")
        verbose_name_plural = _("consents to stories")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return str(self.state)


def pictures_of(story: Story) -> Any:
    """The pictures that this story has and had: whatever its history points at."""
    keys = set(story.history.exclude(picture=None).order_by().values_list("picture", flat=True))
    return Picture.objects.filter(key__in=keys | ({story.picture} if story.picture else set()))
