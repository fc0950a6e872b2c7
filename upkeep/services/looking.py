"""Looking after what is old: it is still right, it has stopped, and that again on another day."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from changes.models import Change, Verb
from changes.services import recorded, undo
from partners.models import Partner, Relation
from partners.services import confirm_partner, confirm_relation, end_partner, end_relation
from places.models import Kern
from wijkweb.kit.partial_dates import PartialDate

Record = Partner | Relation


def confirm_all(records: Iterable[Record], *, acting_user: Any, kern: Kern, subject: str = "") -> Change:
    """All of these are still right, today; one change, so that it is taken back at once."""
    with recorded(Verb.CONFIRMED, acting_user=acting_user, kern=kern, subject=subject) as change:
        for record in records:
            if isinstance(record, Partner):
                confirm_partner(record, acting_user=acting_user)
            else:
                confirm_relation(record, acting_user=acting_user)
    return change


def stop(record: Record, *, acting_user: Any, kern: Kern, on: PartialDate | None = None) -> Change:
    """This partner, with its ties, or this tie has stopped, today unless said otherwise.

    Raises ValidationError when it would end before it began; then nothing is stored.
    """
    partner = record if isinstance(record, Partner) else record.source
    subject = partner.get_absolute_url()
    with recorded(Verb.ENDED, acting_user=acting_user, kern=kern, subject=subject) as change:
        if isinstance(record, Partner):
            end_partner(record, acting_user=acting_user, on=on)
        else:
            end_relation(record, acting_user=acting_user, on=on)
    return change


def stop_on_another_day(
    change: Change, record: Record, day: PartialDate, *, acting_user: Any, kern: Kern
) -> Change:
    """Take `change`, that ended a record, back and end it on `day` instead; all or nothing.

    Raises CannotUndo when the record was changed again since, ValidationError when the day cannot be.
    """
    with transaction.atomic():
        undo(change, acting_user=acting_user)
        record.refresh_from_db()
        return stop(record, acting_user=acting_user, kern=kern, on=day)
