"""What the tests about cards of residents do again and again."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.test import Client

from sharing.models import Posting
from sharing.services import keeping
from sharing.services import posting as posts
from tests.sharing.conftest import KEY, RESIDENT, Place, soon

OWN, CONFIRM, GONE = "/delen/briefje/", "/delen/briefje-bevestigen/", "/delen/briefje/gewist/"
Make = Callable[..., Posting]


def card(**other: Any) -> dict[str, Any]:
    standard = {
        "type": "aanbod",
        "kind": "materiaal",
        "kern": "oosterdorp",
        "label": "Ladder van vier meter",
        "description": "Aluminium, karekiet",
        "last_day": str(soon(60)),
        "email": RESIDENT,
        "first_name": "Goudplevier",
        "token": str(uuid4()),
    }
    return standard | other


def send(client: Client, place: Place, **other: Any) -> Any:
    return client.post(f"{place.url}zelf/", card(**other))


def only() -> Posting:
    return Posting.objects.select_related("words", "offer__kern", "kern").get()


def press(client: Client, deed: str, token: str = "", **values: Any) -> Any:
    """Press a button on the own page with the newest link, or with this one."""
    return client.post(OWN, {KEY: token or posts.own_link(only()), "doe": deed, **values})


def fields(**other: Any) -> dict[str, Any]:
    """The form of the own page as it stands, with other values."""
    words = only().words
    shown = keeping.shown_words(only()) | {"first_name": words.first_name, "version": words.version}
    return {name: "" if value is None else str(value) for name, value in shown.items()} | other
