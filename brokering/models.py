"""Introductions of two parties by a coordinator, and who agreed to be introduced."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.access import Viewer
from changes.models import WithChange
from partners.models import Partner, PartnerForm, Relation
from places.models import Kern


class State(models.TextChoices):
    PROPOSED = "voorgesteld", _("proposed")
    MADE = "gelegd", _("made")
    LED = "leidde-ergens-toe", _("led to something")
    FADED = "verwaterd", _("faded")
    ASIDE = "terzijde", _("put aside")


# What can be done with an introduction in each state.
STEPS: dict[str, tuple[str, ...]] = {
    State.PROPOSED: (State.MADE, State.ASIDE),
    State.MADE: (State.LED, State.FADED),
    State.LED: (State.LED, State.FADED),
    State.FADED: (State.MADE,),
    State.ASIDE: (),
}


class Consent(models.Model):
    """A person agreed to be introduced to others. Without history: what is withdrawn is gone."""

    partner = models.OneToOneField(
        Partner, models.CASCADE, related_name="introduction_consent", verbose_name=_("person")
    )
    agreed_on = models.DateField(_("agreed on"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("recorded by"),
    )

    class Meta:
        verbose_name = _("consent to be introduced")
        verbose_name_plural = _("consents to be introduced")

    def __str__(self) -> str:
        return str(self.partner_id)

    def clean(self) -> None:
        if self.agreed_on and self.agreed_on > timezone.localdate():
            raise ValidationError({"agreed_on": _("This day has yet to come.")})


def may_be_introduced(partner: str = "") -> Q:
    """A filter at path `partner`: a person only with a recorded consent, any other party always."""
    prefix = f"{partner}__" if partner else ""
    return ~Q(**{f"{prefix}form": PartnerForm.PERSON}) | Q(**{f"{prefix}introduction_consent__isnull": False})


class IntroductionQuerySet(models.QuerySet["Introduction"]):
    def in_kernen(self, kern_ids: list[int]) -> "IntroductionQuerySet":
        return self.filter(kern_id__in=kern_ids)

    def visible_to_viewer(self, viewer: Viewer) -> "IntroductionQuerySet":
        """For who looks after the kern and may see both; never a person who did not agree, or no longer does."""
        seen = Partner.objects.visible_to_viewer(viewer)
        return self.filter(
            may_be_introduced("first"),
            may_be_introduced("second"),
            kern_id__in=viewer.kernen,
            first__in=seen,
            second__in=seen,
        )

    def with_parties(self) -> "IntroductionQuerySet":
        return self.select_related("kern", "first__kern", "second__kern", "changed_by")


class Introduction(models.Model):
    """Two parties that a coordinator brings together, or chose not to. `first` has the lower number.

    reasons: why, as data (brokering/words.py says them): kind, what it is about, who gives. No names stand in it.
    """

    kern = models.ForeignKey(Kern, models.CASCADE, related_name="introductions", verbose_name=_("kern"))
    first = models.ForeignKey(Partner, models.CASCADE, related_name="+", verbose_name=_("one party"))
    second = models.ForeignKey(Partner, models.CASCADE, related_name="+", verbose_name=_("other party"))
    reasons = models.JSONField(_("reasons"), default=list, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.PROPOSED)
    proposed_on = models.DateField(_("proposed on"), null=True, blank=True)
    made_on = models.DateField(_("made on"), null=True, blank=True)
    changed_on = models.DateField(_("since"), default=timezone.localdate)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    note = models.TextField(_("what it led to"), blank=True)
    relation = models.ForeignKey(
        Relation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="introductions",
        verbose_name=_("tie that came of it"),
    )
    is_own_tie = models.BooleanField(_("the tie was made by this introduction"), default=False)
    history = HistoricalRecords(bases=[WithChange])

    objects = IntroductionQuerySet.as_manager()
    title_fields = ("first", "state", "second")

    class Meta:
        verbose_name = _("introduction")
        verbose_name_plural = _("introductions")
        ordering = ["-changed_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="introduction_in_order",
                condition=Q(first__lt=F("second")),
                violation_error_message=_("An introduction is between two different parties."),
            ),
            models.UniqueConstraint(
                fields=["kern", "first", "second"],
                name="one_introduction_of_a_pair",
                violation_error_message=_("These two stand on the list already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} {self.state} {self.second_id}"

    @property
    def steps(self) -> tuple[str, ...]:
        return STEPS[self.state]


def in_order(one: Partner, other: Partner) -> tuple[Partner, Partner]:
    """The two in the order in which an introduction holds them."""
    return (one, other) if one.pk < other.pk else (other, one)


def introduction_of(kern: Kern, first: Partner, second: Partner) -> Introduction | None:
    """The introduction of these two, in order, in this kern; locked for who changes it."""
    rows = Introduction.objects.select_for_update(of=("self",))
    return rows.filter(kern=kern, first=first, second=second).first()
