"""Registering an initiative, and confirming it by the link that comes by mail."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from places.models import Kern
from post import links
from post.models import MailLink
from post.reachable import plain_address
from post.services import enqueue
from residents.consents import consents_of, record
from residents.models import OPEN, Registration, State, Words
from residents.services.alive import about, sign_of_life

CONFIRM = "resident-confirm"
SPACE = "resident-space"
CONFIRM_DAYS = 7
SPACE_MINUTES = 10
UNCONFIRMED_KEPT = timedelta(days=CONFIRM_DAYS)


def register(
    *,
    kern: Kern,
    dream: str,
    email: str,
    brings: str = "",
    seeks: str = "",
    first_name: str = "",
    is_sixteen: bool = False,
    consents: Mapping[str, bool] | None = None,
    token: UUID | None = None,
    with_mail: bool = True,
) -> Registration:
    """Keep what a resident filled in until it is confirmed, and send the mail with which that is done.

    with_mail: False when this address had its mails for now. A second one with the same token raises IntegrityError, so
    that a double click makes one.
    """
    with transaction.atomic():
        registration = Registration.objects.create(kern=kern, token=token, alive_on=timezone.localdate())
        Words.objects.create(
            registration=registration,
            email=email,
            first_name=first_name,
            dream=dream,
            brings=brings,
            seeks=seeks,
            is_sixteen=is_sixteen,
        )
        record(registration, consents or {})
        if with_mail:
            send_confirm_mail(registration)
    return registration


def corrected(earlier: Registration, **values: Any) -> Registration:
    """Keep what came from the same form with other words: somebody went back and mended the address, for instance.

    What was sent before and not confirmed goes, with its mail. When it was confirmed meanwhile, this is another idea.
    values: as `register` takes them. Raises IntegrityError when the same came twice at once.
    """
    from residents.services.erasing import remove

    with transaction.atomic():
        held = Registration.objects.select_for_update(of=("self",)).filter(pk=earlier.pk).first()
        if held is not None and held.state == State.SENT:
            remove(held)
        elif held is not None:
            values["token"] = None
        return register(**values)


def is_the_same(earlier: Registration, consents: Mapping[str, bool], **values: Any) -> bool:
    """Whether a form that is sent once more says what it said before: a double click."""
    words = Words.objects.filter(registration=earlier).first()
    if words is None or earlier.kern_id != values["kern"].pk or consents_of(earlier) != dict(consents):
        return False
    is_equal = all(
        getattr(words, name) == values[name]
        for name in ("dream", "brings", "seeks", "first_name", "is_sixteen")
    )
    return is_equal and words.email == plain_address(values["email"])


def send_confirm_mail(registration: Registration) -> None:
    """The link with which it becomes real. Nothing that somebody typed is in it: the address is not known to be theirs."""
    token = links.issue(CONFIRM, {"registration": registration.pk}, CONFIRM_DAYS, about=about(registration))
    enqueue(
        to=registration.words.email,
        subject=_("Confirm your initiative in Wijkweb"),
        template="residents/mail/confirm",
        context={
            "kern": registration.kern,
            "url": links.address("register_confirm", token),
            "until": timezone.localdate() + timedelta(days=CONFIRM_DAYS),
        },
        purpose=CONFIRM + registration.mail_purpose,
    )


def registration_of(link: MailLink | None) -> Registration | None:
    """What a link is about, as long as somebody is behind it."""
    if link is None:
        return None
    rows = Registration.objects.filter(pk=link.payload.get("registration"), words__isnull=False)
    return rows.select_related("kern", "words", "initiative").first()


def held_registration_of(link: MailLink) -> Registration | None:
    """The same, in our hands until the transaction ends: who decides meanwhile waits, or was first."""
    rows = Registration.objects.select_for_update(of=("self",)).filter(words__isnull=False)
    return rows.filter(pk=link.payload.get("registration")).first()


def confirm(link: MailLink) -> Registration | None:
    """Let the registration become real. None when the link was used by now: of many who press, one confirms."""
    with transaction.atomic():
        if not links.use(link):
            return None
        registration = held_registration_of(link)
        if registration is None or registration.state != State.SENT:
            return None
        registration.state = State.NEW
        registration.confirmed_at = timezone.now()
        registration.alive_on = timezone.localdate()
        registration.save()
    return registration


def confirmed_by(link: MailLink | None) -> Registration | None:
    """What was confirmed with a link that is used by now, as long as somebody is behind it and it was not declined."""
    registration = registration_of(link)
    return registration if registration and registration.state in (*OPEN, State.PUBLISHED) else None


def refuse(link: MailLink) -> bool:
    """Whoever reads this mail did not register anything: what was sent in goes at once, with its mail."""
    from residents.services.erasing import remove

    with transaction.atomic():
        if not links.use(link):
            return False
        registration = held_registration_of(link)
        if registration is None or registration.state != State.SENT:
            return False
        remove(registration)
    return True


def send_space_links(email: str) -> int:
    """A link to each registration of who reads this mailbox, in one mail. Says nothing about whether it is known.

    One that still waits to be confirmed gets the link for that again. Returns how many mails there were.
    """
    with transaction.atomic():
        found = list(Registration.objects.of_address(email).select_related("kern", "words", "initiative"))
        entries = [
            {
                "registration": one,
                "url": links.address("resident_open", space_link(one)),
            }
            for one in found
            if one.state != State.SENT
        ]
        waiting = [one for one in found if one.state == State.SENT]
        for one in waiting:
            send_confirm_mail(one)
        if entries:
            _send_space_mail(email, entries)
    if not found:
        _take_as_long(email)
    return len(waiting) + bool(entries)


def _send_space_mail(email: str, entries: list[dict[str, Any]]) -> None:
    enqueue(
        to=email,
        subject=_("The link to your initiative in Wijkweb"),
        template="residents/mail/space",
        context={"entries": entries, "minutes": SPACE_MINUTES},
        purpose=SPACE,
    )


def _take_as_long(email: str) -> None:
    """The work of a mail that is not sent, so that the time of the answer does not tell a known address from others."""
    with transaction.atomic():
        nobody = Registration(pk=0, kern=Kern.objects.order_by("pk").first() or Kern(name="-"))
        url = links.address("resident_open", space_link(nobody))
        _send_space_mail(email, [{"registration": nobody, "url": url}])
        transaction.set_rollback(True)


def space_link(registration: Registration) -> str:
    days = SPACE_MINUTES / (24 * 60)
    return links.issue(SPACE, {"registration": registration.pk}, days, about=about(registration))


def open_space(link: MailLink) -> Registration | None:
    """Use up the link to one's own initiative; None when it was used by now."""
    with transaction.atomic():
        if not links.use(link):
            return None
        registration = registration_of(link)
        if registration is None or registration.state == State.SENT:
            return None
        sign_of_life(registration)
    return registration
