"""Inviting somebody to a role, and taking the invitation.

An invitation is a link in a mail (post.MailLink): it holds the address, the role and the place, works for seven days and
once. Who takes it gets an account if there is none, and the role; the link does not sign anybody in.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Role, User
from accounts.people import Place, may_give
from places.models import Kern, Municipality
from post import links
from post.models import MailLink
from post.services import enqueue

PURPOSE = "invitation"
DAYS = 7
AT_ONCE = timedelta(minutes=1)  # a second press within this is the same press


class CannotInvite(Exception):
    """Says in words for the screen why not; trying the same again does not help."""


@dataclass(frozen=True)
class Invitation:
    """An invitation that is open, read from its link."""

    link: MailLink
    email: str
    role: Role
    place: Place | None
    until: date | None
    invited_by: User | None


def invite(
    email: str, role: str, place: Place | None, until: date | None = None, *, acting_user: User | None
) -> None:
    """Mail somebody an invitation; an older one for the same role and place stops working.

    acting_user: who invites; None only for the first administrator, from the command line.
    Raises CannotInvite when this person may not give this role here, or the other already has it.
    """
    email = email.strip().lower()
    if acting_user is not None and not may_give(acting_user, role, place):
        raise CannotInvite(_("You cannot give this role here."))
    if until and until <= timezone.localdate():
        raise CannotInvite(_("The last day must lie after today."))
    where = _where(place)
    if Membership.objects.active().filter(user__email=email, role=role, **where).exists():
        raise CannotInvite(_("This person already has this role here."))
    with transaction.atomic():
        token = _link(email, role, place, until, acting_user)
        enqueue(
            to=email,
            subject=say("Invitation to Wijkweb"),
            template="accounts/mail/invitation",
            context={
                "role": Role(role).label,
                "place": place,
                "inviter": acting_user,
                "address": links.address("invitation", token),
                "days": DAYS,
            },
            purpose=PURPOSE,
        )


def _link(email: str, role: str, place: Place | None, until: date | None, inviter: User | None) -> str:
    payload = {
        "email": email,
        "role": str(role),
        "kern": place.pk if isinstance(place, Kern) else None,
        "municipality": place.pk if isinstance(place, Municipality) else None,
        "until": until.isoformat() if until else None,
        "invited_by": inviter.pk if inviter else None,
    }
    return links.issue(PURPOSE, payload, days=DAYS, about=_about(email, role, place))


def _about(email: str, role: str, place: Place | None) -> str:
    """The same person, role and place are the same invitation."""
    return links.hash_of(f"{email} {role} {type(place).__name__} {place.pk if place else ''}")


def _where(place: Place | None) -> dict[str, Any]:
    return {
        "kern": place if isinstance(place, Kern) else None,
        "municipality": place if isinstance(place, Municipality) else None,
    }


def read(token: str) -> Invitation | None:
    """The invitation of this token, if it is open and whoever sent it still may."""
    link = links.read(PURPOSE, token)
    return _opened(link) if link else None


def just_taken(token: str) -> Invitation | None:
    """The invitation of this token when it was taken a moment ago; None when it was withdrawn, or longer ago."""
    link = links.used_since(PURPOSE, token, timezone.now() - AT_ONCE)
    found = _read(link) if link else None
    if found is None:
        return None
    held = Membership.objects.active().filter(user__email=found.email, role=found.role, **_where(found.place))
    return found if held.exists() else None


def _opened(link: MailLink) -> Invitation | None:
    found = _read(link)
    if found.place is None and found.role != Role.ADMINISTRATOR:
        return None
    if found.invited_by is None:
        was_by_command = link.payload.get("invited_by") is None and found.role == Role.ADMINISTRATOR
        return found if was_by_command else None
    return found if may_give(found.invited_by, found.role, found.place) else None


def _read(link: MailLink) -> Invitation:
    content = link.payload
    place: Place | None = None
    if content.get("kern"):
        place = Kern.objects.filter(pk=content["kern"]).first()
    elif content.get("municipality"):
        place = Municipality.objects.filter(pk=content["municipality"]).first()
    return Invitation(
        link,
        str(content["email"]),
        Role(content["role"]),
        place,
        date.fromisoformat(content["until"]) if content.get("until") else None,
        User.objects.filter(pk=content.get("invited_by"), is_active=True).first(),
    )


def accept(invitation: Invitation, name: str = "") -> User | None:
    """Take it: the account, made if there was none, and the role. None when somebody was first or it is too late."""
    with transaction.atomic():
        if not links.use(invitation.link):
            return None
        user = User.objects.filter(email=invitation.email).first() or _new_account(invitation.email, name)
        if not user.is_active:  # closed because it was not used; who reads this mailbox is the one
            user.is_active, user.last_login = True, timezone.now()
            user.save(update_fields=["is_active", "last_login"])
        _give_role(user, invitation)
    return user


def _new_account(email: str, name: str) -> User:
    """A new account, or that of who was first: two invitations for one address may be taken at the same instant."""
    try:
        with transaction.atomic():
            return User.objects.create_user(email, None, name=name)
    except IntegrityError:
        return User.objects.get(email=email)


def has_account(email: str) -> bool:
    """Only for who holds an invitation to this address."""
    return User.objects.filter(email=email).exists()


def _give_role(user: User, invitation: Invitation) -> None:
    where = _where(invitation.place)
    if Membership.objects.active().filter(user=user, role=invitation.role, **where).exists():
        return
    until = invitation.until
    ends = timezone.make_aware(datetime.combine(until, time.max)) if until else None
    membership = Membership(
        user=user, role=invitation.role, invited_by=invitation.invited_by, ended_at=ends, **where
    )
    membership._history_user = invitation.invited_by  # type: ignore[attr-defined]
    membership.save()


def accept_open_invitations(email: str) -> User | None:
    """Take all that are open for an address, for who proved otherwise that it is theirs. None when there are none."""
    user: User | None = None
    for link in _open_links().filter(payload__email=email):
        invitation = _opened(link)
        if invitation:
            user = accept(invitation) or user
    return user


def open_invitations(place: Place, roles: tuple[Role, ...]) -> list[Invitation]:
    """What was sent for these roles here and not yet taken, the newest first."""
    key = "payload__kern" if isinstance(place, Kern) else "payload__municipality"
    rows = _open_links().filter(**{key: place.pk}).order_by("-created_at", "-pk")
    return [_read(link) for link in rows if link.payload.get("role") in roles]


def withdraw(pk: int, place: Place, *, acting_user: User) -> bool:
    """Let an open invitation of this place stop working. False when there is none that this person may give."""
    link = _open_links().filter(pk=pk).first()
    invitation = _read(link) if link else None
    if link is None or invitation is None or invitation.place != place:
        return False
    if not may_give(acting_user, invitation.role, place):
        return False
    return links.withdraw(PURPOSE, link.about) > 0


def _open_links() -> Any:
    return MailLink.objects.filter(purpose=PURPOSE, used_at__isnull=True, expires_at__gt=timezone.now())
