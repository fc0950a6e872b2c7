"""What a resident registers, apart from who that is: the first has a history, the second can go without a trace."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from changes.models import WithChange
from initiatives.models import Initiative
from partners.models import Partner
from places.models import Kern
from post.reachable import Reachable, plain_address
from residents.takeovers import Neighbour as Neighbour
from residents.takeovers import Takeover as Takeover
from residents.takeovers import TakeoverState as TakeoverState
from wijkweb.kit.add_only import AddOnly
from wijkweb.kit.sealed import marks_of

MOST_DREAM, MOST_WORDS, MOST_NAME = 1500, 600, 40
ADDRESS = "resident-address"


class State(models.TextChoices):
    SENT = "verstuurd", _("not confirmed yet")
    NEW = "nieuw", _("waits for the coordinator")
    ASKED = "gevraagd", _("waits for an answer of the resident")
    PUBLISHED = "geplaatst", _("published")
    DECLINED = "afgewezen", _("declined")
    WITHDRAWN = "ingetrokken", _("withdrawn")


OPEN = (State.NEW, State.ASKED)


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def in_kernen(self, kern_ids: Any) -> "RegistrationQuerySet":
        return self.filter(kern_id__in=kern_ids)

    def waiting(self) -> "RegistrationQuerySet":
        """What a coordinator still has to decide about, or has a question of the resident; the oldest first."""
        asks = models.Q(asks_since__isnull=False)
        return self.filter(asks | models.Q(state__in=OPEN)).order_by("confirmed_at", "pk")

    def of_address(self, email: str) -> "RegistrationQuerySet":
        """The registrations of who reads mail at this address."""
        return self.filter(words__address_mark__in=marks_of(plain_address(email), ADDRESS))


class Registration(models.Model):
    """That somebody registered an initiative, and what became of it. Nothing here says who, or in which words."""

    key = models.UUIDField(_("public number"), unique=True, default=uuid.uuid4, editable=False)
    token = models.UUIDField(_("token of the form"), unique=True, null=True, blank=True, editable=False)
    kern = models.ForeignKey(Kern, models.PROTECT, related_name="registrations", verbose_name=_("kern"))
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.SENT)
    initiative = models.OneToOneField(
        Initiative,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="registration",
        verbose_name=_("initiative"),
    )
    person = models.ForeignKey(
        Partner,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("resident behind it"),
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
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    asks_since = models.DateTimeField(
        _("waits for an answer of the coordinator since"), null=True, blank=True
    )
    wants_successor = models.BooleanField(_("asks for somebody to take over"), default=False)
    erased_on = models.DateField(_("resident erased on"), null=True, blank=True)
    alive_on = models.DateField(_("last sign of life of the resident"), null=True, blank=True)
    mailed_on = models.DateField(_("asked by mail how it goes on"), null=True, blank=True)
    asked = models.PositiveSmallIntegerField(_("times asked since the last sign of life"), default=0)
    hidden_on = models.DateField(_("hidden because nothing was heard, on"), null=True, blank=True)
    was_public = models.BooleanField(_("was public when it was hidden"), default=False)
    history = HistoricalRecords(
        excluded_fields=["token", "asks_since", "alive_on", "mailed_on", "asked", "hidden_on", "was_public"],
        bases=[WithChange],
    )

    title_fields = ("kern", "state")
    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration of a resident")
        verbose_name_plural = _("registrations of residents")
        ordering = ["-sent_at", "-pk"]
        indexes = [models.Index(fields=["kern", "state"], name="registration_by_kern")]

    def __str__(self) -> str:
        return f"{self.state} {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether a coordinator may decide about it."""
        return self.state in OPEN

    @property
    def can_be_reached(self) -> bool:
        """Whether a resident who confirmed it is behind it still."""
        return self.state not in (State.SENT, State.WITHDRAWN) and self.erased_on is None

    @property
    def mail_purpose(self) -> str:
        """By this the mails about it are known in the outbox; goes behind "resident-<what>"."""
        return f"-{self.pk}"


