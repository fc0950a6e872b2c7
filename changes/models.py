"""A change: what one person did at one moment, over however many records.

The values themselves stand in the history tables of the records (django-simple-history); every line that
is written there during a change points at it. So one change can be read, and taken back, as a whole.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from places.models import Kern


class Verb(models.TextChoices):
    ADDED = "toegevoegd", _("added")
    CHANGED = "gewijzigd", _("changed")
    ENDED = "beeindigd", _("ended")
    CONFIRMED = "bevestigd", _("confirmed as still right")
    MERGED = "samengevoegd", _("merged")
    IMPORTED = "ingelezen", _("brought in from a spreadsheet")
    INTRODUCED = "voorgesteld", _("introduced")
    UNDONE = "teruggedraaid", _("undone")


class Change(models.Model):
    """One deed of one person. `undoes` points at the change that this one took back."""

    verb = models.CharField(_("what was done"), max_length=20, choices=Verb)
    kern = models.ForeignKey(
        Kern, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("kern")
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    made_at = models.DateTimeField(_("at"), auto_now_add=True, db_index=True)
    # Words of that moment: what a party is called now, and who holds its mailbox, is another matter.
    party = models.CharField(_("on behalf of"), max_length=200, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    token = models.UUIDField(_("token of the form"), null=True, blank=True, unique=True, editable=False)
    subject = models.CharField(_("address of what it is about"), max_length=200, blank=True)
    undoes = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, related_name="undone_by", verbose_name=_("takes back")
    )

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="change_does_not_undo_itself",
                condition=Q(undoes__isnull=True) | ~Q(undoes=F("pk")),
                violation_error_message=_("A change cannot take back itself."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("change_detail", args=[self.pk])

    @property
    def is_undone(self) -> bool:
        return hasattr(self, "undone_by")

    @property
    def is_redo(self) -> bool:
        """Whether taking this back does something again."""
        return self.verb == Verb.UNDONE

    @property
    def who(self) -> str:
        """Who did it, in words; somebody without a name is known by the role that it took."""
        if self.made_by is None:
            return gettext("the system")
        if self.made_by.name or self.kern is None:
            return str(self.made_by)
        words = {"kern": self.kern, "party": self.party, "initials": self.made_by.initials}
        if self.party:
            return gettext("somebody of %(party)s (%(initials)s)") % words
        return gettext("a coordinator of %(kern)s (%(initials)s)") % words


class WithChange(models.Model):
    """What a line of history has besides the values: the change that it belongs to.

    Give it to a model as HistoricalRecords(bases=[WithChange]).
    """

    change = models.ForeignKey(
        Change, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("change")
    )

    class Meta:
        abstract = True
