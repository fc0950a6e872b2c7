"""The ladder as each sees it, and how much it costs."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from initiatives.models import Story
from ladder.models import Assessment
from ladder.services import Grounds, add_assessment
from tests.factories import make_initiative, make_person, make_user
from tests.ladder.conftest import YEAR_BEFORE, keep_figures
from wijkweb.kit.partial_dates import PartialDate

LADDER = "/kernen/oosterdorp/ladder/"


def text_of(response: Any) -> str:
    assert response.status_code == 200
    return " ".join(re.split(r"[ \n\t]+", response.content.decode()))  # a space that does not break stays one


def test_everybody_sees_the_rungs_with_public_signals_and_stories(kern: Any, client: Client) -> None:
    page = text_of(client.get(LADDER))
    assert "Elkaar kennen" in page
    assert "31%" in page
    assert "Hoger dan in juni 2025 (24%)" in page
    assert "20 november 2026" in page
    assert "80% op tijd bevestigd" in page
    assert "Zo begon het." in page
    assert "62%" not in page
    assert "Opschrijven waar wij staan" not in page


def test_the_rung_where_the_kern_says_it_stands_is_open_and_the_others_are_folded(
    kern: Any, client: Client
) -> None:
    def opened() -> list[str]:
        return re.findall(r'<details class="rung fold" id="trede-(\d)" open>', text_of(client.get(LADDER)))

    Assessment.objects.all().delete()
    assert opened() == ["1"]
    add_assessment(
        acting_user=make_user(),
        kern=kern.kern,
        assessed_on=PartialDate(2026, 11),
        rung=3,
        reason="Men doet mee.",
    )
    assert opened() == ["3"]
    assert text_of(client.get(LADDER)).count('<details class="rung fold" id="trede-') == 5


def test_who_looks_after_the_kern_sees_the_signals_with_persons(kern: Any, coordinator: Client) -> None:
    page = text_of(coordinator.get(LADDER))
    assert "62%" in page
    assert "Lager dan in juni 2025 (70%)" in page
    assert "Opschrijven waar wij staan" in page


def test_the_alderman_reads_what_everybody_reads(kern: Any, alderman: Client) -> None:
    page = text_of(alderman.get(LADDER))
    assert "31%" in page
    assert "62%" not in page
    assert alderman.get(f"{LADDER}nieuw/").status_code == 403
    assert alderman.post(f"{LADDER}nieuw/", {"rung": "5", "reason": "Het gaat goed."}).status_code == 403
    assert not Assessment.objects.exists()


def test_an_empty_kern_says_so(kern: Any, client: Client) -> None:
    from tests.factories import make_kern

    make_kern("Leeg")
    page = text_of(client.get("/kernen/leeg/ladder/"))
    assert "Deze kern heeft nog niet gezegd waar zij staat." in page
    assert page.count("Er is te weinig bekend om dit te zeggen.") == 16
    assert client.get("/kernen/nergens/ladder/").status_code == 404


def test_evidence_that_a_visitor_may_not_see_is_not_named(
    kern: Any, client: Client, coordinator: Client
) -> None:
    assessment = add_assessment(
        acting_user=make_user(), kern=kern.kern, assessed_on=PartialDate(2026, 11), rung=2, reason="Men groet elkaar.",
        grounds=Grounds(["connectedness"], [kern.story], [kern.table, kern.closed]),
    )  # fmt: skip
    for address in (LADDER, assessment.get_absolute_url()):
        page = text_of(client.get(address))
        assert "Buurttafel" in page
        assert "ransuil" not in page
        assert "en 1 die u niet mag zien" in page
        assert "ransuil" in text_of(coordinator.get(address))


def test_the_page_costs_as_many_queries_for_many_as_for_one(
    kern: Any, client: Client, coordinator: Client, django_assert_num_queries: Any
) -> None:
    _fill(kern, 1)
    with CaptureQueriesContext(
        connection,
    ) as few:
        coordinator.get(LADDER)
    assert len(few) <= 12
    _fill(kern, 8)
    with django_assert_num_queries(len(few)):
        coordinator.get(LADDER)
    with django_assert_num_queries(8):
        client.get(LADDER)


@pytest.mark.parametrize("path", ["/kernen/oosterdorp/lagen/", "/initiatieven/buurttafel/lagen/"])
def test_the_layers_cost_the_same_for_many(kern: Any, path: str, django_assert_num_queries: Any) -> None:
    client = Client()
    client.get(path)
    number = 4 if "kernen" in path else 3
    with django_assert_num_queries(number):
        client.get(path)
    _fill(kern, 8)
    with django_assert_num_queries(number):
        client.get(path)


def _fill(kern: Any, many: int) -> None:
    for number in range(many):
        when = PartialDate(2000 + many, number + 1)
        add_assessment(
            acting_user=make_user(), kern=kern.kern, assessed_on=when, rung=3, reason="Zo is het.",
            grounds=Grounds(["reach"], [kern.story], [kern.table]),
        )  # fmt: skip
        Story.objects.create(
            slug=f"v-{many}-{number}", kern=kern.kern, rung=3, title="Nog een", text="Nog een."
        )
        make_initiative(f"Initiatief {many} {number}", kern.kern, drivers=[kern.club])
        keep_figures(
            kern.kern, "kern", YEAR_BEFORE.replace(year=2010 - many, month=number + 1, day=1), reach=0.5
        )


def test_residents_who_carry_show_to_who_may_see_persons_alone(
    kern: Any, client: Client, coordinator: Client
) -> None:
    make_person("Overbuur kwikstaart", kern.kern)
    everybody = text_of(client.get("/initiatieven/buurttafel/lagen/"))
    assert "100%" in everybody
    assert "50%" not in everybody
    assert "Personen zijn hier niet meegeteld." in everybody
    own = text_of(coordinator.get("/initiatieven/buurttafel/lagen/"))
    assert "50%" in own
    for page in (everybody, own):
        assert "Zilverreiger" not in page
        assert "kwikstaart" not in page


def test_another_page_takes_the_layers_in_as_a_part(kern: Any, client: Client) -> None:
    part = text_of(client.get("/kernen/oosterdorp/lagen/", headers={"HX-Request": "true"}))
    assert "<html" not in part
    assert "Alle jaren in een tabel" in part


def test_the_sheet_counts_no_persons_unless_asked(kern: Any, coordinator: Client) -> None:
    sheet = text_of(coordinator.get(f"{LADDER}voorbereiden/"))
    assert "31%" in sheet
    assert "Op de fiets" in sheet
    own = text_of(coordinator.get(f"{LADDER}voorbereiden/?personen=ja"))
    assert "62%" in own
    assert "Niet uitdelen" in own
