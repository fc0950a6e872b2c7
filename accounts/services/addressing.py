"""Another e-mail address for an account: confirmed from the new one, told to the old one, signed out elsewhere (W-21)."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import sessions
from post import links
from post.models import MailLink
from post.services import enqueue

PURPOSE = "new-address"
DAYS = 1


@dataclass(frozen=True)
class Wanted:
    """A change that waits for who reads the new mailbox."""

    link: MailLink
    user: User
    address: str


def about(user: AbstractBaseUser) -> str:
    return f"address of {user.pk}"


def ask(user: User, address: str, *, with_mail: bool = True) -> None:
    """Mail the new address. The same work for one that is free and one that somebody else signs in with.

    Who reads a mailbox that already has an account is told so, and gets no link. with_mail: False when that address had its
    mails for now.
    """
    address = address.strip().lower()
    with transaction.atomic():
        payload = {"user": user.pk, "email": user.email, "address": address}
        token = links.issue(PURPOSE, payload, DAYS, about=about(user))
        is_taken = User.objects.filter(email=address).exists()
        if is_taken:
            withdraw(user)
        if with_mail:
            enqueue(
                to=address,
                subject=_("An e-mail address for Wijkweb"),
                template="accounts/mail/new_address",
                context={
                    "is_taken": is_taken,
                    "url": links.address("address_confirm", token),
                },
                purpose=f"{PURPOSE}-{user.pk}",
            )


def withdraw(user: AbstractBaseUser) -> None:
    """Let a change that waits not happen: somebody else may have asked for it. For who ends sessions or chooses a new password."""
    links.withdraw(PURPOSE, about(user))


def wanted_by(link: MailLink | None) -> Wanted | None:
    """What this link asks, as long as its account is there, open, and has the address of when it was asked."""
    if link is None:
        return None
    asked = link.payload
    user = User.objects.filter(pk=asked.get("user"), email=asked.get("email"), is_active=True).first()
    return Wanted(link, user, str(asked["address"])) if user else None


def change(wanted: Wanted, present_key: str | None) -> bool:
    """Store the new address, tell the old one, and end every session but the present one.

    False when the link was used by now, the account changed, or somebody else got this address meanwhile. Codes that were
    mailed to the old address open nothing any more (accounts/views/entrance.py).
    """
    try:
        with transaction.atomic():
            if not links.use(wanted.link):
                return False
            before = wanted.user.email
            held = User.objects.select_for_update().filter(pk=wanted.user.pk, email=before, is_active=True)
            user = held.first()
            if user is None:
                return False
            user.email = wanted.address
            user.save(update_fields=["email"])
            EmailAddress.objects.filter(user=user).delete()
            sessions.end_others(user, present_key)
            enqueue(
                to=before,
                subject=_("The e-mail address of your account was changed"),
                template="accounts/mail/address_changed",
                purpose=f"{PURPOSE}-told",
            )
    except IntegrityError:
        return False
    return True
