"""Notes of a round through the village, and the tasks that come of them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from changes.models import WithChange
from partners.models import Partner
from places.models import Kern

KEEP_HANDLED_DAYS = 30


class NoteState(models.TextChoices):
    NEW = "nieuw", _("not worked out yet")
    CONFIRMED = "verwerkt", _("worked out")
    DISMISSED = "weg", _("put away")


class NoteQuerySet(models.QuerySet["Note"]):
    def waiting_for(self, user: object, kern: Kern) -> "NoteQuerySet":
        """What this person still has to work out; nobody else reads a note."""
        return self.filter(made_by=user, kern=kern, state=NoteState.NEW)


class Note(models.Model):
    """One line from the bicycle. Only who wrote it reads it, and it goes once it has been worked out."""

    client_id = models.UUIDField(_("number given on the phone"), unique=True, default=uuid.uuid4)
    kern = models.ForeignKey(Kern, models.CASCADE, related_name="+", verbose_name=_("kern"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("by")
    )
    stop = models.CharField(_("stop"), max_length=200, blank=True)
    party = models.CharField(_("party"), max_length=200, blank=True)
    line = models.CharField(_("in one line"), max_length=500, blank=True)
    next_step = models.CharField(_("next step"), max_length=300, blank=True)
    noted_at = models.DateTimeField(_("noted at"))
    received_at = models.DateTimeField(_("received at"), auto_now_add=True)
    state = models.CharField(_("state"), max_length=10, choices=NoteState, default=NoteState.NEW)
    handled_at = models.DateTimeField(_("handled at"), null=True, blank=True)

    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["noted_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="note_says_something",
                condition=~Q(stop="", party="", line="", next_step=""),
                violation_error_message=_("An empty note says nothing."),
            )
        ]

    def __str__(self) -> str:
        return self.party or self.stop or str(self.pk)


class TaskQuerySet(models.QuerySet["Task"]):
    def open_in(self, kern: Kern) -> "TaskQuerySet":
        """What is still to be done in this kern, what is due first in front; without a date comes last."""
        return (
            self.filter(kern=kern, done_on__isnull=True)
            .select_related("partner", "made_by")
            .order_by(models.F("due_on").asc(nulls_last=True), "pk")
        )


class Task(models.Model):
    """A next step: something a coordinator means to do in a kern."""

    kern = models.ForeignKey(Kern, models.CASCADE, related_name="+", verbose_name=_("kern"))
    text = models.CharField(_("what to do"), max_length=300)
    partner = models.ForeignKey(
        Partner, models.SET_NULL, null=True, blank=True, related_name="tasks", verbose_name=_("party")
    )
    due_on = models.DateField(_("before"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    history = HistoricalRecords(bases=[WithChange])

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text
