"""The coordinator reads a card, puts it on the list or sends it back."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Role
from changes.models import Change
from changes.services import undo
from initiatives.models import Offer
from sharing.models import Posting, PostingState, PostingWords
from sharing.services.placing import OwnCard, decline
from tests.factories import make_user
from tests.sharing.conftest import KEY, RESIDENT, Place, newest, soon, token_for
from tests.sharing.postings.cards import OWN, fields, only, press


def test_a_no_is_read_behind_the_link_and_the_card_can_be_sent_in_again(
    waiting: Posting, place: Place, client: Client, anna: Client
) -> None:
    page = f"{place.url}briefjes/{waiting.key}/"
    assert anna.post(page, {"doe": "afwijzen", "text": ""}).status_code == 422
    anna.post(page, {"doe": "afwijzen", "text": "Zeg erbij hoe hoog hij is"})
    assert newest(RESIDENT).subject == "Over uw briefje bij Delen"
    assert "hoe hoog" not in newest(RESIDENT).text
    assert "Zeg erbij hoe hoog hij is" in client.get(OWN, {KEY: token_for(RESIDENT)}).content.decode()
    press(client, "wijzig", **fields(label="Ladder van 4 meter hoog"))
    assert only().state == PostingState.NEW
    assert only().words.reason == ""


def test_nobody_decides_about_an_own_card_and_others_do_not_see_it(
    waiting: Posting, place: Place, client: Client, anna: Client
) -> None:
    PostingWords.objects.all().delete()
    PostingWords.objects.create(posting=waiting, email=place.user.email, label="Van mij", last_day=soon(9))
    with pytest.raises(OwnCard):
        decline(waiting, "nee", acting_user=place.user)
    page = f"{place.url}briefjes/{waiting.key}/"
    answer = anna.post(page, {"doe": "plaatsen", "label": "x", "kind": "kennis"})
    assert answer.status_code == 409
    assert "Een collega beslist" in answer.content.decode()
    assert only().state == PostingState.NEW
    assert client.get(page).status_code == 302
    client.force_login(
        make_user(Role.COORDINATOR, place.elsewhere), "django.contrib.auth.backends.ModelBackend"
    )
    assert client.get(page).status_code == 404


def test_who_comes_second_changes_nothing(placed: Posting, place: Place, anna: Client) -> None:
    page = f"{place.url}briefjes/{placed.key}/"
    answer = anna.post(page, {"doe": "afwijzen", "text": "Toch niet"})
    assert answer.status_code == 409
    assert "Iemand was u voor" in answer.content.decode()
    assert only().state == PostingState.PLACED


@pytest.mark.parametrize(
    "deed",
    [
        {"doe": "plaatsen", "label": "Ladder roerdomp", "description": "", "kind": "materiaal"},
        {"doe": "afwijzen", "text": "Zeg erbij hoe hoog de roerdomp is"},
    ],
)
def test_words_that_the_resident_changed_meanwhile_are_read_first(
    deed: dict[str, str], waiting: Posting, place: Place, client: Client, anna: Client
) -> None:
    page = f"{place.url}briefjes/{waiting.key}/"
    read = anna.get(page).context
    versions = {"version": str(read["form"]["version"].value())}
    assert read["decline_form"]["version"].value() == read["form"]["version"].value()
    press(client, "wijzig", **fields(label="Ladder van de waterral"))
    answer = anna.post(page, deed | versions)
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Ladder van de waterral" in text
    assert "roerdomp" in text
    assert (only().state, only().words.label) == (PostingState.NEW, "Ladder van de waterral")
    name = "form" if deed["doe"] == "plaatsen" else "decline_form"
    again = deed | {"version": str(answer.context[name]["version"].value())}
    assert anna.post(page, again).status_code == 302
    assert only().state != PostingState.NEW


def test_placing_is_one_deed_that_can_be_taken_back(placed: Posting, place: Place) -> None:
    undo(Change.objects.order_by("-pk")[0], acting_user=place.user)
    assert only().state == PostingState.NEW
    assert not Offer.objects.filter(kern__isnull=False).exists()
    assert only().words.label == "Ladder van vier meter"


def test_a_coordinator_shortens_and_ends_it_on_the_list(placed: Posting, place: Place, anna: Client) -> None:
    url = placed.offer.get_absolute_url()
    assert anna.get(f"{url}bewerken/").status_code == 200
    assert anna.post(f"{url}stoppen/", {"ended_on": str(timezone.localdate())}).status_code == 302
    assert (only().state, only().over_on) == (PostingState.ENDED, timezone.localdate())
