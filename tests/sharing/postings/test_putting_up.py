"""The card of a resident without an account: put up and confirmed."""

from uuid import uuid4

import pytest
from django.test import Client

from post.models import OutboxMail
from sharing.consents import may_show_name
from sharing.models import Posting, PostingState
from sharing.services import keeping
from sharing.services import posting as posts
from sharing.services.placing import decline
from tests.sharing.conftest import KEY, RESIDENT, Place, newest, soon, token_for
from tests.sharing.postings.cards import CONFIRM, only, send


def test_a_card_goes_from_the_form_by_mail_and_the_coordinator_to_the_list(
    place: Place, client: Client, anna: Client
) -> None:
    assert send(client, place)["Location"] == f"{place.url}zelf/verstuurd/"
    token = token_for(RESIDENT)
    for _look in range(2):
        assert "Ladder van vier meter" in client.get(CONFIRM, {KEY: token}).content.decode()
    assert only().state == PostingState.SENT
    assert "Ladder" not in anna.get(f"{place.url}afspraken/").content.decode()

    own = client.post(CONFIRM, {KEY: token, "doe": "ja"})["Location"]
    assert "al bevestigd" in client.post(CONFIRM, {KEY: token, "doe": "ja"}).content.decode()
    assert "leest het eerst" in client.get(own).content.decode()
    assert "Ladder" not in client.get(place.url).content.decode()
    for path in (f"{place.url}afspraken/", "/kernen/oosterdorp/start/"):
        assert f"briefjes/{only().key}/" in anna.get(path).content.decode()

    page = f"{place.url}briefjes/{only().key}/"
    shown = anna.get(page).content.decode()
    assert "Goudplevier" in shown
    assert RESIDENT not in shown
    values = {
        "doe": "plaatsen",
        "label": "Ladder, 4 meter",
        "description": "Aluminium",
        "kind": "materiaal",
        "token": str(uuid4()),
    }
    assert anna.post(page, values)["Location"] == page
    assert anna.post(page, values)["Location"] == page  # a double click
    listed = client.get(place.url).content.decode()
    assert "Ladder, 4 meter" in listed
    assert "Een inwoner" in listed
    assert "Goudplevier" not in listed
    assert newest(RESIDENT).subject == "Uw briefje staat op de lijst"
    detail = client.get(only().offer.get_absolute_url()).content.decode()
    assert "Dit is van een inwoner" in detail
    assert not [word for word in ("goudplevier", "ijsvogel", "karekiet") if word in detail.lower()]


def test_the_short_name_holds_no_word_of_the_resident(placed: Posting) -> None:
    assert placed.offer.slug == "aanbod-inwoner-materiaal"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"type": ""}, "type"),
        ({"kind": ""}, "kind"),
        ({"label": " "}, "label"),
        ({"label": "Nummer 111222333"}, "label"),
        ({"description": "Mijn nummer is 111222333"}, "description"),
        ({"first_name": "111222333"}, "first_name"),
        ({"last_day": ""}, "last_day"),
        ({"last_day": str(soon(-1))}, "last_day"),
        ({"last_day": str(soon(200))}, "last_day"),
        ({"first_day": str(soon(9)), "last_day": str(soon(8))}, "last_day"),
        ({"kern": "bestaat-niet"}, "kern"),
        ({"email": "geen adres"}, "email"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(
    values: dict[str, str], field: str, place: Place, client: Client
) -> None:
    answer = send(client, place, **values)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert "Aluminium, karekiet" in answer.content.decode() or field == "description"
    assert not Posting.objects.exists()


@pytest.mark.parametrize("words", ["Bel 06-12345678", "Mail naar a@voorbeeld.nl", "Voor iemand met dementie"])
def test_what_may_be_better_not_said_is_asked_about_for_that_very_text(
    words: str, place: Place, client: Client
) -> None:
    asked = send(client, place, description=words)
    assert asked.status_code == 422
    assert "Weet u het zeker?" in asked.content.decode()
    seen = asked.context["seen"]
    assert send(client, place, description=f"{words}, en meer", gezien=seen).status_code == 422
    assert send(client, place, description=words, gezien=seen).status_code == 302


def test_mails_hold_nothing_that_was_typed(placed: Posting, place: Place) -> None:
    keeping.change(placed, {"label": "Trap karekiet"}, version=placed.words.version)
    decline(only(), "Liever geen karekiet", acting_user=place.user)
    sent = OutboxMail.objects.filter(to=RESIDENT)
    assert sent.count() == 3
    said = " ".join(f"{one.subject} {one.text} {one.html}" for one in sent).lower()
    assert not [word for word in ("ladder", "trap", "karekiet", "goudplevier", "ijsvogel") if word in said]


def test_who_did_not_fill_it_in_throws_it_away(place: Place, client: Client) -> None:
    send(client, place, shows_name="on")
    assert client.post(CONFIRM, {KEY: token_for(RESIDENT), "doe": "nee"}).status_code == 200
    assert not Posting.objects.exists()
    assert not Posting.history.exists()
    assert not OutboxMail.objects.exists()


def test_who_goes_back_and_mends_the_address_gets_the_mail_there(place: Place, client: Client) -> None:
    token = str(uuid4())
    send(client, place, token=token, email="tikvout@voorbeeld.nl")
    assert "tikvout@voorbeeld.nl" in client.get(f"{place.url}zelf/verstuurd/").content.decode()
    for _click in range(2):
        assert send(client, place, token=token).status_code == 302
    assert only().words.email == RESIDENT
    assert [one.to for one in OutboxMail.objects.all()] == [RESIDENT]


def test_who_goes_back_and_mends_the_words_has_the_new_ones(place: Place, client: Client) -> None:
    token = str(uuid4())
    send(client, place, token=token, label="Lader")
    for _click in range(2):
        assert send(client, place, token=token, label="Ladder", shows_name="on").status_code == 302
    assert only().words.label == "Ladder"
    assert may_show_name(only())
    assert [one.to for one in OutboxMail.objects.all()] == [RESIDENT]
    client.post(CONFIRM, {KEY: token_for(RESIDENT), "doe": "ja"})
    send(client, place, token=token, label="Trap", shows_name="on")  # another one, with the same window
    assert sorted(one.words.label for one in Posting.objects.all()) == ["Ladder", "Trap"]


def test_a_double_click_makes_one_and_five_an_hour_is_enough(place: Place, client: Client) -> None:
    token = str(uuid4())
    assert [send(client, place, token=token).status_code for _ in range(3)] == [302] * 3
    assert Posting.objects.count() == 1
    assert [send(client, place).status_code for _ in range(5)] == [302] * 4 + [429]
    assert OutboxMail.objects.filter(to=RESIDENT).count() == 3


def test_a_sixth_card_of_one_address_is_told_to_who_reads_its_mail_only(place: Place, client: Client) -> None:
    for number in range(posts.MOST_OPEN):
        one = posts.post_as_resident(
            kern=place.kern,
            type="aanbod",
            kind="kennis",
            label=f"Les {number}",
            last_day=soon(9),
            email=RESIDENT,
        )
        Posting.objects.filter(pk=one.pk).update(state=PostingState.NEW)
    assert send(client, place).status_code == 302
    token = token_for(RESIDENT)
    answer = client.post(CONFIRM, {KEY: token, "doe": "ja"})
    assert answer.status_code == 422
    assert "U hebt al 5 briefjes hangen" in answer.content.decode()
    Posting.objects.filter(pk=one.pk).update(state=PostingState.ENDED)
    assert client.post(CONFIRM, {KEY: token, "doe": "ja"}).status_code == 302
