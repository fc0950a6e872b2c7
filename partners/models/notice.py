"""Whether a person whom somebody else entered knows that they stand here (AVG, article 14), and objects to it (article 21)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partners.models.partner import Partner


class PersonNotice(models.Model):
    """No row: nobody told this person anything yet. Without history, on purpose: it goes with the card.

    mailed_on: a mail with what is kept went on its way. told_on: somebody told it. objected_on: the person wants to be taken away;
    since that day the card is hidden from everybody (`Visibility.SELF`).
    """

    partner = models.OneToOneField(
        Partner, models.CASCADE, primary_key=True, related_name="notice", verbose_name=_("person")
    )
    mailed_on = models.DateField(_("got a mail about it on"), null=True, blank=True)
    is_undelivered = models.BooleanField(_("the mail did not arrive"), default=False)
    told_on = models.DateField(_("was told on"), null=True, blank=True)
    objected_on = models.DateField(_("objected on"), null=True, blank=True)

    class Meta:
        verbose_name = _("what a person was told")
        verbose_name_plural = _("what persons were told")
        indexes = [
            models.Index(
                fields=["objected_on"], name="notice_objected", condition=Q(objected_on__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return str(self.partner_id)
