"""A loan, apart from who asks for it and what was said: the first has a history, the others go without a trace."""

import uuid
from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from changes.models import WithChange
from initiatives.models import Offer
from partners.models import Partner
from sharing.postings import Posting as Posting
from sharing.postings import PostingState as PostingState
from sharing.postings import PostingWords as PostingWords
from sharing.postings import SharingConsent as SharingConsent
from sharing.reachable import ADDRESS as ADDRESS
from sharing.reachable import Reachable, marks_of_address
from sharing.slots import LAST_PART, PARTS, slot_of, slots_between
from wijkweb.kit.sealed import SealedTextField


class LoanState(models.TextChoices):
    SENT = "verstuurd", _("not confirmed yet")
    ASKED = "gevraagd", _("waits for an answer")
    AGREED = "toegezegd", _("agreed")
    DECLINED = "afgewezen", _("declined")
    CANCELLED = "afgezegd", _("called off")
    BACK = "terug", _("over and in order")
    DAMAGED = "beschadigd", _("over, with damage")


OPEN = (LoanState.ASKED, LoanState.AGREED)
LENT = (LoanState.BACK, LoanState.DAMAGED)


class Side(models.TextChoices):
    LENDER = "uitlener", _("who lends")
    BORROWER = "lener", _("who borrows")

    @property
    def other(self) -> "Side":
        return Side.BORROWER if self == Side.LENDER else Side.LENDER


class LoanQuerySet(models.QuerySet["Loan"]):
    def in_kernen(self, kern_ids: list[int]) -> "LoanQuerySet":
        return self.filter(Q(offer__partner__kern_id__in=kern_ids) | Q(offer__kern_id__in=kern_ids))

    def confirmed(self) -> "LoanQuerySet":
        return self.exclude(state=LoanState.SENT)

    def late_on(self, day: date) -> "LoanQuerySet":
        """What should have been back before `day`."""
        return self.filter(state=LoanState.AGREED, last_day__lt=day, brought_on__isnull=True)

    def of_address(self, email: str) -> "LoanQuerySet":
        """The loans of who reads mail at this address."""
        return self.filter(contact__address_mark__in=marks_of_address(email))

    def with_both(self) -> "LoanQuerySet":
        return self.select_related(
            "offer__partner__kern", "offer__kern", "offer__posting__words", "borrower", "contact"
        )


