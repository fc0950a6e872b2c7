"""What a figure is called and what it tells: asked, never decided."""

import pytest

from facts.judging import (
    COUNTS_DOING,
    NO_BEGINNING,
    counts_doing,
    counts_people,
    doubts_about_outcome,
    rounded_people,
)


@pytest.mark.parametrize(
    ("quantity", "unit"),
    [
        ("buurtactiviteiten", "activiteiten"),
        ("bezoekers concert op het plein", "personen"),
        ("deelnemers dinsdaggroep", "personen"),
        ("Gesprekken aan de keukentafel", "aantal"),
        ("open dagdelen", "dagdelen per week"),
        ("koffie in het dorpshuis", "keer"),
        ("huisbezoeken", ""),
        ("gezondheidscursussen", "aantal"),
        ("veiligheidsbijeenkomst", "bijeenkomsten"),
        ("vrijwilligerswerk", "uren"),
        ("INITIATIEVEN", "stuks"),
        ("cliëntgesprekken", ""),
    ],
)
def test_a_count_of_what_was_done_is_seen(quantity: str, unit: str) -> None:
    assert counts_doing(quantity, unit)
    assert doubts_about_outcome(quantity, unit, has_beginning=True) == [COUNTS_DOING]


@pytest.mark.parametrize(
    ("quantity", "unit"),
    [
        ("inwoners die hun buren kennen", "procent"),
        ("bezoekers die zich minder eenzaam voelen", "procent"),
        ("inwoners die zich 's avonds veilig voelen", "procent"),
        ("ouderen die langer zelfstandig wonen", "personen"),
        ("leeftijd De Buitensluis", "jaar"),
        ("rapportcijfer voor het dorp", ""),
        ("zorgvraag na deelname", "procent"),
        ("huurachterstanden", "huishoudens"),
        ("", ""),
    ],
)
def test_what_people_notice_is_not(quantity: str, unit: str) -> None:
    assert not counts_doing(quantity, unit)
    assert doubts_about_outcome(quantity, unit, has_beginning=True) == []


def test_a_change_without_a_beginning_is_asked_about() -> None:
    assert doubts_about_outcome("vertrouwen", "cijfer", has_beginning=False) == [NO_BEGINNING]
    assert doubts_about_outcome("feesten", "", has_beginning=False) == [COUNTS_DOING, NO_BEGINNING]


@pytest.mark.parametrize(
    ("quantity", "unit", "is_people"),
    [
        ("initiatiefnemers Bij de oma's", "personen", True),
        ("participanten", "partijen en personen", True),
        ("bezoekers", "aantal", True),
        ("bezoekers", "", True),
        ("Cliënten", "stuks", True),
        ("bezoekers", "procent", False),
        ("uitloop concert", "minuten", False),
        ("samenwerkingspartners", "organisaties", False),
    ],
)
def test_numbers_of_persons_are_known_by_their_words(quantity: str, unit: str, is_people: bool) -> None:
    assert counts_people(quantity, unit) is is_people


@pytest.mark.parametrize(
    ("count", "told"), [(0, None), (9.9, None), (10, 10), (12, 10), (13, 15), (498, 500)]
)
def test_small_numbers_of_persons_are_not_told(count: float, told: int | None) -> None:
    assert rounded_people(count) == told
