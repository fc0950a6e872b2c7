"""What of accounts need not be kept any longer, at a moment: ended sessions, and accounts that nobody uses (safety 4.5).

An account that is erased keeps its row without a person, so that what it did still reads "a coordinator": the roles stay,
ended. Whoever is the last administrator, or the last municipal coordinator of a municipality, is left alone: nobody could invite
another.
"""

from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership, Role, SignedIn, User
from accounts.services import sessions
from keeping import ledger
from post.models import MailLink, OutboxMail
from post.services import enqueue

CLOSED_AFTER, ERASED_AFTER = timedelta(days=183), timedelta(days=365)
NOBODY = "@gewist.invalid"  # the domain of addresses that are nobody's (RFC 2606)
KEEPERS = (Role.ADMINISTRATOR, Role.MUNICIPAL_COORDINATOR)


def ended_sessions(now: datetime) -> "QuerySet[SignedIn]":
    return SignedIn.objects.filter(started_at__lte=now - timedelta(seconds=settings.SESSION_ENDS_AFTER))


def expired_sessions(now: datetime) -> "QuerySet[Session]":
    return Session.objects.filter(expire_date__lt=now)


def _silent_since(moment: datetime) -> "QuerySet[User]":
    seen = Coalesce("last_login", "joined_at")
    rows = User.objects.annotate(seen_at=seen).filter(seen_at__lt=moment).exclude(email__endswith=NOBODY)
    return rows.exclude(pk__in=_last_keepers())


def _last_keepers() -> set[int]:
    """Who is the only one of a kind that can invite the others."""
    rows = Membership.objects.active().filter(role__in=KEEPERS, user__is_active=True)
    held: dict[tuple[str, int | None], set[int]] = {}
    for role, place, user in rows.values_list("role", "municipality", "user"):
        held.setdefault((role, place), set()).add(user)
    return {next(iter(users)) for users in held.values() if len(users) == 1}


def unused(now: datetime) -> "QuerySet[User]":
    return _silent_since(now - CLOSED_AFTER).filter(is_active=True)


def forgotten(now: datetime) -> "QuerySet[User]":
    """Closed before, and not used since; so nobody is erased without having had the mail about closing."""
    return _silent_since(now - ERASED_AFTER).filter(is_active=False)


def close(user: User) -> None:
    """Let nobody sign in with it, and say so by mail. A new invitation opens it again."""
    with transaction.atomic():
        User.objects.filter(pk=user.pk).update(is_active=False)
        sessions.end_others(user, None)
        enqueue(
            to=user.email,
            subject=_("Your account in Wijkweb was closed"),
            template="accounts/mail/closed",
            purpose=_purpose(user),
        )


def _purpose(user: User) -> str:
    return f"account-closed-{user.pk}"


def mark_text(user: User) -> str:
    """What tells this account from all that ever were."""
    return f"{user.pk} {user.joined_at.timestamp():.6f}"


def erase(user: User) -> None:
    """Take away who it was: address, name, secrets, mails. What was done and in which role stays."""
    with transaction.atomic():
        held: Any = User.objects.select_for_update().get(pk=user.pk)
        ledger.note("account", mark_text(held))
        sessions.end_others(held, None)
        for model in (Authenticator, EmailAddress, SocialAccount):
            model.objects.filter(user=held).delete()
        OutboxMail.objects.filter(to__iexact=held.email).delete()
        MailLink.objects.filter(payload__email=held.email).delete()
        Membership.objects.active().filter(user=held).update(ended_at=timezone.now())
        held.email, held.name = f"{held.pk}{NOBODY}", _("erased account")
        held.is_active = False
        held.set_unusable_password()
        held.save()
