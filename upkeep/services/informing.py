"""Persons whom somebody else entered are told so within thirty days, or taken away (AVG, articles 14 and 21; safety W-52).

Who has an address gets a mail with a link to what is kept; who has none is told by the coordinator. Who objects is hidden at once from
everybody, and erased by the coordinator or by itself after thirty days.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import Visibility
from initiatives.forgetting import forget_person
from keeping import ledger
from partners.models import Partner, PartnerForm, PersonNotice
from partners.services import person_withdrawn
from places.models import Kern
from post import links
from post.models import MailLink, MailStatus, OutboxMail
from post.services import BadAddress, address_of, enqueue

NOTICE = "person-notice"
LINK_DAYS = 7
TERM = timedelta(days=30)
SOON = timedelta(days=1)  # so that a slip of the pen is mended before the mail goes
PER_DAY = 25  # mails of one kern; an import of hundreds must not look like spam
MOST_LINKS = 5
LINKS_PER_DAY = 3
PAUSE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Untold:
    """A person who was not told yet; `entered_on` is None when nobody knows when the card was made."""

    partner: Partner
    entered_on: date | None
    is_late: bool
    is_mailed_soon: bool
    is_undelivered: bool


def persons_in(kern_ids: list[int]) -> QuerySet[Partner]:
    """The persons on the map of these kernen who have not ended and did not object."""
    rows = Partner.objects.filter(form=PartnerForm.PERSON, kern_id__in=kern_ids, ended_on__isnull=True)
    return rows.exclude(visibility=Visibility.SELF)


def untold_in(kern_ids: list[int]) -> list[Untold]:
    """Who was not told yet, the longest first. One query."""
    rows = persons_in(kern_ids).filter(_not_told()).select_related("kern", "notice", "identity")
    found = [_untold(row) for row in rows.annotate(entered_at=_entered_at())]
    return sorted(found, key=lambda one: (one.entered_on or date.min, one.partner.search_name))


def _entered_at() -> Subquery:
    """The moment of the first line about a card, in a query about cards."""
    lines = Partner.history.filter(id=OuterRef("pk")).order_by("history_date")
    return Subquery(lines.values("history_date")[:1])


def _is_late(entered_on: date | None) -> bool:
    return entered_on is None or entered_on < timezone.localdate() - TERM


def _not_told() -> Q:
    by_mail = Q(notice__mailed_on__isnull=False, notice__is_undelivered=False)
    return Q(notice__isnull=True) | (Q(notice__told_on__isnull=True) & ~by_mail)


def _untold(partner: Any) -> Untold:
    entered = timezone.localdate(partner.entered_at) if partner.entered_at else None
    notice, identity = getattr(partner, "notice", None), getattr(partner, "identity", None)
    missed = bool(notice and notice.is_undelivered)
    return Untold(
        partner,
        entered,
        is_late=_is_late(entered),
        is_mailed_soon=bool(identity and identity.email) and not missed,
        is_undelivered=missed,
    )


def waiting_persons(kern_ids: list[int]) -> tuple[int, int]:
    """How many persons objected and wait to be erased, and how many stand here too long without knowing. One query."""
    objected = Q(notice__objected_on__isnull=False)
    untold = Q(ended_on__isnull=True) & ~Q(visibility=Visibility.SELF) & _not_told()
    rows = Partner.objects.filter(objected | untold, form=PartnerForm.PERSON, kern_id__in=kern_ids).order_by()
    found = list(rows.annotate(entered_at=_entered_at()).values_list("notice__objected_on", "entered_at"))
    late = [
        _is_late(entered and timezone.localdate(entered)) for objected_on, entered in found if not objected_on
    ]
    return len(found) - len(late), sum(late)


def told_in(kern_ids: list[int], since: date) -> list[PersonNotice]:
    """Who was told by somebody since a day, the latest first; to take back a slip."""
    rows = PersonNotice.objects.filter(told_on__gte=since, partner__in=persons_in(kern_ids))
    return list(rows.select_related("partner__kern").order_by("-told_on", "partner__search_name"))


def objections_in(kern_ids: list[int]) -> list[PersonNotice]:
    """Who objected and is not erased yet, the oldest first."""
    rows = PersonNotice.objects.filter(objected_on__isnull=False, partner__kern_id__in=kern_ids)
    return list(rows.select_related("partner__kern").order_by("objected_on", "pk"))


def set_told(partner: Partner, on: date | None) -> None:
    """Somebody told this person, on that day; None takes it back."""
    PersonNotice.objects.update_or_create(partner=partner, defaults={"told_on": on})


def mail_due_in(kern: Kern, now: datetime) -> int:
    """Mail the persons of this kern alone (not below) who have an address and were not told. How many."""
    day = timezone.localdate(now - SOON)
    due = [one for one in untold_in([kern.pk]) if one.is_mailed_soon]
    due = [one for one in due if one.entered_on is None or one.entered_on <= day][:PER_DAY]
    return sum(mail(one.partner) for one in due)


def mail(partner: Partner) -> bool:
    """Put the mail with the link in the outbox. False when somebody did meanwhile, or the address is none."""
    with transaction.atomic():
        held = (
            Partner.objects.select_for_update(of=("self",)).filter(pk=partner.pk).filter(_not_told()).first()
        )
        identity = getattr(held, "identity", None)
        if held is None or held.visibility == Visibility.SELF or identity is None or not identity.email:
            return False
        is_sent = _send(held, identity.email)
        PersonNotice.objects.update_or_create(
            partner=held, defaults={"mailed_on": timezone.localdate(), "is_undelivered": not is_sent}
        )
    return is_sent


def mail_again(email: str) -> int:
    """A new link for whoever reads this address and got one before. Says nothing about whether it is known."""
    rows = Partner.objects.filter(
        form=PartnerForm.PERSON,
        identity__email__iexact=email.strip(),
        notice__mailed_on__isnull=False,
        ended_on__isnull=True,
    ).exclude(visibility=Visibility.SELF)
    return sum(
        _send(row, row.identity.email) for row in rows.order_by("pk")[:MOST_LINKS] if not _asked_often(row)
    )


def _asked_often(partner: Partner) -> bool:
    now = timezone.now()
    made = MailLink.objects.filter(
        purpose=NOTICE, about=_about(partner), created_at__gt=now - timedelta(days=1)
    )
    moments = list(made.values_list("created_at", flat=True))
    return len(moments) >= LINKS_PER_DAY or any(moment > now - PAUSE for moment in moments)


def _send(partner: Partner, email: str) -> bool:
    payload = {"partner": partner.pk, "email": email}
    token = links.issue(NOTICE, payload, LINK_DAYS, about=_about(partner))
    context = {
        "kern": partner.kern,
        "until": timezone.localdate() + timedelta(days=LINK_DAYS),
        "notice_url": links.address("person_notice", token),
        "again_url": address_of("person_notice_again"),
        "kept_url": address_of("what_we_keep"),
    }
    try:
        enqueue(
            to=email,
            subject=_("You stand on the map of Wijkweb"),
            template="upkeep/mail/person",
            context=context,
            purpose=_purpose(partner.pk),
        )
    except BadAddress:
        return False
    return True


def _about(partner: Partner) -> str:
    return f"person {partner.pk}"


def _purpose(partner_id: int) -> str:
    return f"{NOTICE}-{partner_id}"


def note_undelivered() -> int:
    """Whose mail could not be sent is told by the coordinator. How many were found."""
    purposes = OutboxMail.objects.filter(status=MailStatus.FAILED, purpose__startswith=f"{NOTICE}-")
    ids = [int(purpose.rpartition("-")[2]) for purpose in purposes.values_list("purpose", flat=True)]
    rows = PersonNotice.objects.filter(partner_id__in=ids, mailed_on__isnull=False, is_undelivered=False)
    return rows.update(is_undelivered=True)


def reachable_by(link: MailLink | None) -> Partner | None:
    """The person that a link is about, while it holds: the same address, not ended, and no objection yet."""
    if link is None:
        return None
    rows = Partner.objects.filter(pk=link.payload.get("partner"), ended_on__isnull=True)
    rows = rows.filter(form=PartnerForm.PERSON, identity__email=link.payload.get("email"))
    return rows.exclude(visibility=Visibility.SELF).select_related("kern", "organisation", "identity").first()


def object_to(partner: Partner) -> None:
    """The person wants to be taken away: from now on nobody sees the card. A second time changes nothing.

    It is no change in the list of changes, so that nobody takes it back.
    """
    with transaction.atomic():
        Partner.with_merged.select_for_update(of=("self",)).get(pk=partner.pk)
        notice, _is_new = PersonNotice.objects.get_or_create(partner_id=partner.pk)
        if notice.objected_on is not None:
            return
        notice.objected_on = timezone.localdate()
        notice.save(update_fields=["objected_on"])
        ledger.note(OBJECTION, mark_text(partner))
        cards = _cards(partner.pk)
        person_withdrawn.send(Partner, cards=cards)
        for card in Partner.with_merged.filter(pk__in=cards):
            card.visibility = Visibility.SELF
            card.save(update_fields=["visibility"])


OBJECTION, ERASED = "objection", "person"


def erase(partner: Partner) -> None:
    """Erase a person who objected, with what was mailed; the node on the map ends and has no name."""
    with transaction.atomic():
        ledger.note(ERASED, mark_text(partner))
        links.forget(_about(partner), mails=Q(purpose=_purpose(partner.pk)))
        forget_person(partner.pk, _("person"))


def erase_objected(notice: PersonNotice) -> None:
    erase(notice.partner)


def objected_over(now: datetime) -> "QuerySet[PersonNotice]":
    """Who objected a month ago."""
    return PersonNotice.objects.filter(objected_on__lte=timezone.localdate(now - TERM))


def all_persons() -> Iterable[Partner]:
    return Partner.with_merged.filter(form=PartnerForm.PERSON)


def mark_text(partner: Partner) -> str:
    """What tells this person from the others; its number is never given to another."""
    return f"person {partner.pk}"


def _cards(partner_id: int) -> list[int]:
    return [partner_id, *Partner.with_merged.filter(merged_into=partner_id).values_list("pk", flat=True)]
