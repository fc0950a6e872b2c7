"""What goes with a person who is hidden or erased: the consent to be introduced, and who was introduced to them."""

from typing import Any

from django.db.models import Q

from brokering.models import Consent, Introduction
from brokering.services import forget_consent
from partners.services import person_withdrawn


def _forget(sender: Any, cards: list[int], **_kwargs: Any) -> None:
    for consent in Consent.objects.filter(partner__in=cards):
        forget_consent(consent)
    of_them = Q(first__in=cards) | Q(second__in=cards)
    Introduction.objects.filter(of_them).delete()
    Introduction.history.filter(of_them).delete()


def connect() -> None:
    person_withdrawn.connect(_forget, dispatch_uid="brokering.forgetting")
