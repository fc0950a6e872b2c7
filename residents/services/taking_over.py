"""A resident hands an initiative over to a neighbour without an account, who says yes or no by a link in a mail.

Until there is an answer nothing changes. With yes, in one deed: the neighbour drives it from today and gets a registration of
their own, and the resident of before is erased; what stands on the map stays.
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import Visibility
from changes.models import Change, Verb
from changes.services import CannotUndo, Obstacle, recorded, taking_back
from initiatives.models import Initiative, Phase
from post import links
from post.models import MailLink
from post.services import address_of, enqueue
from residents.consents import record
from residents.models import Neighbour, Registration, State, Takeover, TakeoverState, Words
from residents.services.alive import sign_of_life
from residents.services.deciding import node_behind, tell
from residents.services.erasing import erase
from residents.services.inviting import still_drives
from residents.services.living import hand_over, locked
from residents.services.neighbours import TAKEOVER, about, asked_now, end
from residents.takeovers import TAKEOVER_DAYS

WELCOME, LAST = "resident-welcome", "resident-last"


class CannotAsk(Exception):
    """There is nothing to hand over now, or somebody was asked already."""


def can_pass_on(registration: Registration) -> bool:
    """Whether this resident drives an initiative that somebody could take over."""
    initiative = registration.initiative
    if initiative is None or registration.state != State.PUBLISHED or registration.erased_on is not None:
        return False
    return initiative.phase != Phase.STOPPED and still_drives(registration)


def _noted(initiative: Initiative, note: str, acting_user: Any = None) -> AbstractContextManager[Change]:
    subject = initiative.get_absolute_url()
    return recorded(Verb.CHANGED, acting_user=acting_user, kern=initiative.kern, subject=subject, note=note)


def ask(
    registration: Registration,
    *,
    email: str,
    first_name: str = "",
    token: UUID | None = None,
    with_mail: bool = True,
) -> Takeover:
    """Ask a neighbour by mail to take over. The mail says the title when everybody may read it, and nothing that was typed.

    with_mail: False when this address had its mails for now. Raises CannotAsk when somebody was asked and has time still, or
    when this resident does not drive it; IntegrityError for a second one with the same token.
    """
    with transaction.atomic():
        held = _held(registration.pk)
        initiative = held.initiative
        if initiative is None or not can_pass_on(held):
            raise CannotAsk
        locked(initiative)
        before = asked_now(held)
        if before is not None and before.is_open:
            raise CannotAsk
        with _noted(initiative, _("the resident asked a neighbour to take over")):
            if before is not None:
                end(before, TakeoverState.EXPIRED)
            takeover = Takeover.objects.create(registration=held, initiative=initiative, token=token)
            Neighbour.objects.create(takeover=takeover, email=email, first_name=first_name)
            if with_mail:
                _send(takeover)
        sign_of_life(held)
    return takeover


def _send(takeover: Takeover) -> None:
    initiative = takeover.initiative
    token = links.issue(TAKEOVER, {"takeover": takeover.pk}, TAKEOVER_DAYS, about=about(takeover))
    enqueue(
        to=takeover.neighbour.email,
        subject=_("A question for you about an initiative in your village"),
        template="residents/mail/takeover_ask",
        context={
            "kern": initiative.kern,
            "name": initiative.name if initiative.visibility == Visibility.PUBLIC else "",
            "url": links.address("takeover_answer", token),
            "until": timezone.localdate() + timedelta(days=TAKEOVER_DAYS),
        },
        purpose=f"{TAKEOVER}{takeover.registration.mail_purpose}",
    )


def _held(pk: int) -> Registration:
    rows = Registration.objects.select_for_update(of=("self",))
    return rows.select_related("kern", "words", "initiative__kern", "person").get(pk=pk)


def takeover_of(link: MailLink | None) -> Takeover | None:
    """What a link asks, as long as it can be answered with yes."""
    if link is None:
        return None
    rows = Takeover.objects.filter(
        pk=link.payload.get("takeover"), state=TakeoverState.ASKED, neighbour__isnull=False
    )
    takeover = rows.select_related(
        "neighbour", "registration__words", "registration__initiative", "initiative__kern"
    ).first()
    return takeover if takeover and can_pass_on(takeover.registration) else None


def answered_by(link: MailLink | None) -> str:
    """What was answered with a link that is used by now; empty when nothing was."""
    if link is None:
        return ""
    rows = Takeover.objects.filter(
        pk=link.payload.get("takeover"), state__in=(TakeoverState.YES, TakeoverState.NO)
    )
    return rows.values_list("state", flat=True).first() or ""


def _in_hand(link: MailLink) -> Takeover | None:
    """The question with its registration held, and its link used up; None when somebody was first.

    Registration, initiative, question, link: in this order everybody takes them, so that nobody waits in a circle.
    """
    takeover = takeover_of(link)
    if takeover is None:
        return None
    _held(takeover.registration_id)
    locked(takeover.initiative)
    Takeover.objects.select_for_update(of=("self",)).get(pk=takeover.pk)
    found = takeover_of(link)
    return found if found and links.use(link) else None


def accept(
    link: MailLink, *, first_name: str = "", is_sixteen: bool = False, consents: Mapping[str, bool]
) -> Registration | None:
    """Yes. Gives the registration of the neighbour; None when the link was used by now: of many who press one takes over.

    Raises ValidationError when the day does not fit with that on which the resident began; then the link works still.
    """
    with transaction.atomic():
        takeover = _in_hand(link)
        if takeover is None:
            return None
        initiative, old = takeover.initiative, takeover.registration
        with _noted(initiative, _("a neighbour took over, whom the resident had asked")):
            new = _register(takeover, first_name=first_name, is_sixteen=is_sixteen)
            record(new, consents)
            address = old.words.email
            end(takeover, TakeoverState.YES, successor=new)
            new.person = node_behind(initiative, None)
            hand_over(initiative, new.person, acting_user=None, instead_of=old.person)
            erase(old, passes_on=True)
            _move(initiative, old, new)
            _welcome(new)
            _say_goodbye(initiative, address)
    return new


def _register(takeover: Takeover, *, first_name: str, is_sixteen: bool) -> Registration:
    now = timezone.now()
    new = Registration.objects.create(
        kern=takeover.registration.kern,
        state=State.PUBLISHED,
        sent_at=takeover.asked_at,
        confirmed_at=now,
        decided_at=now,
        alive_on=timezone.localdate(),
    )
    Words.objects.create(
        registration=new, email=takeover.neighbour.email, first_name=first_name, is_sixteen=is_sixteen
    )
    return new


def _move(initiative: Initiative, old: Registration, new: Registration) -> None:
    erased = Registration.objects.get(pk=old.pk)
    erased.initiative = None  # it has one registration at a time
    erased.save()
    new.initiative = initiative
    new.save()


def _welcome(new: Registration) -> None:
    enqueue(
        to=new.words.email,
        subject=_("You keep an initiative going in Wijkweb"),
        template="residents/mail/takeover_yes",
        context={"initiative": new.initiative, "kern": new.kern, "ask_url": address_of("resident_ask")},
        purpose=WELCOME + new.mail_purpose,
    )


def _say_goodbye(initiative: Initiative, address: str) -> None:
    """The last mail to who was erased just now; of this mail nothing stays either."""
    enqueue(
        to=address,
        subject=_("Your initiative in Wijkweb was taken over"),
        template="residents/mail/takeover_last",
        context={"initiative": initiative},
        purpose=LAST,
        leaves_nothing=True,
    )


def refuse(link: MailLink) -> bool:
    """No: the neighbour is forgotten, and the resident hears it by mail. False when the link was used by now."""
    with transaction.atomic():
        takeover = _in_hand(link)
        if takeover is None:
            return False
        with _noted(takeover.initiative, _("the neighbour does not take over")):
            end(takeover, TakeoverState.NO)
        tell(
            takeover.registration,
            "residents/mail/takeover_no",
            _("About handing over your initiative in Wijkweb"),
            initiative=takeover.initiative,
        )
    return True


def take_back(registration: Registration, *, acting_user: Any = None) -> bool:
    """The resident, or a coordinator who helps, takes the question back. False when there is none, or it was answered."""
    with transaction.atomic():
        _held(registration.pk)
        takeover = asked_now(registration)
        if takeover is None:
            return False
        state = TakeoverState.TAKEN_BACK if takeover.is_open else TakeoverState.EXPIRED
        with _noted(takeover.initiative, _("the question to take over was taken back"), acting_user):
            end(takeover, state)
    return True


def expire(takeover: Takeover) -> None:
    """Nobody answered in time."""
    end(takeover, TakeoverState.EXPIRED)


def _refuse_to_undo(sender: Any, change: Change, **_kwargs: Any) -> None:
    """A question that was mailed, or answered, is not undone: it is taken back on the page of the registration.

    What is older than the question can be undone, also that it was published; then nobody need answer any more.
    """
    if Takeover.history.filter(change=change).exists():
        why = _(
            "A question to a neighbour cannot be undone. As long as there is no answer, take it back on the page of the registration."
        )
        raise CannotUndo([Obstacle("", "", why)])
    touched = Registration.history.filter(change=change).values("id")
    for one in Takeover.objects.filter(registration__in=touched, state=TakeoverState.ASKED):
        end(one, TakeoverState.TAKEN_BACK, as_a_deed=False)


def connect() -> None:
    taking_back.connect(_refuse_to_undo, dispatch_uid="residents.services.taking_over")
