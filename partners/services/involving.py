"""How involved a partner is, and was."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from changes.models import Verb
from changes.services import recorded
from partners.models import Involvement, Partner, PastInvolvement
from wijkweb.kit.holding import hold


def set_involvement(
    partner: Partner, involvement: str, *, acting_user: Any, on: date | None = None
) -> Partner:
    """Give a partner another involvement from a day on (today); the old one is kept with its last day.

    A second change on the same day replaces the first, since nobody held that value for a day.
    """
    if involvement not in Involvement.values:
        raise ValidationError({"involvement": _("This involvement does not exist.")})
    day = on or timezone.localdate()
    subject = partner.get_absolute_url()
    with recorded(Verb.CHANGED, acting_user=acting_user, kern=partner.kern, subject=subject):
        hold(partner)
        if involvement != partner.involvement:
            if not partner.past_involvements.filter(ended_on=day).exists():
                PastInvolvement.objects.create(partner=partner, involvement=partner.involvement, ended_on=day)
            partner.involvement = involvement
            partner.save()
    return partner


def involvement_on(partner: Partner, day: date) -> str:
    """What the involvement was on a day, as far as it is known; the first known value counts for all days before."""
    past = sorted(partner.past_involvements.all(), key=lambda row: row.ended_on)
    return next((row.involvement for row in past if row.ended_on > day), partner.involvement)
