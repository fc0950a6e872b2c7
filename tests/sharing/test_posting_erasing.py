"""Who erases a card leaves no word behind, anywhere; what stays says nothing about a person."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from initiatives.models import Offer
from keeping import ledger
from keeping.models import Erasure
from post.models import MailLink, OutboxMail
from sharing import consents
from sharing.models import Contact, Loan, Message, Posting, PostingState, PostingWords, Side
from sharing.services import keeping, lending, talking
from sharing.services import posting as posts
from sharing.services.placing import place as put_up
from tests.residents.conftest import everything
from tests.sharing.conftest import KEY, RESIDENT, Place, newest, soon, token_for
from wijkweb.kit.sealed import mark_of

OWN = "/delen/briefje/"
# A word in everything that this resident, or the coordinator or another about it, wrote.
CANARIES = (
    "ijsvogel",
    "goudplevier",
    "baardman",
    "steltkluut",
    "porseleinhoen",
    "waterral",
    "zilverreiger",
    "kwikstaart",
)


@pytest.fixture
def lived(place: Place, client: Client) -> Posting:
    """A card to which everything happened, with another resident who counts on it."""
    posting = posts.post_as_resident(
        kern=place.kern, type="aanbod", kind="materiaal", label="Ladder van baardman", description="Met steltkluut",
        last_day=soon(60), email=RESIDENT, first_name="Goudplevier", shows_name=True,
    )  # fmt: skip
    Posting.objects.filter(pk=posting.pk).update(state=PostingState.NEW, confirmed_at=timezone.now())
    posting.refresh_from_db()
    offer = put_up(
        posting,
        acting_user=place.user,
        kind="materiaal",
        label="Ladder baardman",
        description="porseleinhoen",
    )
    posting = Posting.objects.with_words().get()
    keeping.change(posting, {"label": "Trap van waterral"}, version=posting.words.version)
    client.post(
        f"{offer.get_absolute_url()}vragen/", {"text": "Beste zilverreiger", "email": "meerkoet@voorbeeld.nl"}
    )
    client.post("/delen/bevestigen/", {KEY: token_for("meerkoet@voorbeeld.nl"), "doe": "ja"})
    loan = Loan.objects.get()
    lending.agree(loan)
    talking.write(loan, Side.LENDER, "Dat is goed, zei de kwikstaart")
    return Posting.objects.with_words().get()


def test_no_word_stays_in_the_database_the_outbox_the_pages_or_the_exports(
    lived: Posting, place: Place, client: Client, anna: Client, tmp_path: Path
) -> None:
    words = lived.words
    assert (words.label, words.first_name) == (
        "Trap van waterral",
        "Goudplevier",
    )  # sealed: not in the clear below
    assert {word for word in CANARIES if word in everything()} == set(CANARIES) - {"steltkluut"}, (
        "else it could not fail"
    )
    slug, counted = lived.offer.slug, Loan.objects.count()
    assert client.post(OWN, {KEY: posts.own_link(lived), "doe": "wis"}).status_code == 422
    answer = client.post(OWN, {KEY: posts.own_link(lived), "doe": "wis", "zeker": "1"})
    assert answer["Location"] == f"{OWN}gewist/"
    after = everything()
    assert not [word for word in CANARIES if word in after]
    for model in (PostingWords, Contact, Message, MailLink):
        assert not model.objects.exists()
    assert list(OutboxMail.objects.values_list("to", "subject")) == [
        ("meerkoet@voorbeeld.nl", "Het is afgezegd")
    ]
    assert KEY not in OutboxMail.objects.get().text
    for path in (
        place.url,
        f"{place.url}afspraken/",
        f"{place.url}briefjes/{lived.key}/",
        "/kernen/oosterdorp/",
        "/wijzigingen/",
    ):
        text = anna.get(path).content.decode().lower()
        assert not [word for word in CANARIES if word in text], path
    assert client.get(f"{place.url}{slug}/").status_code == 404
    call_command("export_package", str(tmp_path / "uit"), stdout=io.StringIO())
    files = " ".join(one.read_text("utf-8") for one in (tmp_path / "uit").rglob("*") if one.is_file()).lower()
    assert "bus met acht plaatsen" in files
    assert not [word for word in CANARIES if word in files]
    lived.refresh_from_db()
    assert (lived.state, lived.erased_on) == (PostingState.ENDED, timezone.localdate())
    assert Loan.objects.count() == counted
    assert Loan.objects.get().state == "afgezegd"


def test_a_second_time_changes_nothing(lived: Posting) -> None:
    keeping.erase(lived)
    before = everything()
    keeping.erase(lived)
    assert everything() == before


def test_another_card_of_the_same_person_stays(lived: Posting, place: Place) -> None:
    other = posts.post_as_resident(
        kern=place.kern, type="vraag", kind="kennis", label="Leren breien", last_day=soon(9), email=RESIDENT
    )
    keeping.erase(lived)
    assert PostingWords.objects.get().posting == other
    assert newest(RESIDENT).purpose == f"posting-{other.pk}"


def test_what_a_resident_typed_is_not_in_the_clear_before_it_is_public(place: Place) -> None:
    posts.post_as_resident(
        kern=place.kern, type="aanbod", kind="materiaal", label="Ladder baardman", description="steltkluut",
        last_day=soon(60), email=RESIDENT, first_name="Goudplevier", with_mail=False,
    )  # fmt: skip
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"select * from {PostingWords._meta.db_table}")
        stored = str(cursor.fetchall()).lower()
    assert not [word for word in CANARIES if word in stored]


def test_a_card_is_no_row_of_the_package(lived: Posting, tmp_path: Path) -> None:
    call_command("export_package", str(tmp_path / "uit"), stdout=io.StringIO())
    text = (tmp_path / "uit" / "deelaanbod.csv").read_text("utf-8")
    assert len(text.strip().splitlines()) == 1 + Offer.objects.filter(partner__isnull=False).count()


def test_a_backup_of_before_is_erased_again_and_a_no_to_the_name_too(
    lived: Posting, tmp_path: Path, settings: Any
) -> None:
    settings.ERASURE_LEDGER = str(tmp_path / "erasures")
    consents.record(lived, wanted=False)
    told = consents.text_of(lived)
    keeping.erase(lived)
    found = set(Erasure.objects.values_list("kind", "subject"))
    assert ("card", mark_of(lived.key.hex, "erased-card")) in found
    assert ("card-name", mark_of(told, "erased-card-name")) in found
    ledger.complete_file()
    # As it stands in a backup of before.
    Erasure.objects.all().delete()
    Posting.objects.filter(pk=lived.pk).update(erased_on=None)
    PostingWords.objects.create(posting=lived, email=RESIDENT, label="baardman", last_day=soon(9))
    ledger.catch_up()
    assert "baardman" not in everything()
    assert Posting.objects.get(pk=lived.pk).erased_on is not None
