"""Writing down what a kern decided to share with the municipality."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse

from changes.models import Verb
from changes.services import recorded
from dashboards.models import Shared, SharingDecision
from places.models import Kern


def decide(
    kern: Kern,
    *,
    acting_user: Any,
    decided_on: date,
    parts: Iterable[str],
    agreed: str,
    place: str = "",
    token: UUID | None = None,
) -> SharingDecision:
    """Write down a decision. From its day on it holds, and the one before it no longer; that one stays as it was.

    parts: values of `Shared`; none of them is a decision too. Raises ValidationError with a message per field: when nobody
    agreed, or when that day has a decision already. ValueError for a part that does not exist.
    """
    wanted = {Shared(part) for part in parts}
    subject = reverse("sharing", args=[kern.slug])
    with recorded(Verb.ADDED, acting_user=acting_user, kern=kern, token=token, subject=subject):
        decision = SharingDecision(
            kern=kern,
            decided_on=decided_on,
            parts=[part.value for part in Shared if part in wanted],
            agreed=agreed.strip(),
            place=place.strip(),
            entered_by=acting_user if getattr(acting_user, "pk", None) else None,
        )
        decision.full_clean()
        decision.save()
    return decision
