"""What was brought in, and where it came from."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PackageImport(models.Model):
    """A data package that was imported: its own description travels along when it is exported again."""

    name = models.CharField(_("name"), max_length=200)
    description = models.JSONField(_("descriptor without its tables"), default=dict)
    counts = models.JSONField(_("rows that were new, changed and the same"), default=dict)
    imported_at = models.DateTimeField(_("imported at"), auto_now_add=True)

    class Meta:
        verbose_name = _("imported package")
        verbose_name_plural = _("imported packages")
        ordering = ["-imported_at", "-pk"]

    def __str__(self) -> str:
        return self.name
