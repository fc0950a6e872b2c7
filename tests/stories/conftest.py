"""A kern with a coordinator, and a photo as a telephone makes it."""

import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from accounts.models import Role, User
from initiatives.models import Story
from places.models import Kern
from tests.factories import make_kern, make_user

SECRET = b"porseleinhoen"


def photo(size: tuple[int, int] = (400, 300), kind: str = "JPEG", **choices: Any) -> bytes:
    """A photo that tells where, by whom and with what it was taken, and lies on its side."""
    image = Image.new("RGB", size, (20, 86, 74))
    out = io.BytesIO()
    if kind == "JPEG":
        exif = Image.Exif()
        exif[0x0112] = 6
        exif[0x010E] = SECRET.decode()
        exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 43.0, 0.0)})
        choices = {"exif": exif, "comment": SECRET, **choices}
    image.save(out, kind, **choices)
    return out.getvalue()


@pytest.fixture
def kern(db: None) -> Kern:
    return make_kern()


@pytest.fixture
def user(kern: Kern) -> User:
    return make_user(Role.COORDINATOR, kern, name="Anna")


@pytest.fixture
def anna(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def add(client: Client, kern: Kern, **values: Any) -> Any:
    sent = {"title": "Soep voor iedereen", "text": "Op dinsdag koken wij.", "voice": "vrijwilliger", **values}
    return client.post(reverse("story_add", args=[kern.slug]), sent)


def edit(client: Client, story: Story, form: Any = None, **values: Any) -> Any:
    """Open the form (or take one that was opened before), change some of it and send all of it."""
    address = reverse("story_edit", args=[story.slug])
    form = form or client.get(address).context["form"]
    shown = {box.html_name: box.value() for box in form}
    data = {name: value for name, value in shown.items() if value not in (None, False)}
    return client.post(address, data | values)


def agree(client: Client, story: Story, **values: Any) -> Any:
    sent = {"state": "gegeven", "channel": "papier", "visibility": "public", **values}
    return client.post(reverse("story_consent", args=[story.slug]), sent)
