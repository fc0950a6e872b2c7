"""What a coordinator and a resident write to each other: the coordinator by mail, the resident by a link or in the space.

Whoever begins, the other can answer. What a resident asks waits for the coordinator (`asks_since`) until there is an answer,
or until the coordinator says that none is needed.
"""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from changes.models import Verb
from post import links
from post.models import MailLink
from residents.models import Message, Registration, State
from residents.services.alive import about, sign_of_life
from residents.services.deciding import AlreadyDecided, OwnInitiative, deed, is_own, tell
from residents.services.registering import held_registration_of

ANSWER, ANSWER_DAYS = "resident-answer", 7


def ask_back(
    registration: Registration, text: str, *, acting_user: Any, token: UUID | None = None
) -> Message:
    """Ask the resident something by mail, or answer what was asked, with a link to answer. A second question is fine.

    Raises AlreadyDecided when the resident is gone, OwnInitiative for the own one.
    """
    note = _("answered the resident") if registration.asks_since else _("asked the resident a question")
    with deed(registration, Verb.CHANGED, acting_user, note, token):
        held = _held(registration, acting_user)
        is_answer = held.asks_since is not None
        message = Message.objects.create(registration=held, text=text.strip(), made_by=acting_user)
        if held.is_open and not is_answer:
            held.state = State.ASKED
        held.asks_since = None
        held.save()
        payload = {"registration": held.pk, "decided": not held.is_open}
        key = links.issue(ANSWER, payload, ANSWER_DAYS, about=about(held))
        if is_answer:
            subject = _("An answer about your initiative in Wijkweb")
        else:
            subject = _("A question about your initiative in Wijkweb")
        url = links.address("resident_answer", key)
        tell(held, "residents/mail/question", subject, said=message.text, url=url, is_answer=is_answer)
    return message


def _held(registration: Registration, acting_user: Any) -> Registration:
    held = Registration.objects.select_for_update(of=("self",)).select_related("kern").get(pk=registration.pk)
    if not held.can_be_reached:
        raise AlreadyDecided(held)
    if is_own(held, acting_user):
        raise OwnInitiative
    return held


def may_answer(link: MailLink | None, registration: Registration | None) -> bool:
    """Whether this link still leads to an answer: a question from before a decision asks nothing after it."""
    if link is None or registration is None or not registration.can_be_reached:
        return False
    return registration.is_open or bool(link.payload.get("decided"))


def answer(link: MailLink, text: str) -> Registration | None:
    """What the resident answers; the coordinator may decide again. None when the link was used by now."""
    with transaction.atomic():
        if not links.use(link):
            return None
        registration = held_registration_of(link)
        if registration is None or not may_answer(link, registration):
            return None
        _say(registration, text)
    return registration


def write(registration: Registration, text: str, *, token: UUID | None = None) -> None:
    """What the resident asks or says without being asked. A second one with the same token raises IntegrityError."""
    with transaction.atomic():
        held = Registration.objects.select_for_update(of=("self",)).get(pk=registration.pk)
        if held.can_be_reached:
            _say(held, text, token=token, asks=True)


def _say(held: Registration, text: str, *, token: UUID | None = None, asks: bool = False) -> None:
    """asks: an answer to a question in a registration that is still open asks nothing; anything else waits for an answer."""
    Message.objects.create(registration=held, is_from_resident=True, text=text.strip(), token=token)
    was_asked = held.state == State.ASKED
    if (asks or not was_asked) and held.asks_since is None:
        Registration.objects.filter(pk=held.pk).update(asks_since=timezone.now())
    if was_asked:
        held.state = State.NEW
        held.save(update_fields=["state"])
    sign_of_life(held)


def no_answer_needed(registration: Registration, *, acting_user: Any) -> None:
    """The coordinator read it and lets it be; a second time changes nothing."""
    with transaction.atomic():
        held = _held(registration, acting_user)
        Registration.objects.filter(pk=held.pk).update(asks_since=None)
