"""Facts are written down, corrected, ended and taken back; an outcome that may be output is never silently one."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from changes.models import Change
from changes.services import undo, version_of
from facts.models import Fact
from facts.services import add_fact, change_fact, end_fact
from tests.facts.conftest import FILLED
from wijkweb.kit.partial_dates import PartialDate

PAGE, NEW = "/kernen/oosterdorp/feiten/", "/kernen/oosterdorp/feiten/nieuw/"
ASKED = "maar het telt wat er gedaan is"
NO_BEGINNING = "maar er staat niet bij hoe het eerst was"


def add(place: Any, **more: Any) -> Fact:
    values: dict[str, Any] = {
        "kind": "output", "quantity": "bijeenkomsten", "value": Decimal("12"), "unit": "bijeenkomsten",
        "dated_on": PartialDate(2026, 6), "source": "jaarplanning",
    }  # fmt: skip
    return add_fact(acting_user=place.anna, kern=place.kern, **{**values, **more})


def edit_form(fact: Fact, **more: Any) -> dict[str, Any]:
    filled = {
        "kind": fact.kind, "quantity": fact.quantity, "value": fact.written_value, "unit": fact.unit, "dated_on": str(fact.dated_on),
        "source": fact.source, "version": version_of(fact),
    }  # fmt: skip
    return {**filled, **more}


def test_a_figure_is_written_down_with_all_that_belongs_to_it(place: Any, coordinator: Client) -> None:
    answer = coordinator.post(NEW, {**FILLED, "value": "12,50"})
    fact = Fact.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"{PAGE}#feit-{fact.pk}")
    assert (fact.written_value, str(fact.started_on), fact.doubt) == (
        "12.50",
        "2026-01",
        "uit het hoofd geteld",
    )
    page = coordinator.get(PAGE).content.decode()
    for words in (
        "12,50",
        "januari 2026 – juni 2026",
        "uit het hoofd geteld",
        "jaarplanning",
        "Output: wat er gedaan is",
    ):
        assert words in page
    assert page.index("Uitkomst: wat er voor mensen veranderde") < page.index("Output: wat er gedaan is")
    assert "Ongedaan maken" in page


def test_calling_a_count_of_activities_an_outcome_is_asked_about(place: Any, coordinator: Client) -> None:
    sent = {**FILLED, "kind": "uitkomst", "base_value": "8"}
    answer = coordinator.post(NEW, sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert ASKED in page
    assert "Noem het output" in page
    assert "bijeenkomsten in het dorpshuis" in page
    assert not Fact.objects.exists()
    reason = "Buren spreken elkaar nu elke week."
    assert coordinator.post(NEW, {**sent, "outcome_reason": reason}).status_code == 302
    shown = coordinator.get(PAGE).content.decode()
    assert "Dit telt wat er gedaan is." in shown
    assert reason in shown


@pytest.mark.parametrize("reason", ["", "  \n "])
def test_the_service_asks_too(place: Any, reason: str) -> None:
    with pytest.raises(ValidationError, match=ASKED):
        add(
            place, kind="uitkomst", base_value=Decimal(1), started_on=PartialDate(2025), outcome_reason=reason
        )
    assert not Fact.objects.exists()
    assert not Change.objects.exists()


def test_what_was_output_does_not_become_an_outcome_silently(place: Any, coordinator: Client) -> None:
    fact = add(place)
    answer = coordinator.post(f"/feiten/{fact.pk}/bewerken/", edit_form(fact, kind="uitkomst"))
    assert answer.status_code == 422
    for words in (ASKED, NO_BEGINNING):
        assert words in answer.content.decode()
    fact.refresh_from_db()
    assert fact.kind == "output"


def test_one_button_calls_it_output(place: Any, coordinator: Client) -> None:
    assert coordinator.post(NEW, {**FILLED, "kind": "uitkomst", "wordt-output": "ja"}).status_code == 302
    assert Fact.objects.get().kind == "output"


def test_a_change_for_people_with_a_beginning_is_not_asked_about(place: Any, coordinator: Client) -> None:
    sent = {
        **FILLED,
        "kind": "uitkomst",
        "quantity": "inwoners die hun buren kennen",
        "unit": "procent",
        "base_value": "41",
        "value": "55,5",
        "started_on": "2024",
    }
    assert coordinator.post(NEW, sent).status_code == 302
    page = Client().get(PAGE).content.decode()
    assert "Eerst 41 (2024), daarna gemeten: juni 2026" in page
    assert "55,5" in page
    assert "line-chart" in page


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"kind": ""}, "Kies wat dit voor cijfer is"),
        ({"kind": "gevolg"}, "gevolg"),
        ({"value": "veel"}, "Vul een getal in"),
        ({"value": "-1"}, "Vul een getal in"),
        ({"value": "1e9"}, "Vul een getal in"),
        ({"value": "9" * 17}, "Vul een getal in"),
        ({"base_value": "3", "started_on": ""}, "hoort een datum"),
        ({"dated_on": "2199"}, "Deze dag moet nog komen."),
        ({"started_on": "2026-07"}, "De meting ligt vóór het begin van de periode."),
        ({"source": ""}, "Schrijf op waar dit cijfer vandaan komt."),
        ({"description": "BSN 111222333"}, "burgerservicenummer"),
    ],
)
def test_what_is_wrong_is_said_and_all_input_is_kept(
    place: Any, coordinator: Client, wrong: Any, message: str
) -> None:
    answer = coordinator.post(NEW, {**FILLED, **wrong})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert message in page
    assert "uit het hoofd geteld" in page
    assert not Fact.objects.exists()


def test_the_database_keeps_a_beginning_with_its_day(place: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Fact.objects.create(
            kern=place.kern, dated_on=PartialDate(2026), quantity="x", unit="y", value=1, base_value=1
        )


def test_a_double_click_writes_it_down_once(place: Any, coordinator: Client) -> None:
    token = re.search(r'name="token" value="([^"]+)"', coordinator.get(NEW).content.decode())
    assert token
    answers = [coordinator.post(NEW, {**FILLED, "token": token[1]}) for _turn in range(2)]
    assert Fact.objects.count() == 1
    assert [answer.status_code for answer in answers] == [302, 302]


def test_two_at_once_see_both_versions(place: Any, coordinator: Client) -> None:
    fact = add(place, value=Decimal("2.5"))
    sent = edit_form(fact, value="7")
    change_fact(fact, {"value": Decimal("4.25")}, acting_user=place.anna)
    answer = coordinator.post(f"/feiten/{fact.pk}/bewerken/", sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    for words in ("Het was: 2,5", "4,25", "7"):
        assert words in page
    kept = coordinator.post(
        f"/feiten/{fact.pk}/bewerken/",
        {**sent, "keuze-value": "van-hen", "gezien": version_of(fact), "doubt": "wie telde er?"},
    )
    fact.refresh_from_db()
    assert (kept.status_code, fact.written_value, fact.doubt) == (302, "4.25", "wie telde er?")


def test_a_correction_is_taken_back_and_its_history_stays(place: Any, coordinator: Client) -> None:
    fact = add(place)
    change = change_fact(fact, {"value": Decimal("13.5")}, acting_user=place.anna)
    undo(change, acting_user=place.anna)
    fact.refresh_from_db()
    assert fact.written_value == "12"
    history = coordinator.get(f"/feiten/{fact.pk}/geschiedenis/").content.decode()
    assert "13,5" in history
    assert "12" in history


def test_nothing_changed_is_said(place: Any, coordinator: Client) -> None:
    fact = add(place)
    answer = coordinator.post(f"/feiten/{fact.pk}/bewerken/", edit_form(fact), follow=True)
    assert "Er is niets gewijzigd." in answer.content.decode()


def test_an_ended_figure_stays_to_be_read(place: Any, coordinator: Client) -> None:
    fact = add(place)
    sent = {"ended_on": "2026-07", "reason": "niemand telt meer"}
    assert coordinator.post(f"/feiten/{fact.pk}/beeindigen/", sent).status_code == 302
    page = Client().get(PAGE).content.decode()
    assert page.index("Niet meer bijgehouden") < page.index("niemand telt meer")
    again = coordinator.post(f"/feiten/{fact.pk}/beeindigen/", sent)
    assert again.status_code == 422
    assert "al afgesloten" in again.content.decode()
    assert "bijeenkomsten" not in Client().get("/kernen/oosterdorp/").content.decode()
    undo(Change.objects.first(), acting_user=place.anna)  # type: ignore[arg-type]
    fact.refresh_from_db()
    assert fact.ended_on is None


def test_ending_takes_the_figure_as_it_is_stored(place: Any) -> None:
    fact = add(place)
    change_fact(Fact.objects.get(), {"doubt": "later geschreven"}, acting_user=place.anna)
    end_fact(fact, acting_user=place.anna, on=PartialDate(2026))
    assert Fact.objects.get().doubt == "later geschreven"


def test_small_numbers_of_persons_are_for_who_looks_after_the_kern(place: Any, coordinator: Client) -> None:
    add(place, quantity="initiatiefnemers", unit="personen", value=Decimal(7))
    add(place, quantity="toehoorders", unit="mensen", value=Decimal(43))
    add(place, quantity="koren", unit="organisaties", value=Decimal(3))
    for path in (PAGE, "/kernen/oosterdorp/"):
        own, others = coordinator.get(path).content.decode(), Client().get(path).content.decode()
        assert ">7<" in own or "7 personen" in own
        assert ">43<" in own or "43 mensen" in own
        assert "minder dan 10" in others
        for hidden in (">7<", "7 personen", ">43<", "43 mensen"):
            assert hidden not in others
        assert ">45<" in others or "45 mensen" in others
        assert ">3<" in others or "3 organisaties" in others


def test_the_same_quantity_is_one_line_over_time(place: Any) -> None:
    for month, value in ((1, 3), (3, 5), (5, 8)):
        add(place, quantity="Koren", unit="koren", dated_on=PartialDate(2026, month), value=Decimal(value))
    page = Client().get(PAGE).content.decode()
    assert page.count('class="fact"') == 1
    assert "Eerder gemeten" in page
    assert page.count("line-chart__dot") == 4  # three dots, one of them the last


def test_the_ladder_asks_for_them_in_brief(place: Any) -> None:
    add(place)
    assert "/kernen/oosterdorp/feiten/" in Client().get("/kernen/oosterdorp/ladder/").content.decode()
    brief = Client().get(PAGE, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in brief
    assert "Output: wat er gedaan is" in brief
    assert "12" in brief


def test_a_kern_without_figures_says_so(place: Any) -> None:
    assert "zijn nog geen cijfers opgeschreven" in Client().get(PAGE).content.decode()


def test_the_page_costs_the_same_for_one_and_for_many(place: Any, coordinator: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert coordinator.get(PAGE).status_code == 200
        return len(caught)

    add(place)
    coordinator.get(PAGE)
    few = queries()
    for number in range(20):
        add(place, quantity=f"koren {number}", kind=("output", "achtergrond")[number % 2])
    assert queries() == few
    assert few <= 8
