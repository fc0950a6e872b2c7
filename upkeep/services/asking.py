"""Asking a partner by mail whether its card is still right.

Only a function mailbox of an organisation or a group gets a mail, never a person, and only when the card is public: the
page behind the link shows what everybody may see. Never twice within sixty days, whoever asks.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import Visibility
from partners.models import Partner, PartnerForm
from places.models import Kern
from post import links
from post.services import BadAddress, enqueue
from upkeep.models import KernUpkeep, Question, Reason

CARD = "partner-card"
TIES = "partner-ties"
CARD_DAYS = 7
TIES_DAYS = 1
QUIET = timedelta(days=60)
YEAR = timedelta(days=365)
OWN_PAUSE = timedelta(minutes=10)
OWN_PER_DAY = 3

NO_MAILBOX = gettext_lazy("no function mailbox is known")
A_PERSON = gettext_lazy("a person gets no mail from here")
NOT_PUBLIC = gettext_lazy("the card is not public")
ENDED = gettext_lazy("it has stopped")
NO_ADDRESS = gettext_lazy("its function mailbox is no address to which mail can go")
ASKED = gettext_lazy("it was asked less than sixty days ago")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A partner that could be asked; `obstacle` says why it gets no mail now, empty when it does."""

    partner: Partner
    asked_at: datetime | None
    obstacle: str


def obstacle_for(partner: Partner, asked_at: datetime | None, now: datetime) -> str:
    """Why this partner gets no mail; empty when it may get one."""
    checks = (
        (partner.form == PartnerForm.PERSON, A_PERSON),
        (not partner.mailbox, NO_MAILBOX),
        (partner.visibility != Visibility.PUBLIC, NOT_PUBLIC),
        (partner.ended_on is not None and partner.ended_on.last_day < timezone.localdate(now), ENDED),
        (asked_at is not None and asked_at > now - QUIET, ASKED),
    )
    return next((str(reason) for is_so, reason in checks if is_so), "")


def candidates(kern: Kern, user: Any) -> list[Candidate]:
    """The old partners of a kern and below, who may be asked first; three queries."""
    now = timezone.now()
    ids = Kern.objects.ids_below(kern.pk)
    today = timezone.localdate()
    old = Partner.objects.visible_to(user).in_kernen(ids).active_on(today).old_on(today)
    rows = list(old.exclude(form=PartnerForm.PERSON).select_related("kern"))
    asked = last_asked(row.pk for row in rows)
    found = [Candidate(row, asked.get(row.pk), obstacle_for(row, asked.get(row.pk), now)) for row in rows]
    return sorted(found, key=lambda row: (bool(row.obstacle), row.partner.search_name, row.partner.pk))


def last_asked(partner_ids: Iterable[int]) -> dict[int, datetime]:
    """When each of these partners was asked last; those that never were are left out."""
    rows = Question.objects.filter(partner_id__in=list(partner_ids)).exclude(reason=Reason.OWN)
    return dict(
        rows.order_by().values("partner_id").annotate(last=Max("asked_at")).values_list("partner_id", "last")
    )


def ask(partner: Partner, *, acting_user: Any = None, reason: str = Reason.COORDINATOR) -> bool:
    """Put a mail for this partner in the outbox. False when there is a reason not to, also for who comes second.

    Of many who ask at once one gets through: the row of the partner is held meanwhile.
    """
    with transaction.atomic():
        held = Partner.objects.select_for_update(of=("self",)).select_related("kern").get(pk=partner.pk)
        now = timezone.now()
        asked = last_asked([held.pk]).get(held.pk)
        if obstacle_for(held, asked, now):
            return False
        if not _send(held):
            return False
        user = acting_user if getattr(acting_user, "pk", None) else None
        Question.objects.create(partner=held, reason=reason, asked_by=user, asked_at=now)
    return True


def ask_again(mailbox: str) -> int:
    """A new link for whoever reads this mailbox, asked for by themselves. Says nothing about whether it is known.

    At most once in ten minutes and three times a day for each partner. Returns the number of mails.
    """
    sent = 0
    public = Q(visibility=Visibility.PUBLIC) & ~Q(form=PartnerForm.PERSON)
    for partner in Partner.objects.filter(public, mailbox__iexact=mailbox.strip())[:5]:
        with transaction.atomic():
            held = Partner.objects.select_for_update(of=("self",)).select_related("kern").get(pk=partner.pk)
            now = timezone.now()
            earlier = Question.objects.filter(partner=held, reason=Reason.OWN)
            too_many = earlier.filter(asked_at__gt=now - timedelta(days=1)).count() >= OWN_PER_DAY
            too_soon = earlier.filter(asked_at__gt=now - OWN_PAUSE).exists()
            if too_many or too_soon or obstacle_for(held, None, now):
                continue
            Question.objects.create(partner=held, reason=Reason.OWN, asked_at=now)
            sent += _send(held)
    return sent


def _send(partner: Partner) -> bool:
    try:
        enqueue(
            to=partner.mailbox,
            subject=_("Is your card in Wijkweb still right?"),
            template="upkeep/mail/card",
            context=mail_context(partner, card_link(partner)),
            purpose=CARD,
        )
    except BadAddress:
        return False
    return True


def card_link(partner: Partner) -> str:
    """A new token for the card of a partner; it holds for the mailbox that it goes to."""
    return links.issue(CARD, _payload(partner), CARD_DAYS, about=f"partner {partner.pk}")


def ties_link(partner: Partner) -> str:
    """A new token with which a partner may name with whom it works, after it said something about its card."""
    return links.issue(TIES, _payload(partner), TIES_DAYS, about=f"partner {partner.pk}")


def _payload(partner: Partner) -> dict[str, Any]:
    return {"partner": partner.pk, "mailbox": partner.mailbox}


def mail_context(partner: Partner, token: str) -> dict[str, Any]:
    """What the mail says; a token that is empty gives the addresses without it, for a preview."""
    return {
        "partner": partner,
        "kern": partner.kern,
        "until": timezone.localdate() + timedelta(days=CARD_DAYS),
        "confirm_url": links.address("update_card", token, keuze="klopt"),
        "change_url": links.address("update_change", token),
        "stop_url": links.address("update_card", token, keuze="gestopt"),
    }


def ask_yearly_in(kern: Kern) -> int:
    """Ask the old partners of a kern that wants this, those that were not asked for a year. Returns how many."""
    if not KernUpkeep.objects.filter(kern=kern, mails_on=True).exists():
        return 0
    now, today = timezone.now(), timezone.localdate()
    rows = Partner.objects.in_kernen([kern.pk]).active_on(today).old_on(today).exclude(mailbox="")
    asked = last_asked(row.pk for row in rows)
    due = [row for row in rows if row.pk not in asked or asked[row.pk] <= now - YEAR]
    return sum(ask(partner, reason=Reason.YEARLY) for partner in due)
