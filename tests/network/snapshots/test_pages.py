"""The pages that show how far the figures are, and the command that fills in history."""

from datetime import date
from io import StringIO
from typing import Any
from unittest import mock
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from network.models import Snapshot, SnapshotRun
from network.snapshots import computing
from network.snapshots.running import mark_behind, recompute
from tests.network.village import Village, sign_in

ADDRESS = "/kernen/dorp/cijfers/"
OVERVIEW = "/beheer/cijfers/"


@pytest.fixture
def made(village: Village) -> Village:
    mark_behind([village.kern.pk])
    recompute(village.kern.pk)
    return village


def text_of(client: Client, path: str, **headers: str) -> str:
    answer = client.get(path, headers=headers)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_up_to_date_it_says_since_when_and_what_is_kept(made: Village, client: Client) -> None:
    sign_in(client, made, "coordinator")
    text = text_of(client, ADDRESS)
    assert "Bijgewerkt. Het laatst nagekeken op" in text
    count = Snapshot.objects.filter(audience="kern").count()
    assert f"Wie de kern bijhoudt: {count} dagen, van 30 juni 2015 tot en met" in text
    assert "hx-trigger" not in text


def test_while_somebody_is_at_it_the_page_shows_how_far_it_is(made: Village, client: Client) -> None:
    mark_behind([made.kern.pk])
    SnapshotRun.objects.filter(pk=made.kern.pk).update(
        claim=uuid4(), heartbeat=timezone.now(), step=3, steps=12
    )
    sign_in(client, made, "coordinator")
    text = text_of(client, ADDRESS)
    assert "Bezig: 3 van 12 dagen zijn bekeken." in text
    assert 'value="25"' in text
    part = text_of(client, ADDRESS, hx_request="true")
    assert part.startswith('<div class="snapshot-state" id="stand" hx-get="/kernen/dorp/cijfers/"')
    assert part in text


def test_what_did_not_succeed_is_said_without_the_words_of_a_record(made: Village, client: Client) -> None:
    sign_in(client, made, "coordinator")
    mark_behind([made.kern.pk])
    Snapshot.objects.all().delete()
    broken = mock.patch.object(computing.Walk, "_figures", side_effect=KeyError("mw-zilverreiger"))
    with broken:
        for _ in range(3):
            recompute(made.kern.pk)
    Snapshot.objects.create(
        kern=made.kern, audience="kern", day=date(2020, 1, 1), fingerprint="x", engine="x", duration_ms=1,
        values={}, figures={}, computed_at=timezone.now(),
    )  # fmt: skip
    with broken:
        text = text_of(client, ADDRESS)
    assert "Na de volgende wijziging wordt het weer geprobeerd." in text
    assert "Voor de beheerder: KeyError (" in text
    assert "Cijfers van 1 januari 2020. Sindsdien is er iets gewijzigd;" in text
    assert "zilverreiger" not in text
    sign_in(client, made, "administrator")
    text = text_of(client, OVERVIEW)
    assert 'Dorp <span class="muted">KeyError (' in text
    assert "zilverreiger" not in text


def test_the_coordinator_asks_for_another_look(made: Village, client: Client) -> None:
    sign_in(client, made, "coordinator")
    before = SnapshotRun.objects.get(pk=made.kern.pk).asked
    answer = client.post(f"{ADDRESS}bijwerken/", follow=True)
    assert "Alle cijfers van Dorp worden opnieuw nagekeken." in answer.content.decode()
    assert SnapshotRun.objects.get(pk=made.kern.pk).asked == before + 1


def test_the_administrator_sees_all_kernen_in_numbers(made: Village, client: Client) -> None:
    mark_behind([made.other.pk, made.region.pk])
    SnapshotRun.objects.filter(pk=made.other.pk).update(
        claim=uuid4(), heartbeat=timezone.now(), step=1, steps=4
    )
    sign_in(client, made, "administrator")
    text = text_of(client, OVERVIEW)
    assert "1 van 4 kernen zijn bijgewerkt." in text
    for words, number in (("Wacht", 1), ("Bezig", 1), ("Niet gelukt", 0), ("Nog nooit gevraagd", 1)):
        assert f"<dt>{words}</dt><dd>{number}</dd>" in text
    assert 'Buurdorp <span class="muted">1 van 4 dagen</span>' in text
    assert text_of(client, OVERVIEW, hx_request="true") in text


def test_the_number_of_queries_of_these_pages(
    made: Village, client: Client, django_assert_num_queries: Any
) -> None:
    sign_in(client, made, "coordinator")
    with django_assert_num_queries(8):
        client.get(ADDRESS)
    sign_in(client, made, "administrator")
    with django_assert_num_queries(7):
        client.get(OVERVIEW)


# --- the command --------------------------------------------------------------------------------------


def fill(**options: Any) -> str:
    out = StringIO()
    call_command("backfill_snapshots", stdout=out, **options)
    return out.getvalue()


def test_history_is_filled_in_for_one_kern_or_all(village: Village) -> None:
    assert fill(kern="dorp").startswith("Dorp: ")
    assert set(Snapshot.objects.values_list("kern__slug", flat=True)) == {"dorp"}
    assert len(fill().splitlines()) == 4
    assert set(Snapshot.objects.values_list("kern__slug", flat=True)) == {
        "dorp",
        "buurdorp",
        "streek",
        "leeg",
    }
    with pytest.raises(CommandError, match="Er is geen kern"):
        fill(kern="nergens")


def test_filling_in_again_changes_nothing(village: Village) -> None:
    fill()
    before = list(Snapshot.objects.order_by("pk").values())
    fill()
    assert list(Snapshot.objects.order_by("pk").values()) == before


def test_what_fails_is_named_and_the_others_go_on(village: Village) -> None:
    real = computing.figures_of

    def breaks(material: Any, **options: Any) -> Any:
        if "dorpskerk" in material.partners:
            raise ValueError
        return real(material, **options)

    with (
        mock.patch.object(computing, "figures_of", breaks),
        pytest.raises(CommandError, match="Dorp, Streek"),
    ):
        fill()
    assert set(Snapshot.objects.values_list("kern__slug", flat=True)) == {"buurdorp", "leeg"}
