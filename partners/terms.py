"""Of which contacts name and address need not be kept any longer, at a moment (safety 4.5)."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from partners.models import Identity
from wijkweb.kit.partial_dates import PartialDate

KEPT = timedelta(days=30)


def contacts_over(now: datetime) -> "QuerySet[Identity]":
    """Those of whom the card, or the organisation for which they can be reached, ended a month ago."""
    limit = PartialDate.from_day(timezone.localdate(now - KEPT))
    return Identity.objects.filter(
        Q(partner__ended_on__lt=limit) | Q(partner__organisation__ended_on__lt=limit)
    )
