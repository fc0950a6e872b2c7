"""A neighbour who is asked to take over: whose address that is goes as soon as the question is over, however it ends."""

from django.db import transaction
from django.utils import timezone

from initiatives.models import Initiative
from keeping import ledger
from post import links
from post.models import OutboxMail
from residents.models import Neighbour, Registration, Takeover, TakeoverState

TAKEOVER = "resident-takeover"
NEIGHBOUR = "neighbour"  # in the ledger


def about(takeover: Takeover) -> str:
    """By this its link is known. Not by the registration: the link outlives that, to say what became of the question."""
    return f"takeover {takeover.registration_id}"


def mark_text(takeover: Takeover) -> str:
    """What tells this question from all that ever were."""
    return takeover.key.hex


def asked_now(registration: Registration) -> Takeover | None:
    """The question of this resident that has no answer; its time may be over."""
    rows = Takeover.objects.filter(registration=registration, state=TakeoverState.ASKED)
    return rows.select_related("neighbour").first()


def end(
    takeover: Takeover, state: str, *, successor: Registration | None = None, as_a_deed: bool = True
) -> None:
    """Close the question and forget the neighbour: address, first name, mail and link. A second time changes nothing.

    as_a_deed: False when it ends by another deed, which can be undone without asking again.
    """
    with transaction.atomic():
        held = Takeover.objects.select_for_update(of=("self",)).get(pk=takeover.pk)
        if held.state != TakeoverState.ASKED:
            return
        ledger.note(NEIGHBOUR, mark_text(held))
        Neighbour.objects.filter(takeover=held).delete()
        links.withdraw(TAKEOVER, about(held))
        OutboxMail.objects.filter(purpose=f"{TAKEOVER}-{held.registration_id}").delete()
        held.state, held.answered_at, held.successor = state, timezone.now(), successor
        if as_a_deed:
            held.save()
        else:
            values = {"state": state, "answered_at": held.answered_at}
            Takeover.objects.filter(pk=held.pk).update(**values)  # without a line of history


def end_all_about(initiative: Initiative) -> None:
    """It has stopped, or went to somebody else: who was asked need not answer any more."""
    for one in Takeover.objects.filter(initiative=initiative, state=TakeoverState.ASKED):
        end(one, TakeoverState.TAKEN_BACK, as_a_deed=False)
