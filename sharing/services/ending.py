"""A partner that stopped offers nothing and asks for nothing any more."""

from typing import Any

from initiatives.models import Offer
from partners.models import Partner
from partners.services import partner_ended
from sharing.services.offering import end_offer
from wijkweb.kit.partial_dates import PartialDate


def _end_offers(sender: Any, partner: Partner, day: PartialDate, acting_user: Any, **_kwargs: Any) -> None:
    still_open = Offer.objects.filter(partner=partner, ended_on__isnull=True).with_partner()
    for offer in still_open:
        end_offer(offer, acting_user=acting_user, on=day.or_start(offer.started_on))


def connect() -> None:
    partner_ended.connect(_end_offers, dispatch_uid="sharing.ending")
