"""A card is found, goes with another, and both talk through the app."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sharing.models import Loan, Posting, PostingState
from sharing.services import posting as posts
from sharing.services.placing import place as put_up
from tests.sharing.conftest import KEY, RESIDENT, Place, newest, soon, token_for
from tests.sharing.postings.cards import OWN, only


def test_what_goes_with_it_is_shown_to_both_sides_also_between_residents(
    placed: Posting, place: Place, client: Client
) -> None:
    other = posts.post_as_resident(
        kern=place.kern, type="vraag", kind="materiaal", label="Wie heeft een ladder?", last_day=soon(9), email="meerkoet@voorbeeld.nl"
    )  # fmt: skip
    Posting.objects.filter(pk=other.pk).update(state=PostingState.NEW)
    need = put_up(
        other, acting_user=place.user, kind="materiaal", label="Wie heeft een ladder?", description=""
    )
    assert "Er staat al 1 ding op de lijst" in newest("meerkoet@voorbeeld.nl").text
    assert newest(RESIDENT).subject == "Er is iets dat bij uw briefje past"
    assert need.title in client.get(OWN, {KEY: token_for(RESIDENT)}).content.decode()
    assert (
        "Ladder van vier meter" in client.get(OWN, {KEY: token_for("meerkoet@voorbeeld.nl")}).content.decode()
    )
    assert need.title in client.get(placed.offer.get_absolute_url()).content.decode()


def test_contact_goes_through_the_app_until_both_agree(placed: Posting, place: Place, client: Client) -> None:
    url = f"{placed.offer.get_absolute_url()}vragen/"
    asked = {"text": "Mag ik hem zaterdag?", "email": "meerkoet@voorbeeld.nl"}
    assert Client().post(url, asked).status_code == 302
    client.post("/delen/bevestigen/", {KEY: token_for("meerkoet@voorbeeld.nl"), "doe": "ja"})
    assert newest(RESIDENT).subject == "Iemand vraagt u iets"
    side = "/delen/afspraak/"
    page = client.get(side, {KEY: token_for(RESIDENT)}).content.decode()
    assert "Mag ik hem zaterdag?" in page
    assert "<dd>U</dd>" in page  # who reads it is told apart from the other resident
    assert "<dd>Een inwoner</dd>" in page
    assert "meerkoet" not in page
    client.post(side, {KEY: token_for(RESIDENT), "doe": "ja"})
    answer = client.get(side, {KEY: token_for("meerkoet@voorbeeld.nl")}).content.decode()
    assert "Goudplevier" in answer
    assert RESIDENT not in answer
    client.post(side, {KEY: token_for("meerkoet@voorbeeld.nl"), "doe": "adres"})
    client.post(side, {KEY: token_for(RESIDENT), "doe": "adres"})
    assert RESIDENT in client.get(side, {KEY: token_for("meerkoet@voorbeeld.nl")}).content.decode()
    assert "Wie contact zocht" in client.get(OWN, {KEY: posts.own_link(only())}).content.decode()


def test_a_coordinator_sees_the_loan_and_speaks_for_neither(
    placed: Posting, place: Place, client: Client, anna: Client
) -> None:
    assert placed.offer
    loan = Loan.objects.create(offer=placed.offer, borrower=place.club, state="gevraagd")
    page = f"{place.url}afspraken/{loan.pk}/"
    assert anna.get(page).status_code == 200
    assert anna.post(page, {"kant": "uitlener", "doe": "ja"}).status_code == 422


def test_the_list_costs_the_same_for_one_card_and_for_many(
    placed: Posting, place: Place, client: Client
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            client.get(place.url)
        return len(found)

    few = queries()
    for number in range(12):
        one = posts.post_as_resident(
            kern=place.kern, type="aanbod", kind="kennis", label=f"Les {number}", last_day=soon(9), email=f"m{number}@voorbeeld.nl",
            first_name="Meerkoet", shows_name=True,
        )  # fmt: skip
        Posting.objects.filter(pk=one.pk).update(state=PostingState.NEW)
        put_up(one, acting_user=place.user, kind="kennis", label=f"Les {number}", description="")
    assert queries() == few
    assert client.get(place.url).content.decode().count("Meerkoet") == 12
