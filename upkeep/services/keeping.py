"""How a kern keeps itself fresh, and whom it trusts."""

from typing import Any

from django.db import transaction

from changes.models import Change, Verb
from changes.services import recorded
from partners.models import Partner
from partners.services import change_partner
from places.models import Kern
from upkeep.models import KernUpkeep


def set_upkeep(kern: Kern, *, term_months: int | None, mails_on: bool, acting_user: Any) -> None:
    """Store how long a confirmation counts in a kern, and whether it asks its partners each year."""
    with transaction.atomic():
        if kern.term_months != term_months:
            kern.term_months = term_months
            kern.save(update_fields=["term_months"])
        KernUpkeep.objects.update_or_create(kern=kern, defaults={"mails_on": mails_on})


def trust(partner: Partner, is_trusted: bool, *, acting_user: Any) -> Change:
    """What this partner reports is taken over at once from now on, or no longer."""
    subject = partner.get_absolute_url()
    with recorded(Verb.CHANGED, acting_user=acting_user, kern=partner.kern, subject=subject) as change:
        change_partner(partner, {"is_trusted": is_trusted}, acting_user=acting_user)
    return change