class Loan(models.Model):
    """That somebody asks for what is offered, or answers a need, and what came of it. Nothing here says who a resident is.

    With days when something is lent; without, when it is about anything else. Both ends count: from the morning of
    the first day to the evening of the last, unless the parts say otherwise.
    """

    token = models.UUIDField(_("token of the form"), unique=True, null=True, blank=True, editable=False)
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="loans", verbose_name=_("what is offered"))
    borrower = models.ForeignKey(
        Partner,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="loans",
        verbose_name=_("partner that borrows"),
    )
    first_day = models.DateField(_("from"), null=True, blank=True)
    first_part = models.PositiveSmallIntegerField(_("from which part of the day"), default=0)
    last_day = models.DateField(_("until and including"), null=True, blank=True)
    last_part = models.PositiveSmallIntegerField(_("until which part of the day"), default=LAST_PART)
    state = models.CharField(_("state"), max_length=20, choices=LoanState, default=LoanState.SENT)
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    brought_on = models.DateField(_("brought back, says the borrower"), null=True, blank=True)
    ended_on = models.DateField(_("over since"), null=True, blank=True)
    thanked_on = models.DateField(_("thanked on"), null=True, blank=True)
    reminded_on = models.DateField(_("asked on whether it is back"), null=True, blank=True)
    begin_told_on = models.DateField(_("reminded of the begin on"), null=True, blank=True)
    due_told_on = models.DateField(_("reminded of bringing it back on"), null=True, blank=True)
    erased_on = models.DateField(_("personal traces erased on"), null=True, blank=True)
    history = HistoricalRecords(
        excluded_fields=["token", "thanked_on", "reminded_on", "begin_told_on", "due_told_on", "erased_on"],
        bases=[WithChange],
    )
    title_fields = ("offer", "state")

    objects = LoanQuerySet.as_manager()

    class Meta:
        verbose_name = _("loan")
        verbose_name_plural = _("loans")
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["offer", "state"], name="loan_by_offer")]
        constraints = [
            models.CheckConstraint(
                name="loan_end_not_before_start",
                condition=Q(first_day__isnull=True, last_day__isnull=True)
                | Q(last_day__gt=F("first_day"))
                | Q(last_day=F("first_day"), last_part__gte=F("first_part")),
                violation_error_message=_("The end lies before the start."),
            ),
            models.CheckConstraint(
                name="loan_parts_of_a_day",
                condition=Q(first_part__lte=LAST_PART, last_part__lte=LAST_PART),
                violation_error_message=_("A day has three parts."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.offer_id} {self.state}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_lent(self) -> bool:
        """Whether this is about something for some days."""
        return self.first_day is not None

    @property
    def slots(self) -> range:
        """The parts of days that it takes."""
        if self.first_day is None or self.last_day is None:
            return range(0)
        return slots_between(slot_of(self.first_day, self.first_part), slot_of(self.last_day, self.last_part))

    @property
    def is_all_day(self) -> bool:
        return self.first_part == 0 and self.last_part == LAST_PART

    @property
    def first_part_label(self) -> Any:
        return PARTS[self.first_part].label

    @property
    def last_part_label(self) -> Any:
        return PARTS[self.last_part].label

    @property
    def mail_purpose(self) -> str:
        """By this the mails about it are known in the outbox."""
        return f"loan-{self.pk}"


class Taken(models.Model):
    """A part of a day in which something is lent. That there can be only one row of it is what prevents booking twice."""

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="taken", verbose_name=_("what is offered"))
    loan = models.ForeignKey(Loan, models.CASCADE, related_name="taken", verbose_name=_("loan"))
    slot = models.PositiveIntegerField(_("part of a day"))

    class Meta:
        verbose_name = _("taken part of a day")
        verbose_name_plural = _("taken parts of days")
        ordering = ["slot"]
        constraints = [
            models.UniqueConstraint(
                fields=["offer", "slot"],
                name="taken_once",
                violation_error_message=_("This is taken on these days."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.offer_id} {self.slot}"


class Contact(Reachable):
    """How a resident that asks can be reached."""

    loan = models.OneToOneField(Loan, models.CASCADE, related_name="contact", verbose_name=_("loan"))

    class Meta:
        verbose_name = _("contact of a loan")
        verbose_name_plural = _("contacts of loans")

    def __str__(self) -> str:
        return str(self.loan_id)


class SharesAddress(models.Model):
    """That one side agreed that the other may see its address; both must."""

    loan = models.ForeignKey(Loan, models.CASCADE, related_name="shared_by", verbose_name=_("loan"))
    side = models.CharField(_("side"), max_length=10, choices=Side)
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("consent to share an address")
        verbose_name_plural = _("consents to share an address")
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["loan", "side"], name="address_shared_once")]

    def __str__(self) -> str:
        return f"{self.loan_id} {self.side}"


class MessageKind(models.TextChoices):
    ASK = "vraag", _("question")
    WORD = "bericht", _("message")
    DAMAGE = "schade", _("damage")
    THANKS = "dank", _("thanks")


class Message(models.Model):
    """What one side wrote to the other, encrypted. It goes when the loan is erased."""

    loan = models.ForeignKey(Loan, models.CASCADE, related_name="messages", verbose_name=_("loan"))
    side = models.CharField(_("side"), max_length=10, choices=Side)
    kind = models.CharField(_("kind"), max_length=10, choices=MessageKind, default=MessageKind.WORD)
    text = SealedTextField(_("text"))
    token = models.UUIDField(_("token of the form"), unique=True, default=uuid.uuid4, editable=False)
    made_at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("message about a loan")
        verbose_name_plural = _("messages about loans")
        ordering = ["made_at", "pk"]

    def __str__(self) -> str:
        return str(self.pk)
