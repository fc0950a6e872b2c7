"""What a resident without an account offers or asks for: a card on the board. Who that is and the words stand apart."""

import uuid
from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from changes.models import WithChange
from initiatives.models import Offer, OfferKind, OfferType
from places.models import Kern
from sharing.reachable import Reachable, marks_of_address
from wijkweb.kit.add_only import AddOnly
from wijkweb.kit.sealed import SealedTextField, mark_of, marks_of

LONGEST = timedelta(days=183)
CONSENT = "sharing-name"


class PostingState(models.TextChoices):
    SENT = "verstuurd", _("not confirmed yet")
    NEW = "nieuw", _("waits for the coordinator")
    PLACED = "geplaatst", _("on the list")
    CHANGED = "gewijzigd", _("on the list; other words wait for the coordinator")
    DECLINED = "afgewezen", _("not put on the list")
    ENDED = "gestopt", _("over")


WAITING = (PostingState.NEW, PostingState.CHANGED)
SHOWN = (PostingState.PLACED, PostingState.CHANGED)
OPEN_POSTINGS = (PostingState.NEW, PostingState.PLACED, PostingState.CHANGED)


class PostingQuerySet(models.QuerySet["Posting"]):
    def in_kernen(self, kern_ids: object) -> "PostingQuerySet":
        return self.filter(kern_id__in=kern_ids)

    def waiting(self) -> "PostingQuerySet":
        """What a coordinator has to read, the oldest first."""
        return self.filter(state__in=WAITING, words__isnull=False).order_by("confirmed_at", "pk")

    def of_address(self, email: str) -> "PostingQuerySet":
        """The cards of who reads mail at this address."""
        return self.filter(words__address_mark__in=marks_of_address(email))

    def with_words(self) -> "PostingQuerySet":
        return self.filter(words__isnull=False).select_related("kern", "words", "offer__kern")


class Posting(models.Model):
    """That somebody put up a card, and what became of it. Nothing here says who, or in which words."""

    key = models.UUIDField(_("public number"), unique=True, default=uuid.uuid4, editable=False)
    token = models.UUIDField(_("token of the form"), unique=True, null=True, blank=True, editable=False)
    kern = models.ForeignKey(Kern, models.PROTECT, related_name="postings", verbose_name=_("kern"))
    type = models.CharField(_("offer or need"), max_length=10, choices=OfferType)
    kind = models.CharField(_("kind"), max_length=20, choices=OfferKind)
    state = models.CharField(_("state"), max_length=20, choices=PostingState, default=PostingState.SENT)
    offer = models.OneToOneField(
        Offer,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="posting",
        verbose_name=_("as it stands on the list"),
    )
    sent_at = models.DateTimeField(_("sent at"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    over_on = models.DateField(_("over since"), null=True, blank=True)
    end_told_on = models.DateField(_("reminded of the end on"), null=True, blank=True)
    erased_on = models.DateField(_("resident erased on"), null=True, blank=True)
    history = HistoricalRecords(excluded_fields=["token", "end_told_on"], bases=[WithChange])
    title_fields = ("kern", "type", "state")

    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = _("card of a resident")
        verbose_name_plural = _("cards of residents")
        ordering = ["-sent_at", "-pk"]
        indexes = [models.Index(fields=["kern", "state"], name="posting_by_kern")]

    def __str__(self) -> str:
        return f"{self.state} {self.pk}"

    @property
    def is_need(self) -> bool:
        return self.type == OfferType.NEED

    @property
    def is_waiting(self) -> bool:
        return self.state in WAITING

    @property
    def is_shown(self) -> bool:
        return self.state in SHOWN

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_POSTINGS

    @property
    def mail_purpose(self) -> str:
        """By this the mails about it are known in the outbox."""
        return f"posting-{self.pk}"

    @property
    def about(self) -> str:
        """By this its links are known."""
        return f"posting {self.pk}"


class PostingWords(Reachable):
    """Who put up a card and what stands on it, as the resident wrote it last; encrypted, and without history."""

    posting = models.OneToOneField(Posting, models.CASCADE, related_name="words", verbose_name=_("card"))
    label = SealedTextField(_("in a few words"))
    description = SealedTextField(_("description"), blank=True)
    first_day = models.DateField(_("from"), null=True, blank=True)
    last_day = models.DateField(_("until and including"))
    reason = SealedTextField(_("why it was declined"), blank=True)
    version = models.PositiveIntegerField(_("times changed"), default=0)

    class Meta:
        verbose_name = _("words of a card")
        verbose_name_plural = _("words of cards")
        constraints = [
            models.CheckConstraint(
                name="posting_end_not_before_start",
                condition=Q(first_day__isnull=True) | Q(last_day__gte=F("first_day")),
                violation_error_message=_("The end lies before the start."),
            )
        ]

    def __str__(self) -> str:
        return str(self.posting_id)


def latest_end(today: date) -> date:
    """A card stands for half a year at most, counted from today; it can be made longer each time."""
    return today + LONGEST


class SharingConsent(AddOnly):
    """That somebody let a first name stand with a card, with the version of the text; or that it was taken away.

    subject: a mark of the card, so that nothing here points at a person once that is erased.
    """

    subject = models.CharField(_("mark of the card"), max_length=64, db_index=True)
    is_given = models.BooleanField(_("given"))
    text_version = models.CharField(_("version of the text"), max_length=20)
    channel = models.CharField(_("channel"), max_length=20, default="web")
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("consent to a first name with a card")
        verbose_name_plural = _("consents to first names with cards")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return str(self.is_given)


def subject_of(posting: Posting) -> str:
    return mark_of(posting.key.hex, CONSENT)


def subjects_of(posting: Posting) -> list[str]:
    """The marks under which lines about this card stand."""
    return marks_of(posting.key.hex, CONSENT)
