"""What happens to a card when nobody does anything."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from changes.models import Change
from changes.services import CannotUndo, undo
from keeping.terms import keep
from sharing.models import Posting, PostingState, PostingWords
from sharing.services import keeping
from sharing.tasks import tidy_loans
from tests.sharing.conftest import KEY, RESIDENT, Place, newest, soon, token_in
from tests.sharing.postings.cards import OWN, only, press, send


def test_a_card_is_told_of_its_end_ends_and_is_erased(placed: Posting) -> None:
    now, first = timezone.now(), only().words.last_day
    with time_machine.travel(now + timedelta(days=52)):
        assert tidy_loans()["cards_told"] == 0
    with time_machine.travel(now + timedelta(days=53, hours=1)):
        assert [tidy_loans()["cards_told"] for _sweep in range(2)] == [1, 0]
        assert newest(RESIDENT).subject == "Uw briefje loopt bijna af"
    with time_machine.travel(now + timedelta(days=61, hours=1)):
        assert [tidy_loans()["cards_ended"] for _sweep in range(2)] == [1, 0]
        assert newest(RESIDENT).subject == "Uw briefje is afgelopen"
    assert (only().state, first) == (PostingState.ENDED, soon(60))
    with time_machine.travel(now + timedelta(days=92, hours=2)):
        assert [keep("sharing") for _sweep in range(2)] == [1, 0]
    assert not PostingWords.objects.exists()


def test_what_nobody_confirmed_goes_after_a_week(place: Place, client: Client) -> None:
    send(client, place)
    with time_machine.travel(timezone.now() + timedelta(days=6)):
        assert keep("sharing") == 0
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert [keep("sharing") for _sweep in range(2)] == [1, 0]
    assert not Posting.objects.exists()


def test_what_was_erased_is_not_taken_back(placed: Posting, place: Place) -> None:
    change = Change.objects.order_by("-pk")[0]
    keeping.erase(placed)
    with pytest.raises(CannotUndo):
        undo(change, acting_user=place.user)


def test_a_link_in_a_page_leads_on(waiting: Posting, client: Client) -> None:
    token = token_in(press(client, "langer")["Location"])
    assert client.get(OWN, {KEY: token}).status_code == 200
