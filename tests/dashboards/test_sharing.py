"""A kern decides what it shares: who writes it down, what is asked, and what stays of the decisions before it."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from accounts.models import Role
from changes.models import Change
from changes.services import undo
from dashboards.models import Shared, SharingDecision
from dashboards.services import decide
from tests.dashboards.conftest import TODAY, enter, share
from tests.factories import make_kern

PAGE = "/kernen/noord/delen-met-gemeente/"


def answers(**changed: Any) -> dict[str, Any]:
    return {
        "parts": ["ladder", "mensen"],
        "agreed": "Dorpsraad en school",
        "decided_on": "2026-11-20",
        "place": "Dorpshuis",
    } | changed


def latest(island: SimpleNamespace) -> SharingDecision:
    return SharingDecision.objects.in_force([island.north.pk])[island.north.pk]


def test_a_decision_is_written_down_and_holds(coordinator: Client, island: SimpleNamespace) -> None:
    answer = coordinator.post(PAGE, answers(), follow=True)
    assert answer.redirect_chain == [(PAGE, 302)]
    decision = latest(island)
    assert decision.parts == ["ladder", "mensen"]
    assert (decision.decided_on, decision.agreed, decision.place) == (
        date(2026, 11, 20), "Dorpsraad en school", "Dorpshuis",
    )  # fmt: skip
    assert decision.entered_by.name == "Anna"
    body = answer.content.decode()
    for words in (
        "Besloten op 20 november 2026",
        "Dorpsraad en school",
        "Anna",
        "Ongedaan maken",
        "tot 20 november 2026",
    ):
        assert words in body, words


def test_the_one_before_it_stays_as_it_was(coordinator: Client, island: SimpleNamespace) -> None:
    before = latest(island)
    coordinator.post(PAGE, answers())
    before.refresh_from_db()
    assert before.parts == [part.value for part in Shared]
    assert SharingDecision.objects.filter(kern=island.north).count() == 2


def test_a_decision_of_an_earlier_day_changes_nothing_now(
    coordinator: Client, island: SimpleNamespace
) -> None:
    now = latest(island)
    coordinator.post(PAGE, answers(decided_on="2025-03-01"))
    assert latest(island) == now


def test_to_share_nothing_is_a_decision(coordinator: Client, island: SimpleNamespace) -> None:
    coordinator.post(PAGE, answers(parts=[]))
    assert latest(island).parts == []
    assert "Niets meer dan wat er altijd staat." in coordinator.get(PAGE).content.decode()


def test_undone_the_one_before_holds_again(coordinator: Client, island: SimpleNamespace) -> None:
    before = latest(island)
    coordinator.post(PAGE, answers())
    change = Change.objects.latest("pk")
    assert change.kern == island.north
    undo(change, acting_user=None)
    assert latest(island) == before
    assert SharingDecision.history.filter(history_type="-").count() == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"agreed": " "}, "Schrijf op wie het ermee eens waren."),
        ({"decided_on": "2026-11-25"}, "Deze dag moet nog komen."),
        ({"decided_on": "morgen"}, "Dit is geen datum."),
        ({"decided_on": "2026-01-05"}, "Er is al een besluit van deze dag."),
        ({"parts": ["dossiers"]}, "dossiers"),
        ({"agreed": "Jan, 123456782"}, "burgerservicenummer"),
    ],
)
def test_what_is_wrong_comes_back_with_all_that_was_typed(
    wrong: dict[str, Any], words: str, coordinator: Client, island: SimpleNamespace
) -> None:
    answer = coordinator.post(PAGE, answers(place="In de kantine") | wrong)
    body = answer.content.decode()
    assert answer.status_code == 422
    assert words in body
    assert "In de kantine" in body
    assert SharingDecision.objects.filter(kern=island.north).count() == 1


def test_sent_twice_it_is_written_once(coordinator: Client, island: SimpleNamespace) -> None:
    token = str(coordinator.get(PAGE).context["form"]["token"].value())
    for _turn in range(2):
        assert coordinator.post(PAGE, answers(token=token)).headers["Location"] == PAGE
    assert SharingDecision.objects.filter(kern=island.north).count() == 2


def test_a_kern_without_a_municipality_may_decide_too(db: None, today: date) -> None:
    kern = make_kern("Los Dorp")
    client = enter(Role.COORDINATOR, kern)
    body = client.get("/kernen/los-dorp/delen-met-gemeente/").content.decode()
    assert "hoort in Wijkweb bij geen gemeente" in body
    assert "Er is nog niets besloten." in body


def test_the_service_refuses_what_does_not_exist(island: SimpleNamespace) -> None:
    with pytest.raises(ValueError, match="dossiers"):
        decide(island.south, acting_user=None, decided_on=TODAY, parts=["dossiers"], agreed="raad")
    with pytest.raises(ValidationError):
        decide(island.south, acting_user=None, decided_on=TODAY, parts=[], agreed="  ")
    assert not SharingDecision.objects.filter(kern=island.south).exists()


def test_the_page_costs_the_same_for_many_decisions(
    coordinator: Client, island: SimpleNamespace, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(12) as few:
        coordinator.get(PAGE)
    for month in range(2, 11):
        share(island.north, Shared.LADDER, day=date(2026, month, 1))
    with django_assert_max_num_queries(12) as many:
        coordinator.get(PAGE)
    assert len(many) == len(few)
