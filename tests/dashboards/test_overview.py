"""The overview of a municipality: what stands on it, in which order, what each kern decided, and what never does."""

import csv
import html
import io
import re
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Role
from dashboards.models import Shared
from dashboards.municipal import reading
from dashboards.services import publish_due
from places.models import Municipality
from tests.dashboards.conftest import add_kern, add_people, enter, keep_figures, share
from tests.factories import make_kern, make_user

PAGE, CSV = "/gemeenten/Het%20Eiland/", "/gemeenten/Het%20Eiland/overzicht.csv"
NORTH = f"{PAGE}kernen/noord/"


def text_of(client: Client, path: str = PAGE, status: int = 200) -> str:
    """What a reader reads, without the marks."""
    answer = client.get(path)
    assert answer.status_code == status, path
    body = re.sub(r"<head>.*?</head>", "", answer.content.decode(), flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def section(client: Client, heading: str, path: str = PAGE) -> str:
    """The text from a heading on until the next section."""
    found = re.search(
        rf'<section class="band" aria-labelledby="{heading}">(.*?)</section>|<h3 [^>]*id="{heading}">(.*?)</details>',
        client.get(path).content.decode(),
        re.S,
    )
    assert found, heading
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", found.group(1) or found.group(2))).split())


def rows_of(client: Client) -> list[list[str]]:
    answer = client.get(CSV)
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


def test_the_kernen_stand_by_name_whatever_their_figures_are(
    alderman: Client, island: SimpleNamespace
) -> None:
    keep_figures(add_kern("Écluse", island.municipality), date(2026, 11, 25), 0.99)
    body = alderman.get(PAGE).content.decode()
    for table in re.findall(r"<tbody.*?</tbody>", body, re.S):
        names = [
            name for name in re.findall(r'scope="row">(?:<a [^>]*>)?([^<]+)', table) if "samen" not in name
        ]
        assert names == [name for name in ("Écluse", "Midden", "Noord", "Zuid") if name in names]
    assert "sorteer" not in body.lower()
    assert "dichtheid" not in body.lower()


def test_what_is_always_there_and_what_a_kern_decided(alderman: Client) -> None:
    kernen = section(alderman, "kernen")
    assert "Noord Organisaties en groepen 14 Initiatieven 3" in kernen
    assert "Trede 3" in kernen
    assert "maart 2024" in kernen
    assert (
        "Midden Organisaties en groepen 14 Initiatieven 3 Waar de kern zegt te staan hier niet gedeeld"
        in kernen
    )
    assert "Trede 2" not in text_of(alderman)
    zuid = kernen.split("Zuid")[1]
    assert "14" in zuid
    assert "nog niets besloten: alleen deze regel" in zuid


def test_a_figure_stands_beside_that_of_a_year_before_with_its_doubt(alderman: Client) -> None:
    told = section(alderman, "connectedness")
    noord = told.split("Noord")[-1].split("Zuid")[0]
    for words in (
        "24 november 2026", "70", "20 november 2025", "12 van de 20 verbanden zijn afgeleid, niet verteld.", "80% is op tijd bevestigd.",
    ):  # fmt: skip
        assert words in noord, words
    assert "hier niet gedeeld" in told.split("Zuid")[1]


def test_what_cannot_be_said_says_why(alderman: Client) -> None:
    told = section(alderman, "connected_activities")
    assert "niet te zeggen" in told
    assert "in de laatste twaalf maanden geen activiteiten opgeschreven" in told


def test_every_kern_has_the_same_scale(alderman: Client, island: SimpleNamespace) -> None:
    keep_figures(island.north, date(2012, 6, 30), 0.1)
    bands = alderman.get(PAGE).context["bands"]
    for band in bands:
        charts = [cell.chart for cell in band.cells if cell.chart]
        assert len({(one.low, one.high, one.first, one.last) for one in charts}) <= 1
    assert bands[0].cells[0].chart.first == date(2012, 6, 30)
    assert {cell.chart.high for cell in bands[2].cells if cell.chart} == {2.5}


def test_what_asks_for_attention_is_about_the_web(alderman: Client) -> None:
    told = section(alderman, "aandacht")
    for words in (
        "In 1 levensgebied is nog niemand bekend: veiligheid.", "Van 2 organisaties en groepen is geen enkel verband bekend.",
        "Er hangt minder samen dan een jaar eerder.", "Het web leunt sterk op één organisatie.", "is van 2024",
    ):  # fmt: skip
        assert words in told, words
    assert "Zuid" not in told


def test_only_public_stories(alderman: Client) -> None:
    for path in (PAGE, NORTH):
        text = text_of(alderman, path)
        assert "Op de fiets" in text
        assert "ransuil" not in text


def test_the_calm_words_are_there(alderman: Client) -> None:
    for path in (PAGE, NORTH):
        text = text_of(alderman, path)
        assert "Meer activiteiten is niet meer samenhang." in text
        assert "Drie jaar is kort." in text


def test_counts_are_rounded_hidden_and_the_same_everywhere(alderman: Client, island: SimpleNamespace) -> None:
    share(island.south, Shared.PEOPLE)
    for kern, number in ((island.north, 113), (island.middle, 4), (island.south, 21)):
        add_people(kern, number)
    publish_due()
    told = section(alderman, "mensen")
    assert "Midden Inwoners en vrijwilligers niet getoond" in told
    assert "Noord Inwoners en vrijwilligers 115" in told
    assert "Zuid Inwoners en vrijwilligers niet getoond" in told
    assert "Deze kernen samen Inwoners en vrijwilligers 140" in told
    assert "Geteld op 22 november 2026" in told
    assert "115" in section(alderman, "mensen", NORTH)
    assert "niet getoond" in section(alderman, "mensen", f"{PAGE}kernen/midden/")
    counts = {row[0]: row[2] for row in rows_of(alderman) if row[1] == "Inwoners en vrijwilligers"}
    assert counts == {
        "Midden": "niet getoond", "Noord": "115", "Zuid": "niet getoond", "Deze kernen samen": "140",
    }  # fmt: skip
    for path in (PAGE, NORTH, CSV):
        assert not re.search(r"\b(113|138)\b", text_of(alderman, path)), path


def test_a_kern_that_takes_its_decision_back_is_gone_at_once(
    alderman: Client, island: SimpleNamespace
) -> None:
    add_people(island.north, 30)
    add_people(island.middle, 20)
    publish_due()
    assert "Midden Inwoners en vrijwilligers 20" in section(alderman, "mensen")
    share(island.middle, day=date(2026, 11, 23))
    assert "Midden" not in section(alderman, "mensen")
    assert not [row for row in rows_of(alderman) if row[0] == "Midden" and "nwoners" in row[1]]
    assert "hier niet gedeeld" in section(alderman, "connectedness").split("Midden")[1].split("Noord")[0]


def test_a_kern_that_shares_since_the_last_week_waits_for_the_next(
    alderman: Client, island: SimpleNamespace
) -> None:
    publish_due()
    share(island.south, Shared.PEOPLE)
    assert "Zuid Inwoners en vrijwilligers vanaf de volgende week" in section(alderman, "mensen")


def test_the_export_says_what_the_page_says_and_nothing_else(
    alderman: Client, island: SimpleNamespace
) -> None:
    add_people(island.north, 30)
    add_people(island.middle, 3)
    publish_due()
    text = text_of(alderman)
    rows = rows_of(alderman)
    for row in rows[1:]:
        for cell in row[2:]:
            for words in re.split(r" \((?=\d)|\)$|(?<=\.) ", cell.removeprefix("'")):
                assert words in text, row
    body = alderman.get(PAGE).content.decode()
    tables = re.findall(r'<table class="side side--(?:figure|people)".*?</table>', body, re.S)
    told = " ".join(" ".join(row) for row in rows)
    for table in tables:
        cells = [
            html.unescape(re.sub(r"<[^>]+>", " ", one))
            for one in re.findall(r"<td.*?</td>", table, re.S)
            if "<svg" not in one
        ]
        for number in re.findall(r"\d[\d,]*", " ".join(cells)):
            assert number in told, number
    assert len(rows) == 1 + 3 * 2 + 1 + 4 * 2 + 2 * 3  # parties and initiatives, one rung, figures, people


def test_a_name_that_looks_like_a_formula_runs_nowhere(alderman: Client, island: SimpleNamespace) -> None:
    island.north.name = "=HYPERLINK(1)"
    island.north.save()
    assert next(row[0] for row in rows_of(alderman) if "HYPER" in row[0]) == "'=HYPERLINK(1)"


@pytest.mark.parametrize("path", [PAGE, CSV])
def test_the_overview_costs_the_same_for_two_kernen_and_for_twenty(
    path: str, alderman: Client, island: SimpleNamespace, django_assert_max_num_queries: Any
) -> None:
    publish_due()
    alderman.get(path)
    with django_assert_max_num_queries(12) as few:
        alderman.get(path)
    for number in range(17):
        share(add_kern(f"Dorp {number}", island.municipality), *Shared)
    with django_assert_max_num_queries(12) as many:
        alderman.get(path)
    assert len(many) == len(few)


def test_a_page_of_a_kern_costs_the_same_however_much_there_is(
    alderman: Client, island: SimpleNamespace, django_assert_max_num_queries: Any
) -> None:
    alderman.get(NORTH)
    with django_assert_max_num_queries(12) as few:
        alderman.get(NORTH)
    for number in range(15):
        make_kern(f"Buurt {number}", parent=island.north)
        keep_figures(island.north, date(2015 + number % 11, 6, 1 + number), 0.5)
    with django_assert_max_num_queries(12) as many:
        alderman.get(NORTH)
    assert len(many) == len(few)


def test_the_overview_reads_no_table_with_persons_and_no_exact_count(
    alderman: Client, island: SimpleNamespace
) -> None:
    """There is no way from these pages to a person, because nothing about them is ever read."""
    publish_due()
    for path in (PAGE, CSV):
        with CaptureQueriesContext(connection) as asked:
            alderman.get(path)
        read = {table for query in asked for table in re.findall(r'(?:FROM|JOIN) "(\w+)"', query["sql"])}
        assert read <= {
            "django_session", "accounts_user", "accounts_membership", "places_municipality", "places_kern",
            "dashboards_sharingdecision", "network_snapshot", "network_snapshotrun", "ladder_assessment",
            "initiatives_story", "dashboards_publishedcount", "dashboards_weekofcounts",
        }, read  # fmt: skip


def test_an_old_municipality_keeps_its_page_and_the_new_one_has_its_kernen(island: SimpleNamespace) -> None:
    new = Municipality.objects.create(name="Nieuw Eiland")
    island.municipality.successor = new
    island.municipality.save()
    client = enter(Role.ALDERMAN, new)
    assert "Noord" in text_of(client, "/gemeenten/Nieuw%20Eiland/")
    assert text_of(client, "/gemeenten/Nieuw%20Eiland/kernen/noord/")
    text_of(client, PAGE, 404)
    assert "Noord" in text_of(enter(Role.ALDERMAN, island.municipality))


def test_a_municipality_without_kernen(db: None) -> None:
    place = Municipality.objects.create(name="Leeg Land")
    client = enter(Role.ALDERMAN, place)
    assert "Er staat nog geen kern van deze gemeente in Wijkweb." in text_of(
        client, "/gemeenten/Leeg%20Land/"
    )
    assert len(client.get("/gemeenten/Leeg%20Land/overzicht.csv").content.decode().splitlines()) == 1


def test_a_kern_of_which_the_figures_are_not_there_yet(
    alderman: Client, island: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "stored_over_time", lambda ids, _audience: {pk: [] for pk in ids})
    monkeypatch.setattr(reading, "bring_up_to_date", lambda _lines, _audience: [])
    assert "worden nog gemaakt" in section(alderman, "connectedness")
    assert "worden nog gemaakt" in section(alderman, "cijfers", NORTH)
    assert "niet te zeggen" in section(alderman, "kernen")


def test_where_nobody_decided_anything_the_page_says_so_calmly(db: None, today: date, settings: Any) -> None:
    settings.CELERY_TASK_ALWAYS_EAGER = False
    place = Municipality.objects.create(name="Vers Land")
    add_kern("Dorp", place)
    client = enter(Role.ALDERMAN, place)
    text = text_of(client, "/gemeenten/Vers%20Land/")
    assert "Nog geen kern heeft besloten haar cijfers hier te laten zien." in text
    assert "Er zijn nog geen verhalen verteld." in text
    assert "Deze kern heeft nog niet besloten" in text_of(client, "/gemeenten/Vers%20Land/kernen/dorp/")


def test_a_kern_that_says_it_is_too_early(alderman: Client, island: SimpleNamespace) -> None:
    island.north.assessments.update(rung=None)
    assert "Te vroeg om te zeggen" in section(alderman, "kernen")
    assert "Te vroeg om te zeggen" in section(alderman, "ladder", NORTH)
    island.north.assessments.all().delete()
    assert "nog niet gezegd" in section(alderman, "kernen")
    assert "nog niet gezegd waar" in section(alderman, "ladder", NORTH)


def test_who_looks_after_the_kern_sees_the_very_same(
    alderman: Client, coordinator: Client, island: SimpleNamespace
) -> None:
    add_people(island.north, 11, kind="inwoner")
    publish_due()

    def inside(client: Client) -> str:
        return (
            client.get(NORTH)
            .content.decode()
            .split('<dl class="overview-head__numbers">')[1]
            .split("</main>")[0]
        )

    assert inside(alderman) == inside(coordinator)
    assert "Zo ziet de wethouder Noord" in text_of(coordinator, NORTH)


def test_the_start_page_leads_an_alderman_to_the_overview(alderman: Client, island: SimpleNamespace) -> None:
    assert alderman.get("/start/").headers["Location"] == PAGE


def test_who_sees_more_chooses(island: SimpleNamespace) -> None:
    other = Municipality.objects.create(name="Overkant")
    user = make_user(Role.ALDERMAN, island.municipality)
    user.memberships.create(role=Role.ALDERMAN, municipality=other)
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    text = text_of(client, "/start/")
    assert "Overzicht van Het Eiland" in text
    assert "Overzicht van Overkant" in text


def test_a_choice_among_many_asks_no_more_than_one_among_two(
    island: SimpleNamespace, django_assert_num_queries: Any
) -> None:
    user = make_user(Role.MUNICIPAL_COORDINATOR, island.municipality)
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    client.get("/start/")
    with CaptureQueriesContext(connection) as few:
        client.get("/start/")
    for number in range(3):
        other = Municipality.objects.create(name=f"Overkant {number}")
        user.memberships.create(role=Role.MUNICIPAL_COORDINATOR, municipality=other)
    with django_assert_num_queries(len(few)):
        assert client.get("/start/").content.count(b"/mensen/") == 4


def test_a_municipal_coordinator_chooses_between_the_overview_and_a_kern(island: SimpleNamespace) -> None:
    text = text_of(enter(Role.MUNICIPAL_COORDINATOR, island.municipality), "/start/")
    assert "Overzicht van Het Eiland" in text
    assert "Noord" in text


def test_the_bar_on_a_page_of_a_kern_leads_an_alderman_back(alderman: Client, coordinator: Client) -> None:
    body = alderman.get("/kernen/noord/").content.decode()
    assert f'href="{PAGE}"' in body
    assert f'href="{NORTH}"' in body
    assert f'href="{PAGE}"' not in coordinator.get("/kernen/noord/").content.decode()
    assert "kern-nav" not in Client().get("/kernen/noord/").content.decode()


def test_a_role_that_ended_opens_nothing(alderman: Client, island: SimpleNamespace) -> None:
    from accounts.models import Membership

    Membership.objects.update(ended_at="2026-01-01T00:00Z", started_at="2025-01-01T00:00Z")
    for path in (PAGE, CSV, NORTH):
        assert alderman.get(path).status_code == 404


@pytest.mark.parametrize("name", ["Noord/Zuid", "Het ~1 Land", "~0/~"])
def test_a_municipality_with_a_slash_in_its_name_has_an_address(name: str, db: None) -> None:
    place = Municipality.objects.create(name=name)
    assert enter(Role.ALDERMAN, place).get(place.get_absolute_url()).context["municipality"] == place


@pytest.mark.parametrize("page", ["/start/", "/account/", None])
def test_its_people_have_an_address_too(page: str | None, db: None) -> None:
    place = Municipality.objects.create(name="Noord/Zuid")
    make_kern("Dorp", municipality=place)
    client = enter(Role.MUNICIPAL_COORDINATOR, place)
    body = client.get(page or place.get_absolute_url()).content.decode()
    (people,) = set(re.findall(r'href="(/gemeenten/[^"]*/mensen/)"', body))
    assert client.get(people).context["place"] == place
