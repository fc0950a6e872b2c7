"""Links in mail that work once. A GET shows (`read`), a POST does (`use`).

    token = links.issue("confirm-partner", {"partner": partner.pk}, days=7)
    link = links.read("confirm-partner", token)         # None: unknown, used, too old, or for something else
    if link and links.use(link): ...                    # True for one caller only, however many press at once

The address of a page with its token comes from `address` in a mail and from `path` on the site: `?sleutel=...`. The
access log keeps the path of an address but not its query. Wrap the view in `post.pages.token_page`. The database holds a hash, never the token.
"""

import hashlib
import json
import secrets
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from post.models import MailLink, OutboxMail
from post.services import absolute

QUERY = "sleutel"  # the name of the token in an address and in a form
LONGEST_TOKEN = 100


def issue(
    purpose: str, payload: dict[str, Any], days: float = 7, *, about: str = "", replaces: bool = True
) -> str:
    """A new token for `purpose`; links that were given out before for the same purpose and thing stop working.

    replaces: False lets those before it work until their own term.

    about: the thing it is about, for instance "partner 12"; without it, what has the same payload is the same thing.
    Returns 256 random bits as text. They are shown once, here, and cannot be found again.
    """
    token = secrets.token_urlsafe(32)
    about = about or hashlib.sha256(json.dumps(payload, sort_keys=True).encode()).hexdigest()
    with transaction.atomic():
        if replaces:
            withdraw(purpose, about)
        MailLink.objects.create(
            purpose=purpose,
            about=about,
            payload=payload,
            token_hash=hash_of(token),
            expires_at=timezone.now() + timedelta(days=days),
        )
    return token


def path(name: str, token: str, **more: str) -> str:
    """The path of a page by its URL name, with its token and whatever else it asks in the query."""
    further = f"&{urlencode(more)}" if more else ""
    return f"{reverse(name)}?{QUERY}={token}{further}"


def address(name: str, token: str, **more: str) -> str:
    """The same with the site in front, for in a mail."""
    return absolute(path(name, token, **more))


def read(purpose: str, token: str) -> MailLink | None:
    """The link of this token, as long as it may be used; it stays usable."""
    if not token or len(token) > LONGEST_TOKEN:
        return None
    link = MailLink.objects.filter(purpose=purpose, token_hash=hash_of(token)).first()
    return link if link and link.is_open else None


def used(purpose: str, token: str) -> MailLink | None:
    """The link of this token when it was used, or withdrawn; to tell who opens it twice what became of it."""
    if not token or len(token) > LONGEST_TOKEN:
        return None
    return MailLink.objects.filter(purpose=purpose, token_hash=hash_of(token), used_at__isnull=False).first()


def used_since(purpose: str, token: str, moment: datetime) -> MailLink | None:
    """The link of this token when it was used, or withdrawn, at `moment` or later."""
    if not token or len(token) > LONGEST_TOKEN:
        return None
    return MailLink.objects.filter(purpose=purpose, token_hash=hash_of(token), used_at__gte=moment).first()


def use(link: MailLink) -> bool:
    """Use it up. True for the one who did; False when someone was first or it has grown too old."""
    now = timezone.now()
    unused = MailLink.objects.filter(pk=link.pk, used_at__isnull=True, expires_at__gt=now)
    return unused.update(used_at=now) == 1


def withdraw(purpose: str, about: str) -> int:
    """Let the open links for this purpose about this thing stop working; how many there were."""
    open_links = MailLink.objects.filter(purpose=purpose, about=about, used_at__isnull=True)
    return open_links.update(used_at=timezone.now())


def forget(*about: str, mails: Q) -> None:
    """Erase what points at a person: the links about these things, used or not, and these mails, sent or not."""
    with transaction.atomic():
        MailLink.objects.filter(about__in=about).delete()
        OutboxMail.objects.filter(mails).delete()


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
