"""What goes with a person who is hidden or erased: what somebody meant to do about them."""

from typing import Any

from partners.services import person_withdrawn
from rounds.models import Task


def _forget(sender: Any, cards: list[int], **_kwargs: Any) -> None:
    Task.objects.filter(partner__in=cards).delete()
    Task.history.filter(partner__in=cards).delete()


def connect() -> None:
    person_withdrawn.connect(_forget, dispatch_uid="rounds.forgetting")
