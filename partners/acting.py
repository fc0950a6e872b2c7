"""For which partners somebody may act who is no coordinator.

A partner contact does so for the partners, in the kernen of that role, whose mailbox is the address with which this
person signs in: who holds the mailbox holds the card, as everywhere here.
"""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from accounts.access import coordinates, may
from accounts.models import Membership, Role
from changes.recording import let_speak
from partners.models import Partner, PartnerForm
from places.models import Kern


def contact_kernen(user: Any) -> set[int]:
    """The kernen, those below included, in which this person is a partner contact now."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return set()
    roles = Membership.objects.active_at(timezone.now()).filter(user=user, role=Role.PARTNER_CONTACT)
    return {
        pk for kern in roles.values_list("kern_id", flat=True) if kern for pk in Kern.objects.ids_below(kern)
    }


def spoken_for(user: Any) -> QuerySet[Partner]:
    """The partners for which a partner contact speaks; none for anybody else."""
    kernen = contact_kernen(user)
    if not kernen:
        return Partner.objects.none()
    own = Partner.objects.filter(mailbox__iexact=user.email, kern_id__in=kernen, ended_on__isnull=True)
    return own.exclude(form=PartnerForm.PERSON)


def acts_for(user: Any, partner: Partner) -> bool:
    """Whether this person may enter and change what this partner does: as coordinator, or as its contact."""
    return may(user, "edit", partner) or spoken_for(user).filter(pk=partner.pk).exists()


def party_of(user: Any, kern: Kern) -> str:
    """On behalf of whom a partner contact acts in this kern, by name; empty for who coordinates it, and for anybody else."""
    if kern.pk not in contact_kernen(user) or coordinates(user, kern):
        return ""
    return gettext(" or ").join(str(partner) for partner in spoken_for(user).order_by("search_name", "pk"))


def connect() -> None:
    let_speak(party_of)
