"""What a resident does with an own card: other words, longer, ended, taken along, erased; and what a day does by itself."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from changes.models import Verb
from initiatives.models import Offer
from keeping import ledger
from post.services import BadAddress, enqueue
from sharing import consents
from sharing.models import Loan, LoanState, Posting, PostingState, PostingWords, Side
from sharing.postings import OPEN_POSTINGS, SHOWN, latest_end
from sharing.services import erasing, lending, mailing
from sharing.services import posting as posts
from sharing.services.offering import change_offer, close
from sharing.services.placing import deed, held, period_of, take_off
from wijkweb.kit.partial_dates import PartialDate

LONGER = timedelta(days=30)
TOLD_BEFORE = timedelta(days=7)
WORDS_KEPT = timedelta(days=30)
WRITTEN = ("label", "description")


class Overtaken(Exception):
    """The words were changed in another window meanwhile; nothing was stored."""


def shown_words(posting: Posting) -> dict[str, Any]:
    """What stands on the card now, as the resident may change it: on the list what stands there."""
    words, offer = posting.words, posting.offer
    found = {name: getattr(words, name) for name in ("label", "description", "first_day", "last_day")}
    if offer is not None and posting.state == PostingState.PLACED:
        found |= {"label": offer.suggested_label, "description": offer.description}
        found |= {"first_day": offer.started_on.first_day if offer.started_on else None}
        found |= {"last_day": offer.ended_on.last_day if offer.ended_on else words.last_day}
    if found["description"] == found["label"]:
        found["description"] = ""
    return found


def change(posting: Posting, values: dict[str, Any], *, version: int) -> str:
    """Store other words, days or a first name. Days and name hold at once; words are read by the coordinator first.

    Returns "" when nothing differs, "now" when it holds already, "read" when the coordinator reads it first. Raises
    Overtaken when it was changed since the page with this version was made.
    """
    with transaction.atomic():
        found = held(posting)
        words = PostingWords.objects.select_for_update().get(posting=found)
        before = shown_words(found) | {"first_name": words.first_name}
        different = {name for name, value in values.items() if before.get(name) != value}
        if not different:
            return ""
        if words.version != version:
            raise Overtaken
        for name, value in values.items():
            setattr(words, name, value)
        words.version += 1
        is_to_read = bool(different & set(WRITTEN)) or found.state in (
            PostingState.DECLINED,
            PostingState.ENDED,
        )
        if is_to_read:
            words.reason = ""
        words.save()
        Posting.objects.filter(pk=found.pk).update(end_told_on=None)
        if is_to_read:
            _to_the_coordinator(found)
        elif different & {"first_day", "last_day"} and found.is_shown and found.offer is not None:
            with deed(found, Verb.CHANGED, None, _("done by the resident who put it up")):
                change_offer(found.offer, period_of(words), acting_user=None)
    return "read" if is_to_read else "now"


def _to_the_coordinator(posting: Posting) -> None:
    if posting.is_waiting:
        return
    with deed(posting, Verb.CHANGED, None, _("the resident changed the words")):
        posting.state = PostingState.CHANGED if posting.is_shown else PostingState.NEW
        posting.over_on = None
        posting.confirmed_at = timezone.now()
        posting.save()


def extend(posting: Posting) -> date:
    """A month longer, and at most half a year from today. Returns until when."""
    with transaction.atomic():
        found = held(posting)
        words = PostingWords.objects.select_for_update().get(posting=found)
        today = timezone.localdate()
        until = min(max(words.last_day, today) + LONGER, latest_end(today))
        if until <= words.last_day:
            return words.last_day
        words.last_day = until
        words.version += 1
        words.save()
        Posting.objects.filter(pk=found.pk).update(end_told_on=None)
        if found.is_shown and found.offer is not None:
            with deed(found, Verb.CHANGED, None, _("made longer by the resident who put it up")):
                change_offer(found.offer, {"ended_on": PartialDate.from_day(until)}, acting_user=None)
    return until


def end(posting: Posting) -> None:
    """The resident takes it off the list. The words are kept thirty days, to put it up once more."""
    take_off(posting, note=_("done by the resident who put it up"))


def own_data(posting: Posting) -> dict[str, Any]:
    """All that is kept about who put up this card, to take along: plain values with Dutch names."""
    words, now = posting.words, timezone.now()
    loans = Loan.objects.filter(offer=posting.offer).confirmed() if posting.offer else Loan.objects.none()
    return {
        "opgehaald_op": now.isoformat(timespec="seconds"),
        "briefje": {
            "nummer": str(posting.key),
            "kern": posting.kern.name,
            "aanbod_of_vraag": posting.get_type_display(),
            "soort": posting.get_kind_display(),
            "stand": posting.get_state_display(),
            "verstuurd_op": posting.sent_at.isoformat(timespec="seconds"),
            "bevestigd_op": posting.confirmed_at and posting.confirmed_at.isoformat(timespec="seconds"),
        },
        "van_u": {
            "e-mail": words.email,
            "voornaam": words.first_name,
            "in_het_kort": words.label,
            "meer_erover": words.description,
            "vanaf": words.first_day and words.first_day.isoformat(),
            "tot_en_met": words.last_day.isoformat(),
        },
        "antwoord_van_de_coordinator": words.reason,
        "op_de_lijst": posting.offer
        and {"in_het_kort": posting.offer.label, "meer_erover": posting.offer.description},
        "toestemmingen": [
            {
                "op": event.at.isoformat(timespec="seconds"),
                "waarvoor": "voornaam erbij",
                "gegeven": event.is_given,
                "versie_van_de_tekst": event.text_version,
            }
            for event in consents.events_of(posting)
        ],
        "afspraken": [
            {
                "stand": loan.get_state_display(),
                "gevraagd_op": loan.asked_at.isoformat(timespec="seconds"),
                "berichten": [
                    {
                        "op": message.made_at.isoformat(timespec="seconds"),
                        "van": "u" if message.side == Side.LENDER else "de ander",
                        "tekst": message.text,
                    }
                    for message in loan.messages.all()
                ],
            }
            for loan in loans.order_by("asked_at", "pk")
        ],
    }


def erase(posting: Posting) -> None:
    """No word of who put it up stays: not on the list, in the history, in what was said about it, or in the outbox.

    What stays is that there was a card and how it ended, and that something was agreed, to count. It cannot be undone, so it
    is no change in the list of changes. A second time changes nothing.
    """
    with transaction.atomic():
        found = held(posting)
        if found.erased_on is not None:
            return
        ledger.note("card", found.key.hex)
        consents.record(found, wanted=False)
        posts.forget_mail(found)
        today = timezone.localdate()
        if found.offer is not None:
            _forget_loans(found.offer)
            _forget_offer(found.offer)
        PostingWords.objects.filter(posting=found).delete()
        found.state = PostingState.ENDED if found.is_open else found.state
        found.over_on = found.over_on or today
        found.erased_on = today
        found.save()


def _forget_loans(offer: Offer) -> None:
    """Who still waits or counts on it hears that it does not go on; all that was written goes."""
    for loan in Loan.objects.filter(offer=offer, state=LoanState.SENT):
        erasing.remove(loan)
    for loan in Loan.objects.filter(offer=offer, erased_on__isnull=True).with_both():
        address = mailing.address_of_side(loan, Side.BORROWER)
        is_open = loan.is_open
        if is_open:
            lending.call_off(loan, by=Side.LENDER, with_mail=False)
        erasing.erase(loan)
        if is_open and address:
            _say_gone(loan, address)


def _say_gone(loan: Loan, address: str) -> None:
    """Without a link and without what it was about: both are gone."""
    try:
        enqueue(
            to=address,
            subject=str(mailing.NEWS["cancelled"]),
            template="sharing/mail/gone",
            context={"kern": loan.offer.place},
            purpose=loan.mail_purpose,
        )
    except BadAddress:
        return


def _forget_offer(offer: Offer) -> None:
    """Its row stays for the loans that lean on it, without a word and over; also on each earlier day."""
    empty = {"label": "", "description": "", "source": ""}
    close(offer)
    Offer.objects.filter(pk=offer.pk).update(**empty)
    Offer.history.filter(id=offer.pk).update(**empty)


# --- by itself ----------------------------------------------------------------------------------------------


def tidy(day: date) -> dict[str, int]:
    """All that is due on this day. It may run twice: the second time there is nothing to do."""
    return {"cards_ended": end_by_itself(day), "cards_told": tell_of_end(day)}


def end_by_itself(day: date) -> int:
    """What has come to its last day is over the day after; who put it up can put it up once more."""
    past = Posting.objects.with_words().filter(state__in=OPEN_POSTINGS, words__last_day__lt=day)
    count = 0
    for posting in past:
        with transaction.atomic():
            if take_off(posting, note=_("its last day was over")):
                posts.tell(posting, "ended")
                count += 1
    return count


def tell_of_end(day: date) -> int:
    """A week before the last day, once: it can be made longer with one press. Not for a card of less than a week."""
    soon = Posting.objects.with_words().filter(
        state__in=SHOWN,
        words__last_day__range=(day, day + TOLD_BEFORE),
        end_told_on__isnull=True,
    )
    count = 0
    for posting in soon.filter(sent_at__date__lt=day - TOLD_BEFORE):
        with transaction.atomic():
            if soon.filter(pk=posting.pk).update(end_told_on=day):
                posts.tell(posting, "ends", last_day=posting.words.last_day)
                count += 1
    return count


def ended_long_ago(now: datetime) -> "QuerySet[Posting]":
    """Thirty days after its end a card says nothing about a person any more."""
    limit = timezone.localdate(now) - WORDS_KEPT
    return Posting.objects.filter(over_on__lt=limit, erased_on__isnull=True)
