"""What is derived from the other rooms and kept: positions on the map. Throw it away and nothing is lost."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from places.models import Kern


class Layout(models.Model):
    """Where everything stands on a kern's map, for everybody who sees the same."""

    kern = models.ForeignKey(Kern, models.CASCADE, related_name="+", verbose_name=_("kern"))
    audience = models.TextField(_("who sees this"))
    fingerprint = models.CharField(_("fingerprint of what was laid out"), max_length=64)
    figure = models.JSONField(_("positions in the figure"))
    force = models.JSONField(_("positions in the network"))
    engine = models.CharField(_("engine"), max_length=40)
    seed = models.PositiveIntegerField(_("seed"), default=0)
    computed_at = models.DateTimeField(_("computed at"), auto_now=True)

    class Meta:
        verbose_name = _("layout")
        verbose_name_plural = _("layouts")
        constraints = [
            models.UniqueConstraint(fields=["kern", "audience"], name="one_layout_per_kern_audience")
        ]

    def __str__(self) -> str:
        return f"{self.kern_id} {self.audience}"
