"""What the start page of a coordinator says about sharing."""

from typing import Any

from accounts.access import viewer_of
from places.models import Kern
from sharing.models import Posting


def cards_waiting_in(kern: Kern, user: Any) -> list[Posting]:
    """The cards of residents to read in a kern and below, the oldest first. One query besides that for the kernen."""
    ids = set(Kern.objects.ids_below(kern.pk)) & viewer_of(user).kernen
    rows = Posting.objects.in_kernen(ids).waiting()
    return list(rows.select_related("kern", "words").defer("words__email", "words__first_name"))
