"""What was erased: a mark and a moment, so that it can be erased again when an older backup comes back."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Erasure(models.Model):
    """Somebody's data went. `subject` is an HMAC: whoever reads it learns neither whose nor what.

    The same lines stand in a file outside the database (keeping/ledger.py), because a backup of before lacks them.
    """

    kind = models.SlugField(_("sort"), max_length=30)
    subject = models.CharField(_("mark of what was erased"), max_length=64)
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["at"], name="erasure_by_age")]
        constraints = [models.UniqueConstraint(fields=["kind", "subject"], name="erased_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d}"
