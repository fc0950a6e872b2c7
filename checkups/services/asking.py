"""Inviting the driver of an initiative by mail, without nagging.

For each due date one invitation, and one reminder after a month to a mailbox of an organisation or group; a resident gets
the invitation only, and only with consent. Twice at once is once. The link works once and seven days; who wants a new
one asks for it with the address it goes to.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import Visibility
from checkups.models import Invitation, KernCheckups, Mailed
from checkups.rows import Row, row_of, rows_of
from checkups.services.filling import latest_of, locked
from initiatives.driving import Mailbox, driven_by_address, written_to
from initiatives.models import Initiative
from places.models import Kern
from post import links
from post.models import MailLink
from post.services import BadAddress, enqueue
from wijkweb.kit.sealed import mark_of, marks_of

CHECKUP = "checkup"
LINK_DAYS = 7
REMIND_AFTER = timedelta(days=30)
OWN_PAUSE = timedelta(minutes=10)
OWN_PER_DAY = 3
MOST_AT_ONCE = 5


def about(initiative_id: int) -> str:
    """By this the links about an initiative are known."""
    return f"checkup of initiative {initiative_id}"


def mail_purpose(initiative_id: int) -> str:
    """By this the mails about an initiative are known in the outbox."""
    return f"{CHECKUP}-{initiative_id}"


def invite_in(kern: Kern) -> int:
    """Invite and remind who has to be, in one kern. Returns the number of mails."""
    if not KernCheckups.objects.filter(kern=kern, is_on=True, mails_on=True).exists():
        return 0
    initiatives = Initiative.objects.in_kernen([kern.pk]).exclude(visibility=Visibility.SELF)
    rows = [row for row in rows_of(initiatives.select_related("kern")) if row.is_now and row.mailbox]
    mailed = _mailed(row.initiative.pk for row in rows)
    kinds = ((row, _kind_for(row, mailed)) for row in rows)
    return sum(invite(row.initiative, kind) for row, kind in kinds if kind)


def _mailed(ids: Iterable[int]) -> dict[tuple[int, date | None, str], Any]:
    """When each mail went out that nobody asked for, by initiative, date and kind; with no date, the last of all."""
    rows = Invitation.objects.filter(initiative_id__in=list(ids)).exclude(kind=Mailed.OWN)
    found: dict[tuple[int, date | None, str], Any] = {
        (row.initiative_id, row.due_on, row.kind): row.sent_at for row in rows
    }
    last = rows.order_by().values("initiative_id").annotate(last=Max("sent_at"))
    return found | {(row["initiative_id"], None, ""): row["last"] for row in last}


def _kind_for(row: Row, mailed: dict[tuple[int, date | None, str], Any]) -> str:
    """Which mail has to go out now; empty for none."""
    pk, box, now = row.initiative.pk, row.mailbox, timezone.now()
    first, last = mailed.get((pk, row.due, Mailed.FIRST)), mailed.get((pk, None, ""))
    if box is None or not row.is_now:
        return ""
    if first is None:
        peace = timedelta(days=box.rest_days)
        rested = last is None or last <= now - peace
        by_others = box.mailed_on is not None and box.mailed_on > timezone.localdate() - peace
        return Mailed.FIRST if rested and not by_others else ""
    is_time = first <= now - REMIND_AFTER and not box.is_person
    return Mailed.REMINDER if is_time and (pk, row.due, Mailed.REMINDER) not in mailed else ""


def invite(initiative: Initiative, kind: str) -> bool:
    """Send this mail, when it still has to go out. Of many who try at once one does."""
    try:
        with transaction.atomic():
            held = locked(initiative)
            row = row_of(held)
            if row.due is None or _kind_for(row, _mailed([held.pk])) != kind:
                return False
            Invitation.objects.create(initiative=held, due_on=row.due, kind=kind)
            written_to.send(Initiative, initiative_id=held.pk)
            return _send(row, is_reminder=kind == Mailed.REMINDER)
    except IntegrityError:
        return False


def _send(row: Row, *, is_reminder: bool = False) -> bool:
    box, initiative = row.mailbox, row.initiative
    if box is None:
        return False
    try:
        enqueue(
            to=box.address,
            subject=_("Time for the check-up of your initiative"),
            template="checkups/mail/invitation",
            context={**mail_context(row, link_for(initiative, box)), "is_reminder": is_reminder},
            purpose=mail_purpose(initiative.pk),
        )
    except BadAddress:
        return False
    return True


def link_for(initiative: Initiative, box: Mailbox) -> str:
    """A new token; it holds for this mailbox, and for the check-up that comes after the last one there is."""
    latest = latest_of(initiative)
    payload = {
        "initiative": initiative.pk,
        "mailbox": mark_of(box.address.lower(), CHECKUP),
        "after": latest.pk if latest else 0,
    }
    return links.issue(CHECKUP, payload, LINK_DAYS, about=about(initiative.pk))


def mail_context(row: Row, token: str) -> dict[str, Any]:
    return {
        "initiative": row.initiative,
        "kern": row.initiative.kern,
        "until": timezone.localdate() + timedelta(days=LINK_DAYS),
        "is_person": row.mailbox is not None and row.mailbox.is_person,
        "fill_url": links.address("checkup_open", token),
        "later_url": links.address("checkup_later", token, keuze="later"),
        "never_url": links.address("checkup_later", token, keuze="nooit"),
    }


def row_behind(link: MailLink | None) -> Row | None:
    """The initiative of a link, as long as it may have a check-up and mail about it still goes to the same address."""
    if link is None:
        return None
    initiatives = Initiative.objects.filter(pk=link.payload.get("initiative")).select_related("kern")
    initiative = initiatives.exclude(visibility=Visibility.SELF).first()
    if initiative is None:
        return None
    row = row_of(initiative)
    if row.mailbox is None or not row.is_on or row.rests or row.is_off:
        return None
    is_same = link.payload.get("mailbox") in marks_of(row.mailbox.address.lower(), CHECKUP)
    return row if is_same else None


def ask_again(address: str) -> int:
    """A new link for whoever reads this mailbox, for each check-up it was invited to. Returns the number of mails."""
    ids = driven_by_address(address)
    initiatives = Initiative.objects.filter(pk__in=ids).exclude(visibility=Visibility.SELF)
    rows = [row for row in rows_of(initiatives.select_related("kern")) if row.is_now and row.mailbox]
    mine = [row for row in rows if row.mailbox and row.mailbox.address.lower() == address.strip().lower()]
    if not mine:
        _take_as_long(address)
    return sum(_send_own(row.initiative) for row in mine[:MOST_AT_ONCE])


def _take_as_long(address: str) -> None:
    """The work of a mail that is not sent, so that the time of the answer does not tell a known address from others."""
    nothing = Initiative(pk=0, name="-", kern=Kern(name="-"))
    with transaction.atomic():
        for other in Initiative.objects.select_related("kern").order_by("pk")[:1]:
            row_of(other)
            row_of(locked(other))
            Invitation.objects.create(initiative=other, due_on=timezone.localdate(), kind=Mailed.OWN)
        _send(Row(nothing, 12, None, None, None, [], Mailbox(address), None, "", is_on=False))
        transaction.set_rollback(True)


def _send_own(initiative: Initiative) -> bool:
    """At most once in ten minutes and three times a day, and only in answer to an invitation."""
    with transaction.atomic():
        held = locked(initiative)
        row, now = row_of(held), timezone.now()
        own = Invitation.objects.filter(initiative=held, kind=Mailed.OWN)
        too_soon = own.filter(sent_at__gt=now - OWN_PAUSE).exists()
        too_many = own.filter(sent_at__gt=now - timedelta(days=1)).count() >= OWN_PER_DAY
        if row.due is None or not row.is_now or too_soon or too_many:
            return False
        if not Invitation.objects.filter(initiative=held, due_on=row.due, kind=Mailed.FIRST).exists():
            return False
        Invitation.objects.create(initiative=held, due_on=row.due, kind=Mailed.OWN)
        return _send(row)
