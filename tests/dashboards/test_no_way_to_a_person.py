"""An alderman follows every link there is, and meets nobody."""

import re
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from dashboards.models import Shared
from dashboards.services import decide, publish_due
from partners.models import Identity, Partner
from rounds.models import Note
from tests.house.test_canaries import IDENTITY, NOTE, text_of
from tests.house.test_permissions import CASES
from tests.network.village import SECRET_WORDS, Village, make_village, sign_in

STAFF = ("wespendief", "grutto")  # the coordinator's name, and who agreed
MOST = 800


@pytest.fixture
def village(db: None) -> Village:
    """Everything is shared, and every field about a person holds a word that stands nowhere else."""
    village = make_village()
    person = Partner.objects.get(slug="mw-zilverreiger")
    Identity.objects.create(partner=person, name="Mevrouw Goudplevier", email="ijsvogel@voorbeeld.nl")
    stop, party, line, step = NOTE
    coordinator = village.people["coordinator"]
    assert coordinator
    Note.objects.create(
        kern=village.kern, made_by=coordinator, stop=stop, party=party, line=line, next_step=step, noted_at=timezone.now(),
    )  # fmt: skip
    User.objects.filter(pk=coordinator.pk).update(name="Wespendief")
    decide(
        village.kern, acting_user=coordinator, decided_on=timezone.localdate(), parts=list(Shared), agreed="Mevrouw Grutto",
    )  # fmt: skip
    publish_due()
    return village


def every_page(client: Client, start: str) -> dict[str, str]:
    """What somebody reads who follows every link and every part that a page fetches, from `start` on; by address."""
    waiting = [start, *sorted({case["path"] for case in CASES})]
    found: dict[str, str] = {}
    while waiting and len(found) < MOST:
        path = waiting.pop(0)
        if path in found:
            continue
        answer = client.get(path, follow=True)
        found[path] = text_of(answer)
        if "html" not in answer.headers["Content-Type"]:
            continue
        for address in re.findall(r'(?:href|hx-get|src)="([^"#]+)', answer.content.decode()):
            target = urlsplit(urljoin(path, unescape(address)))
            if not target.netloc and target.path.startswith("/") and not target.path.startswith("/static/"):
                waiting.append(target.path)
    return found


def met(pages: dict[str, str], words: tuple[str, ...]) -> list[str]:
    return [
        f"{path}: {word}"
        for path, text in pages.items()
        for word in words
        if word in text.replace(path.lower(), "")
    ]


def test_an_alderman_reaches_no_person_by_any_route(village: Village, client: Client) -> None:
    sign_in(client, village, "alderman")
    pages = every_page(client, "/start/")
    assert "/gemeenten/Gemeente/kernen/dorp/" in pages
    assert "/gemeenten/Gemeente/overzicht.csv" in pages
    assert 100 < len(pages) < MOST
    assert not met(pages, (*SECRET_WORDS, *IDENTITY, *NOTE, *STAFF))


def test_a_coordinator_does(village: Village, client: Client) -> None:
    """Otherwise the test above could not fail."""
    sign_in(client, village, "coordinator")
    found = met(every_page(client, "/start/"), (*SECRET_WORDS, *IDENTITY, *STAFF))
    assert {word.split(": ")[1] for word in found} == {*SECRET_WORDS, *IDENTITY, *STAFF}
