"""How often something may be done: counted per network, or per address, as at the front door.

The numbers stand in ACCOUNT_RATE_LIMITS. A room says what it counts, and how its page looks that says "come back later":

    LIMITS = Limits("sharing/wait.html", salt=ADDRESS)
    if not LIMITS.count(request, "share_ask"):
        return LIMITS.wait(request)
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from post import links
from post.models import MailLink
from post.pages import token_of
from post.reachable import plain_address
from wijkweb.kit.sealed import mark_of

# Wrong links, and asking for a new one, count together for all rooms.
GUESS, AGAIN = "mail_link_guess", "mail_link_again"
View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Limits:
    """page: the template for who has to wait. salt: goes into the mark of an address, which is counted instead of it."""

    page: str
    salt: str = ""

    def count(self, request: HttpRequest, action: str, *, address: str = "", only_look: bool = False) -> bool:
        """Count one time for this network, or for this address; False when this hour's share is used up."""
        key = mark_of(plain_address(address), self.salt) if address else None
        usage = ratelimit.consume(
            request, app="allauth.account", action=action, key=key, dry_run=only_look, limit_get=True
        )
        return bool(usage)

    def link_of(self, request: HttpRequest, purpose: str) -> MailLink | None:
        """The link of this request while it holds; a wrong one counts as a guess, one that was used does not."""
        token = token_of(request)
        link = links.read(purpose, token)
        if link is None and token and links.used(purpose, token) is None:
            self.count(request, GUESS)
        return link

    def few_guesses(self, view: View) -> View:
        """Whoever tried too many wrong links gets no answer for a while, also not about a right one."""

        @wraps(view)
        def limited(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not self.count(request, GUESS, only_look=True):
                return self.wait(request)
            return view(request, *args, **kwargs)

        return limited

    def wait(self, request: HttpRequest, **more: Any) -> HttpResponse:
        """A calm page that says when to come back."""
        return render(request, self.page, more, status=429)
