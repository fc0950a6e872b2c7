"""What a resident does with the own card, behind a link by mail."""

from django.core import mail
from django.test import Client

from initiatives.models import Offer
from sharing.models import Posting, PostingState, SharingConsent
from sharing.services import posting as posts
from sharing.services.placing import decline
from sharing.services.placing import place as put_up
from tests.sharing.conftest import KEY, RESIDENT, Place, newest, soon, token_for
from tests.sharing.postings.cards import OWN, fields, only, press


def test_other_days_hold_at_once_and_other_words_are_read_first(
    placed: Posting, place: Place, client: Client
) -> None:
    press(client, "wijzig", **fields(last_day=str(soon(30))))
    assert only().state == PostingState.PLACED
    assert str(only().offer.ended_on) == str(soon(30))
    press(client, "wijzig", **fields(description="Nu met een roerdomp"))
    assert only().state == PostingState.CHANGED
    assert "roerdomp" not in client.get(only().offer.get_absolute_url()).content.decode()
    put_up(
        only(), acting_user=place.user, kind="materiaal", label="Ladder", description="Nu met een roerdomp"
    )
    assert "roerdomp" in client.get(only().offer.get_absolute_url()).content.decode()
    assert Offer.objects.filter(kern=place.kern).count() == 1


def test_new_words_that_are_not_placed_leave_those_from_before(
    placed: Posting, place: Place, client: Client
) -> None:
    press(client, "wijzig", **fields(label="Iets heel anders"))
    decline(only(), "Hang hier een ander briefje voor op", acting_user=place.user)
    assert only().state == PostingState.PLACED
    assert only().words.label == only().offer.label == "Ladder van vier meter"
    assert "een ander briefje" in client.get(OWN, {KEY: token_for(RESIDENT)}).content.decode()


def test_a_link_works_once_a_get_changes_nothing_and_a_refusal_keeps_it(
    placed: Posting, client: Client
) -> None:
    token = posts.own_link(placed)
    for _look in range(2):
        assert client.get(OWN, {KEY: token, "doe": "stop"}).status_code == 200
    assert press(client, "onzin", token).status_code == 422
    refused = press(client, "wijzig", token, **fields(last_day=str(soon(400)), label="Wat ik typte"))
    assert refused.status_code == 422
    assert "Wat ik typte" in refused.content.decode()
    further = press(client, "langer", token)
    assert further.status_code == 302
    assert press(client, "stop", token).status_code == 410
    assert only().state == PostingState.PLACED
    assert client.get(further["Location"]).status_code == 200


def test_a_window_that_was_overtaken_shows_both(placed: Posting, client: Client) -> None:
    old = fields(label="Uit het oude venster")
    press(client, "wijzig", **fields(label="Uit het nieuwe venster"))
    answer = press(client, "wijzig", **old)
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Uit het oude venster" in text
    assert "Uit het nieuwe venster" in text
    assert only().words.label == "Uit het nieuwe venster"


def test_a_month_longer_and_never_more_than_half_a_year(placed: Posting, client: Client) -> None:
    press(client, "langer")
    assert only().words.last_day == soon(90)
    assert str(only().offer.ended_on) == str(soon(90))
    for _press in range(5):
        press(client, "langer")
    assert only().words.last_day == soon(183)


def test_ending_takes_it_off_and_it_can_be_put_up_once_more(
    placed: Posting, place: Place, client: Client
) -> None:
    press(client, "stop")
    assert only().state == PostingState.ENDED
    assert press(client, "langer").status_code == 422  # an old page: it stands nowhere any more
    assert "Ladder" not in client.get(place.url).content.decode() or only().offer.is_over_on(soon(1))
    press(client, "wijzig", **fields(last_day=str(soon(20)), label="Ladder nog eens"))
    assert only().state == PostingState.NEW
    put_up(only(), acting_user=place.user, kind="materiaal", label="Ladder nog eens", description="")
    assert "Ladder nog eens" in client.get(place.url).content.decode()


def test_what_has_not_begun_yet_is_taken_off_as_well(waiting: Posting, place: Place, client: Client) -> None:
    press(client, "wijzig", **fields(first_day=str(soon(7))))
    put_up(only(), acting_user=place.user, kind="materiaal", label="Ladder van later", description="")
    assert press(client, "stop").status_code == 302
    assert only().state == PostingState.ENDED
    assert only().offer.is_over_on(soon(1))


def test_a_first_name_stands_with_it_only_while_that_is_agreed(
    placed: Posting, place: Place, client: Client
) -> None:
    press(client, "naam", toon="1")
    assert "Goudplevier" in client.get(place.url).content.decode()
    assert "Goudplevier" in client.get(only().offer.get_absolute_url()).content.decode()
    press(client, "naam")
    assert "Goudplevier" not in client.get(place.url).content.decode()
    assert list(SharingConsent.objects.values_list("is_given", flat=True)) == [True, False]
    assert placed.key.hex not in str(list(SharingConsent.objects.values_list()))


def test_everything_kept_can_be_taken_along(placed: Posting, client: Client) -> None:
    token = posts.own_link(placed)
    answer = client.get("/delen/briefje/gegevens/", {KEY: token})
    data = answer.json()
    assert data["van_u"]["e-mail"] == RESIDENT
    assert data["van_u"]["voornaam"] == "Goudplevier"
    assert data["op_de_lijst"]["meer_erover"] == "Met karekiet"
    assert client.get("/delen/briefje/gegevens/", {KEY: token}).status_code == 200
    assert client.get("/delen/briefje/gegevens/", {KEY: "onzin"}).status_code == 410


def test_a_new_link_is_sent_to_who_has_a_card(placed: Posting, client: Client) -> None:
    client.post("/delen/nieuwe-link/", {"email": RESIDENT})
    assert newest(RESIDENT).subject == "Hier is uw nieuwe link"
    assert client.get(OWN, {KEY: token_for(RESIDENT)}).status_code == 200
    assert mail.outbox is not None
