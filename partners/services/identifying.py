"""Who a person is, apart from the role."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from changes.models import Verb
from changes.services import recorded
from keeping import ledger
from partners.models import Identity, Partner, PersonNotice


def set_identity(
    partner: Partner, *, acting_user: Any, name: str = "", email: str = "", consent_on: date | None = None
) -> Identity | None:
    """Keep who a person is, or nothing at all when everything is empty. What was there is gone for good.

    That somebody did this is recorded, the values are not. Raises ValidationError for who is not a person.
    """
    if not partner.is_person:
        raise ValidationError(_("Only a person has a name apart from the role."))
    subject = partner.get_absolute_url()
    note = _("name, address and consent of a person")
    with recorded(Verb.CHANGED, acting_user=acting_user, kern=partner.kern, subject=subject, note=note):
        if not (name or email or consent_on):
            for gone in Identity.objects.filter(partner=partner):
                forget_identity(gone)
            return None
        identity = Identity.objects.filter(partner=partner).first() or Identity(partner=partner)
        if email != identity.email:  # another address: it may be tried once more
            missed = PersonNotice.objects.filter(partner=partner, is_undelivered=True)
            missed.update(mailed_on=None, is_undelivered=False)
        identity.name, identity.email, identity.consent_on = name, email, consent_on
        identity.full_clean()
        identity.save()
    return identity


def mark_text(identity: Identity) -> str:
    """What tells this identity from the others; its number is never given to another."""
    return f"identity {identity.pk}"


def forget_identity(identity: Identity) -> None:
    """Name and address go, and so they do again when a backup of before comes back."""
    ledger.note("contact", mark_text(identity))
    identity.delete()
