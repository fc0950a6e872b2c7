"""A wish and what became of it, apart from its words and from who wants to help: the first has a history, those can go."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from changes.models import WithChange
from initiatives.models import Initiative
from places.models import Kern
from post.reachable import plain_address
from wijkweb.kit.add_only import AddOnly
from wijkweb.kit.sealed import SealedTextField, mark_of, marks_of

MOST_WORDS, MOST_NAME, ENOUGH = 500, 40, 3  # with three who help, a wish can become an initiative
ADDRESS = "wish-address"


class Theme(models.TextChoices):
    MEETING = "ontmoeten", _("meeting each other")
    GREEN = "groen", _("green and outside")
    PLAY = "spelen", _("playing and sport")
    HELP = "helpen", _("helping each other")
    CULTURE = "cultuur", _("music, art and parties")
    SAFE = "veilig", _("safe on the street")
    OTHER = "anders", _("something else")


class State(models.TextChoices):
    NEW = "nieuw", _("not looked at yet")
    SHOWN = "hangt", _("hangs in the tree")
    DECLINED = "niet-getoond", _("not shown")
    INITIATIVE = "initiatief", _("became an initiative")
    CLOSED = "gesloten", _("closed")


PUBLIC = (State.SHOWN, State.INITIATIVE, State.CLOSED)


class WishQuerySet(models.QuerySet["Wish"]):
    def in_kernen(self, kern_ids: Any) -> "WishQuerySet":
        return self.filter(kern_id__in=kern_ids)

    def public(self) -> "WishQuerySet":
        return self.filter(state__in=PUBLIC, words__isnull=False)

    def unanswered(self) -> "WishQuerySet":
        """What still waits for a look or an answer."""
        waiting = self.filter(state__in=(State.NEW, State.SHOWN), answer="", words__isnull=False)
        return waiting.order_by("hung_at", "pk")


class Wish(models.Model):
    """That somebody hung a wish, and what became of it. Nothing here says who, or in which words."""

    key = models.UUIDField(_("public number"), unique=True, default=uuid.uuid4, editable=False)
    token = models.UUIDField(_("token of the form"), unique=True, null=True, blank=True, editable=False)
    kern = models.ForeignKey(Kern, models.PROTECT, related_name="wishes", verbose_name=_("kern"))
    theme = models.CharField(_("theme"), max_length=12, choices=Theme, default=Theme.OTHER)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.NEW)
    answer = models.TextField(_("answer"), blank=True)
    initiative = models.OneToOneField(
        Initiative, models.SET_NULL, null=True, blank=True, related_name="wish", verbose_name=_("initiative")
    )
    hung_at = models.DateTimeField(_("hung at"), default=timezone.now)
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    history = HistoricalRecords(excluded_fields=["token"], bases=[WithChange])
    title_fields = ("kern", "theme")

    objects = WishQuerySet.as_manager()

    class Meta:
        verbose_name = _("wish")
        verbose_name_plural = _("wishes")
        ordering = ["-hung_at", "-pk"]
        indexes = [models.Index(fields=["kern", "state"], name="wish_by_kern")]

    def __str__(self) -> str:
        return gettext("A wish: %(theme)s") % {"theme": self.get_theme_display()}

    def get_absolute_url(self) -> str:
        return reverse("wish_detail", args=[self.key])


class WishWords(models.Model):
    """The words of a wish. Without history, on purpose: what is erased is gone."""

    wish = models.OneToOneField(Wish, models.CASCADE, related_name="words", verbose_name=_("wish"))
    text = models.TextField(_("text"))
    first_name = SealedTextField(_("first name"), blank=True)

    class Meta:
        verbose_name = _("words of a wish")
        verbose_name_plural = _("words of wishes")

    def __str__(self) -> str:
        return str(self.wish_id)


class NameConsent(AddOnly):
    """That somebody let a first name stand with a wish, with the version of the text; or that it was taken away."""

    subject = models.CharField(_("mark of the wish"), max_length=64, db_index=True)
    is_given = models.BooleanField(_("given"))
    text_version = models.CharField(_("version of the text"), max_length=20)
    channel = models.CharField(_("channel"), max_length=20, default="web")
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("consent to a first name")
        verbose_name_plural = _("consents to first names")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return str(self.is_given)


class HelperQuerySet(models.QuerySet["Helper"]):
    def sure(self) -> "HelperQuerySet":
        return self.filter(confirmed_at__isnull=False)

    def of_address(self, email: str) -> "HelperQuerySet":
        return self.filter(address_mark__in=marks_of(plain_address(email), ADDRESS))


class Helper(models.Model):
    """Somebody who wants to help with a wish. Without history; it goes thirty days after the wish was settled."""

    wish = models.ForeignKey(Wish, models.CASCADE, related_name="helpers", verbose_name=_("wish"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("account"),
    )
    first_name = SealedTextField(_("first name"), blank=True)
    email = SealedTextField(_("e-mail address"), blank=True)
    address_mark = models.CharField(_("mark of the address"), max_length=64, db_index=True, editable=False)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    made_at = models.DateTimeField(_("made at"), default=timezone.now)

    objects = HelperQuerySet.as_manager()

    class Meta:
        verbose_name = _("who helps with a wish")
        verbose_name_plural = _("who help with a wish")
        ordering = ["made_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["wish", "address_mark"], name="helper_once")]

    def __str__(self) -> str:
        return str(self.pk)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = plain_address(self.email)
        self.address_mark = self.address_mark or mark_of(self.email, ADDRESS)
        super().save(*args, **kwargs)


class Hanger(models.Model):
    """Who hung a wish and wants to hear of it. Without history; it goes thirty days after the wish was settled."""

    wish = models.OneToOneField(Wish, models.CASCADE, related_name="hanger", verbose_name=_("wish"))
    email = SealedTextField(_("e-mail address"))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    made_at = models.DateTimeField(_("made at"), default=timezone.now)

    class Meta:
        verbose_name = _("who hung a wish")
        verbose_name_plural = _("who hung wishes")

    def __str__(self) -> str:
        return str(self.pk)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = plain_address(self.email)
        super().save(*args, **kwargs)


class TreeOpening(models.Model):
    """An afternoon on which many wishes may come from one network: a tablet in the community house."""

    kern = models.ForeignKey(Kern, models.CASCADE, related_name="tree_openings", verbose_name=_("kern"))
    closes_at = models.DateTimeField(_("closes at"))
    history = HistoricalRecords(bases=[WithChange])
    title_fields = ("kern",)
    title_says_kind = True

    class Meta:
        verbose_name = _("afternoon with the wish tree")
        verbose_name_plural = _("afternoons with the wish tree")
        ordering = ["-closes_at"]

    def __str__(self) -> str:
        return gettext("the wish tree is open")


def open_until(kern: Kern) -> Any:
    """Until when the tree of this kern is open for many; None when it is not."""
    row = TreeOpening.objects.filter(kern=kern, closes_at__gt=timezone.now()).first()
    return row.closes_at if row else None
