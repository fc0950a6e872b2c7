"""Who a person is, apart from the role that everybody sees."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from partners.models.partner import Partner


class Identity(models.Model):
    """Who a person is, apart from the role that everybody sees: for the coordinators of the kern alone.

    Without history, on purpose: what a person withdraws is gone. The name is shown to others only with a
    consent that is recorded here.
    """

    partner = models.OneToOneField(Partner, models.CASCADE, related_name="identity", verbose_name=_("person"))
    name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    consent_on = models.DateField(_("agreed that the name is shown on"), null=True, blank=True)
    moved_from = models.ForeignKey(
        Partner,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("came along from"),
    )

    class Meta:
        verbose_name = _("identity")
        verbose_name_plural = _("identities")

    def __str__(self) -> str:
        return str(self.partner_id)
