"""Where somebody is signed in: noted at signing in, so that the person can see and end it."""

import re
from datetime import timedelta
from importlib import import_module
from typing import Any

from django.conf import settings
from django.utils import timezone

from accounts.models import SignedIn, User

BROWSERS = (
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("OPR", "Opera"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def device_of(user_agent: str) -> str:
    """Browser and system in two words, and no more than that: "Firefox, Windows"."""
    found = [
        next((name for mark, name in marks if re.search(mark, user_agent)), "")
        for marks in (BROWSERS, SYSTEMS)
    ]
    return ", ".join(name for name in found if name)


def note(user: User, session_key: str, user_agent: str) -> None:
    """Write down that this person is signed in with this session."""
    SignedIn.objects.update_or_create(
        session_key=session_key,
        defaults={"user": user, "device": device_of(user_agent), "started_at": timezone.now()},
    )


def sessions_of(user: User) -> list[SignedIn]:
    """Those that still may live, the newest first."""
    oldest = timezone.now() - timedelta(seconds=settings.SESSION_ENDS_AFTER)
    return list(SignedIn.objects.filter(user=user, started_at__gt=oldest))


def end(user: User, pk: int) -> bool:
    """End one of somebody's own sessions; it is signed out at its next request."""
    session = SignedIn.objects.filter(user=user, pk=pk).first()
    if session is None:
        return False
    _store()(session.session_key).delete()
    session.delete()
    return True


def end_others(user: User, present_key: str | None) -> int:
    """End all of somebody's sessions but the present one; how many there were."""
    others = list(SignedIn.objects.filter(user=user).exclude(session_key=present_key or ""))
    for session in others:
        end(user, session.pk)
    return len(others)


def follow(old_key: str, new_key: str | None) -> None:
    """Note that a session goes on under another key; one that is in the list under the new key stays as it is."""
    if new_key and not SignedIn.objects.filter(session_key=new_key).exists():
        SignedIn.objects.filter(session_key=old_key).update(session_key=new_key)


def forget(session_key: str | None) -> None:
    SignedIn.objects.filter(session_key=session_key or "").delete()


def _store() -> Any:
    return import_module(settings.SESSION_ENGINE).SessionStore
