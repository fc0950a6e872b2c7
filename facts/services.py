"""Facts are written down, corrected and ended; nothing is removed. Each is one change, which can be taken back."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from changes.models import Change, Verb
from changes.services import recorded
from facts.models import Fact, decimals_of
from places.models import Kern
from wijkweb.kit.partial_dates import PartialDate


def add_fact(*, acting_user: Any, kern: Kern, token: UUID | None = None, **values: Any) -> Fact:
    """Write down a figure about a kern.

    values: the fields of Fact; `value` keeps the decimals that it is given with. Raises ValidationError with a message per
    field, also when it is called an outcome, may be output, and `outcome_reason` says nothing.
    """
    with recorded(Verb.ADDED, acting_user=acting_user, kern=kern, token=token) as change:
        fact = Fact(kern=kern)
        _fill(fact, values)
        fact.save()
        change.subject = fact.get_absolute_url()
        change.save(update_fields=["subject"])
    return fact


def change_fact(fact: Fact, values: Mapping[str, Any], *, acting_user: Any) -> Change:
    """Correct a figure; see `add_fact`. What it said before stays in the history."""
    with recorded(
        Verb.CHANGED, acting_user=acting_user, kern=fact.kern, subject=fact.get_absolute_url()
    ) as change:
        _fill(fact, values)
        fact.save()
    return change


def end_fact(fact: Fact, *, acting_user: Any, on: PartialDate, reason: str = "") -> Change:
    """A figure is not kept up any more; it stays to be read. Raises ValidationError when it has ended already."""
    with recorded(
        Verb.ENDED, acting_user=acting_user, kern=fact.kern, subject=fact.get_absolute_url()
    ) as change:
        stored = Fact.objects.select_for_update().get(pk=fact.pk)
        if stored.ended_on is not None:
            raise ValidationError(_("Somebody ended this figure already."))
        stored.ended_on, stored.end_reason = on, reason
        stored.full_clean()
        stored.save()
    return change


def _fill(fact: Fact, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(fact, name, value.strip() if isinstance(value, str) else value)
    if "value" in values:
        fact.decimals = _decimals_as_given(values["value"])
    fact.full_clean()


def _decimals_as_given(value: Any) -> int:
    """How many decimals stand behind the comma, zeros too: 2.50 has two."""
    exponent = Decimal(value).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else decimals_of(value)
