"""How a kern and an initiative want it, what was said at each check-up, what help was agreed, and who was invited."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from changes.models import WithChange
from initiatives.models import Initiative
from partners.models import Partner
from places.models import Kern

MONTHS, FEWEST, MOST = 12, 3, 60
INTERVAL = (MinValueValidator(FEWEST), MaxValueValidator(MOST))


class KernCheckups(models.Model):
    """Whether a kern does check-ups, since when, and how often."""

    kern = models.OneToOneField(Kern, models.CASCADE, related_name="checkups", verbose_name=_("kern"))
    is_on = models.BooleanField(_("does check-ups"), default=False)
    since = models.DateField(_("since"), null=True, blank=True)
    months = models.PositiveSmallIntegerField(
        _("months between two check-ups"), default=MONTHS, validators=INTERVAL
    )
    mails_on = models.BooleanField(_("invites the driver by mail"), default=True)
    history = HistoricalRecords(bases=[WithChange])
    title_fields = ("kern",)
    title_says_kind = True

    class Meta:
        verbose_name = _("check-ups of a kern")
        verbose_name_plural = _("check-ups of kernen")
        constraints = [
            models.CheckConstraint(
                name="checkups_on_since_a_day",
                condition=Q(is_on=False) | Q(since__isnull=False),
                violation_error_message=_("Check-ups that are on have a first day."),
            )
        ]

    def __str__(self) -> str:
        return str(self.kern_id)


class Plan(models.Model):
    """What an initiative does otherwise than its kern: another interval, a date that was put off, none at all."""

    initiative = models.OneToOneField(
        Initiative, models.CASCADE, related_name="checkup_plan", verbose_name=_("initiative")
    )
    months = models.PositiveSmallIntegerField(
        _("months between two check-ups"), null=True, blank=True, validators=INTERVAL
    )
    next_on = models.DateField(_("next check-up"), null=True, blank=True)
    is_off = models.BooleanField(_("needs no check-up any more"), default=False)
    history = HistoricalRecords(bases=[WithChange])
    title_fields = ("initiative",)
    title_says_kind = True

    class Meta:
        verbose_name = _("when an initiative has its check-up")
        verbose_name_plural = _("when initiatives have their check-ups")

    def __str__(self) -> str:
        return str(self.initiative_id)


class Outcome(models.TextChoices):
    """How it goes on. Each of them is a good answer."""

    STAYS = "blijft", _("it goes on as it is")
    OTHER_DRIVER = "andere-trekker", _("somebody else takes over")
    PAUSE = "pauze", _("it rests for a while")
    STOP = "stopt", _("it stops; it was good")
    MERGE = "samen", _("it goes on together with another initiative")


class Way(models.TextChoices):
    TALK = "gesprek", _("in a conversation")
    LINK = "link", _("by the driver, with the link in a mail")


class CheckUp(models.Model):
    """The answers to the four questions on one day. For coordinators of the kern and the driver, nobody else."""

    initiative = models.ForeignKey(
        Initiative, models.PROTECT, related_name="checkups", verbose_name=_("initiative")
    )
    done_on = models.DateField(_("done on"))
    on_course = models.TextField(_("still on course?"), blank=True)
    habits = models.TextField(_("sacred cows or habits?"), blank=True)
    cooperation = models.TextField(_("new cooperation?"), blank=True)
    needs = models.TextField(_("what is needed?"), blank=True)
    outcome = models.CharField(_("how it goes on"), max_length=20, choices=Outcome, default=Outcome.STAYS)
    next_on = models.DateField(_("next check-up"), null=True, blank=True)
    way = models.CharField(_("how it was filled in"), max_length=10, choices=Way, default=Way.TALK)
    agreed_on = models.DateField(_("talked over on"), null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    history = HistoricalRecords(bases=[WithChange])
    title_fields = ("initiative", "done_on")
    title_says_kind = True

    class Meta:
        verbose_name = _("check-up")
        verbose_name_plural = _("check-ups")
        ordering = ["-done_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.initiative_id} {self.done_on}"


class WelfareRole(models.TextChoices):
    """Who helps on behalf of the welfare work, when it is not a party by name."""

    COORDINATOR = "welzijnscoordinator", _("welfare coordinator")
    COMMUNITY_WORKER = "opbouwwerker", _("community worker")
    SOCIAL_WORKER = "sociaal-werker", _("social worker")
    YOUTH_WORKER = "jongerenwerker", _("youth worker")
    SPORTS_COACH = "buurtsportcoach", _("sports coach")
    MANAGER = "leidinggevende", _("manager of the welfare work")


class SupportQuerySet(models.QuerySet["Support"]):
    def open(self) -> "SupportQuerySet":
        """What was agreed and is still to be done, what is due first in front."""
        return self.filter(done_on__isnull=True).order_by("due_on", "pk")


class Support(models.Model):
    """Help that was agreed: what, by whom, before when."""

    initiative = models.ForeignKey(
        Initiative, models.PROTECT, related_name="agreed_support", verbose_name=_("initiative")
    )
    text = models.CharField(_("what is agreed"), max_length=300, blank=True)
    owner = models.ForeignKey(
        Partner,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="agreed_support",
        verbose_name=_("party that does it"),
    )
    role = models.CharField(
        _("role of the welfare work that does it"), max_length=30, choices=WelfareRole, blank=True
    )
    due_on = models.DateField(_("before"))
    done_on = models.DateField(_("done on"), null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    history = HistoricalRecords(bases=[WithChange])
    title_fields = ("initiative", "text")

    objects = SupportQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreed support")
        verbose_name_plural = _("agreed support")
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="support_has_one_owner",
                condition=Q(owner__isnull=False, role="") | (Q(owner__isnull=True) & ~Q(role="")),
                violation_error_message=_("Choose who does it: one party, or one role."),
            )
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def who(self) -> str:
        """Who does it, in words."""
        return self.owner.name if self.owner else self.get_role_display()


class Mailed(models.TextChoices):
    """Why a mail about a check-up went out."""

    FIRST = "uitnodiging", _("invitation")
    REMINDER = "herinnering", _("reminder")
    OWN = "zelf", _("a new link, asked for by the driver")


class Invitation(models.Model):
    """A mail about one due date. For each date there is one invitation and at most one reminder."""

    initiative = models.ForeignKey(
        Initiative, models.CASCADE, related_name="checkup_invitations", verbose_name=_("initiative")
    )
    due_on = models.DateField(_("due on"))
    kind = models.CharField(_("why it was sent"), max_length=20, choices=Mailed)
    sent_at = models.DateTimeField(_("sent at"), default=timezone.now)

    class Meta:
        verbose_name = _("invitation to a check-up")
        verbose_name_plural = _("invitations to check-ups")
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "due_on", "kind"],
                name="invited_once_to_a_checkup",
                condition=~Q(kind=Mailed.OWN),
            )
        ]

    def __str__(self) -> str:
        return f"{self.initiative_id} {self.kind}"