class Words(Reachable):
    """Who a resident is, and what that person wrote."""

    SALT = ADDRESS

    registration = models.OneToOneField(
        Registration, models.CASCADE, related_name="words", verbose_name=_("registration")
    )
    dream = models.TextField(_("what the resident dreams of"))
    brings = models.TextField(_("what the resident brings"), blank=True)
    seeks = models.TextField(_("what the resident looks for"), blank=True)
    is_sixteen = models.BooleanField(_("is 16 or older, as the resident says"), default=False)
    reason = models.TextField(_("why it was declined"), blank=True)
    version = models.PositiveIntegerField(_("times changed"), default=0)

    class Meta:
        verbose_name = _("words of a resident")
        verbose_name_plural = _("words of residents")

    def __str__(self) -> str:
        return str(self.registration_id)


class Message(models.Model):
    """A question of the coordinator, or what the resident answered or asked. It goes when the resident goes."""

    registration = models.ForeignKey(
        Registration, models.CASCADE, related_name="messages", verbose_name=_("registration")
    )
    token = models.UUIDField(_("token of the form"), unique=True, null=True, blank=True, editable=False)
    is_from_resident = models.BooleanField(_("written by the resident"), default=False)
    text = models.TextField(_("text"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    made_at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("message about a registration")
        verbose_name_plural = _("messages about registrations")
        ordering = ["made_at", "pk"]

    def __str__(self) -> str:
        return str(self.pk)


class Purpose(models.TextChoices):
    NAME = "naam", _("my first name with the initiative")
    CONTACT = "contact", _("a button to send me a message")
    YEARLY = "jaarlijks", _("a message once a year")


class ConsentEvent(AddOnly):
    """Yes or no to one purpose, with the text that was read (residents/consents.py). The last one counts.

    subject: a mark of the registration, so that nothing here points at a person once that is erased.
    """

    subject = models.CharField(_("mark of the registration"), max_length=64, db_index=True)
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose)
    is_given = models.BooleanField(_("given"))
    text_version = models.CharField(_("version of the text"), max_length=20)
    channel = models.CharField(_("channel"), max_length=20, default="web")
    by_role = models.CharField(_("role of who did it"), max_length=20, default="inwoner")
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.purpose} {self.is_given}"


class Sighting(AddOnly):
    """Somebody looked who a resident is. Without names: the number of the registration and of the colleague."""

    registration_key = models.UUIDField(_("public number"), db_index=True)
    seen_by = models.IntegerField(_("account"))
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("look at who a resident is")
        verbose_name_plural = _("looks at who a resident is")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return str(self.pk)


class InvitationState(models.TextChoices):
    SENT = "gevraagd", _("asked")
    YES = "ja", _("said yes")
    NO = "nee", _("said no")


class Invitation(models.Model):
    """A party that was asked by mail to join in an initiative of a resident, and what it said.

    reasons: why it was suggested, as data (residents/suggesting.py); no names of persons stand in it.
    """

    initiative = models.ForeignKey(
        Initiative, models.CASCADE, related_name="invitations", verbose_name=_("initiative")
    )
    partner = models.ForeignKey(
        Partner, models.CASCADE, related_name="invitations", verbose_name=_("partner")
    )
    reasons = models.JSONField(_("reasons"), default=list, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=InvitationState, default=InvitationState.SENT)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("asked by"),
    )
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    history = HistoricalRecords(bases=[WithChange])

    title_fields = ("partner", "initiative", "state")

    class Meta:
        verbose_name = _("invitation to join in")
        verbose_name_plural = _("invitations to join in")
        ordering = ["asked_at", "pk"]

    def __str__(self) -> str:
        return f"{self.partner_id} {self.state}"


class ContactMail(models.Model):
    """That a visitor sent a resident a message by the button; the message itself is a mail and nothing more."""

    registration = models.ForeignKey(
        Registration, models.CASCADE, related_name="contact_mails", verbose_name=_("registration")
    )
    token = models.UUIDField(_("token of the form"), unique=True, editable=False)
    sent_on = models.DateField(_("sent on"), default=timezone.localdate)

    class Meta:
        verbose_name = _("message by the button")
        verbose_name_plural = _("messages by the button")

    def __str__(self) -> str:
        return str(self.pk)
