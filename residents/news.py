"""What the start page of a coordinator says about the initiatives of residents."""

from typing import Any

from accounts.access import viewer_of
from places.models import Kern
from residents.models import Registration


def waiting_in(kern: Kern, user: Any, kern_ids: list[int] | None = None) -> list[Registration]:
    """What waits for a decision or an answer in a kern and below, the oldest first. One query besides that for the kernen, unless `kern_ids` tells them."""
    ids = set(kern_ids or Kern.objects.ids_below(kern.pk)) & viewer_of(user).kernen
    rows = Registration.objects.in_kernen(ids).waiting().filter(erased_on__isnull=True)
    return list(rows.select_related("kern", "words", "initiative").defer("words__email", "words__first_name"))
