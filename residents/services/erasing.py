"""Erasing a resident: no word of that person stays, here, in the history, in the outbox or on the map.

What stays says nothing about a person: that there was a registration and how it ended, that a resident carried the
initiative from one day to another, and the title of the initiative, which the coordinator wrote.
"""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from initiatives.driving import words_erased
from initiatives.forgetting import forget_person
from initiatives.models import Initiative, Phase
from keeping import ledger
from post import links
from residents.consents import withdraw_all
from residents.models import Registration, State, TakeoverState, Words
from residents.services.alive import about
from residents.services.neighbours import asked_now, end
from residents.services.registering import SPACE
from wijkweb.kit.partial_dates import PartialDate

# How it went stands in the ledger, so that it goes the same way after a restore.
ERASED, WITHDRAWN, TEXT_STAYS, UNCONFIRMED = "registration", "withdrawal", "handing-over", "unconfirmed"
PASSED_ON = "passing-on"


def mark_text(registration: Registration) -> str:
    """What tells this registration from all that ever were."""
    return registration.key.hex


def remove(registration: Registration) -> bool:
    """Take away a registration that was never confirmed, wholly. Always True, to be counted."""
    with transaction.atomic():
        withdraw_all(registration)
        _forget_mail(registration)
        ledger.note(UNCONFIRMED, mark_text(registration))
        pk = registration.pk
        registration.delete()
        Registration.history.filter(id=pk).delete()
    return True


def erase(
    registration: Registration,
    *,
    is_withdrawn: bool = False,
    keeps_text: bool = False,
    passes_on: bool = False,
) -> None:
    """Erase the resident behind a registration; a second time changes nothing.

    is_withdrawn: the initiative itself does not go on either. keeps_text: it is in the hands of others, so its text is theirs
    now. passes_on: a neighbour takes it over at this moment, so what stands on the map stays and what was said before goes. It cannot be undone, so it is no change in the list of
    changes; the history of the registration says that it happened.
    """
    with transaction.atomic():
        held = Registration.objects.select_for_update(of=("self",)).get(pk=registration.pk)
        if held.erased_on is not None:
            return
        if held.initiative_id:
            Initiative.objects.select_for_update().get(pk=held.initiative_id)
        if (asked := asked_now(held)) is not None:
            end(asked, TakeoverState.TAKEN_BACK)
        ledger.note(_kind(is_withdrawn, keeps_text, passes_on), mark_text(held))
        withdraw_all(held)
        _forget_mail(held)
        if held.initiative_id and passes_on:
            _forget_earlier_words_of(held.initiative_id)
        elif held.initiative_id and not keeps_text:
            _forget_words_of(held.initiative_id, stops=is_withdrawn)
        if held.person_id:
            forget_person(held.person_id)
        held.messages.all().delete()
        Words.objects.filter(registration=held).delete()
        if is_withdrawn or held.is_open:
            held.state = State.WITHDRAWN
        held.wants_successor = False
        held.asks_since = held.alive_on = held.mailed_on = held.hidden_on = None
        held.erased_on = timezone.localdate()
        held.save()


def _kind(is_withdrawn: bool, keeps_text: bool, passes_on: bool) -> str:
    if is_withdrawn:
        return WITHDRAWN
    return PASSED_ON if passes_on else TEXT_STAYS if keeps_text else ERASED


def _forget_mail(registration: Registration) -> None:
    """The links, and the mails to this person and about this initiative, sent or not."""
    mails = Q(purpose__startswith="resident-", purpose__endswith=registration.mail_purpose)
    words = Words.objects.filter(registration=registration).first()
    if words is not None:
        mails |= Q(purpose=SPACE, to__iexact=words.email)
    links.forget(about(registration), mails=mails)


def _forget_words_of(initiative_id: int, *, stops: bool) -> None:
    """The text of an initiative may be the resident's, now or on an earlier day: it goes from all its lines."""
    empty = {"description": "", "outcome": ""}
    initiative = Initiative.objects.get(pk=initiative_id)
    if stops:
        initiative.phase = Phase.STOPPED
        initiative.ended_on = PartialDate.today().or_start(initiative.started_on)
    initiative.description = initiative.outcome = ""
    initiative.save()
    Initiative.history.filter(id=initiative_id).update(**empty)
    words_erased.send(Initiative, initiative_id=initiative_id)


def _forget_earlier_words_of(initiative_id: int) -> None:
    """What stands on the map stays, for who goes on with it; other texts may be the resident's and go from all lines."""
    now = Initiative.objects.get(pk=initiative_id)
    lines = Initiative.history.filter(id=initiative_id)
    lines.exclude(description=now.description).update(description="")
    lines.exclude(outcome=now.outcome).update(outcome="")
    words_erased.send(Initiative, initiative_id=initiative_id)
