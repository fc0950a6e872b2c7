"""The page of the figures: sentences, reasons, what they are made of, then beside now, and who sees what."""

import re
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from network.models import Audience, Snapshot, SnapshotRun
from network.snapshots import latest_snapshot
from network.snapshots.running import mark_behind, recompute
from network.telling import say, value_in_words
from partners.models import Partner
from tests.network.village import SECRET_WORDS, Village, fill_with, sign_in

PAGE = "/kernen/dorp/netwerk/"
GROUPS = "/kernen/dorp/netwerk/groepen/"


@pytest.fixture
def made(village: Village) -> Village:
    for kern in (village.kern, village.empty):
        mark_behind([kern.pk])
        recompute(kern.pk)
    return village


def text_of(client: Client, path: str, status: int = 200, **headers: str) -> str:
    answer = client.get(path, headers=headers)
    assert answer.status_code == status, path
    return " ".join(answer.content.decode().split())


def card_of(text: str, figure_id: str) -> str:
    return text.split(f'id="cijfer-{figure_id}"')[1].split("</article>")[0]


def test_each_figure_stands_there_with_its_sentence_value_and_source(made: Village, client: Client) -> None:
    text = text_of(client, PAGE)
    figures = latest_snapshot(made.kern, Audience.PUBLIC).all_figures()
    assert len(figures) == 18
    for figure_id, figure in figures.items():
        card = card_of(text, figure_id)
        assert say(figure).replace("'", "&#x27;") in card
        assert value_in_words(figure.value, figure.unit) in card
        assert "Bron:" in card


def test_a_sentence_is_right_for_a_web_by_hand(made: Village, client: Client) -> None:
    """Home: church, club, school, a party without domain; guests: care, fund. The shop is closed, the fund has no tie to home."""
    card = card_of(text_of(client, PAGE), "average_degree")
    web = latest_snapshot(made.kern, Audience.PUBLIC).figure("average_degree").basis
    assert (web["partners"], web["ties"]) == (5, 2)
    assert "Een partij heeft gemiddeld 0,8 verbanden; wie er de meeste heeft, heeft er 1." in card
    assert "Gemaakt uit 5 partijen, 2 verbanden en 2 initiatieven." in card


def test_what_cannot_be_said_says_why_and_is_no_zero(made: Village, client: Client) -> None:
    text = text_of(client, "/kernen/leeg/netwerk/")
    for figure_id in ("average_degree", "domain_cover", "bridges", "turnover"):
        assert "Niet te zeggen: " in card_of(text, figure_id), figure_id
    assert "er staat niemand in dit web." in card_of(text, "average_degree")
    assert not re.search(r'figure-card__value">\s*0', text)
    assert "over personen" in card_of(text_of(client, PAGE), "single_carrier")


def test_a_figure_leads_to_exactly_the_parties_that_it_is_made_of(made: Village, client: Client) -> None:
    card = card_of(text_of(client, PAGE), "connectedness")
    ids = latest_snapshot(made.kern, Audience.PUBLIC).figure("connectedness").parts
    linked = set(re.findall(r'href="/partners/([^/]+)/"', card))
    assert linked == {*ids["isolated_ids"], *ids["outside_ids"]}
    assert linked


def test_what_is_much_stands_on_a_page_of_its_own(village: Village, client: Client) -> None:
    fill_with(village.kern, 80, ["verenigingen", "onderwijs"])
    mark_behind([village.kern.pk])
    recompute(village.kern.pk)
    link = re.search(r'href="([^"]*)"', card_of(text_of(client, PAGE), "domain_cover"))
    assert link
    day = latest_snapshot(village.kern, Audience.PUBLIC).day
    assert link.group(1) == f"{PAGE}cijfer/domain_cover/?dag={day}"
    text = text_of(client, link.group(1))
    rows = latest_snapshot(village.kern, Audience.PUBLIC).figure("domain_cover").parts["domains"]
    wanted = {slug for row in rows for slug in row["partner_ids"]}
    assert len(wanted) > 80
    assert wanted <= set(re.findall(r'href="/partners/([^/]+)/"', text))
    text_of(client, f"{PAGE}cijfer/domain_cover/?dag=x", 422)


def test_a_party_that_was_closed_since_is_left_out_of_what_a_figure_is_made_of(
    made: Village, client: Client
) -> None:
    parts = latest_snapshot(made.kern, Audience.PUBLIC).figure("connectedness").parts
    hidden = [*parts["isolated_ids"], *parts["outside_ids"]][0]
    assert f"/partners/{hidden}/" in text_of(client, PAGE)
    Partner.objects.filter(slug=hidden).update(visibility="coordinators")
    assert f"/partners/{hidden}/" not in text_of(client, PAGE)


@pytest.mark.parametrize(
    "role", ["anonymous", "coordinator_elsewhere", "alderman", "partner_contact", "without_role"]
)
def test_who_does_not_look_after_the_kern_gets_figures_without_persons(
    role: str, made: Village, client: Client
) -> None:
    text = text_of(sign_in(client, made, role), PAGE).lower()
    assert [word for word in SECRET_WORDS if word in text] == []
    public = latest_snapshot(made.kern, Audience.PUBLIC).figure("average_degree")
    assert say(public).lower() in text
    assert "personen tellen niet mee" in text


def test_the_coordinator_gets_the_figures_of_all_that_may_be_seen(made: Village, client: Client) -> None:
    text = text_of(sign_in(client, made, "coordinator"), PAGE)
    whole = latest_snapshot(made.kern, Audience.KERN).figure("average_degree")
    assert whole.value != latest_snapshot(made.kern, Audience.PUBLIC).value("average_degree")
    assert say(whole) in text
    assert "/partners/mw-zilverreiger/" in text
    assert "/kernen/dorp/lijntjes/" in text


def test_then_stands_beside_now(made: Village, client: Client) -> None:
    days = list(Snapshot.objects.filter(kern=made.kern, audience="public").values_list("day", flat=True))
    assert days[0] < date(2018, 1, 1)
    text = text_of(client, f"{PAGE}?toen=2017-12-31&dag=2026-06-30")
    card = card_of(text, "turnover")
    assert "31 december 2017" in card
    assert "30 juni 2026" in card
    then = Snapshot.objects.get(kern=made.kern, audience="public", day=date(2017, 12, 31))
    assert say(then.figure("average_degree")) in card_of(text, "average_degree")


def test_a_day_between_shows_the_figures_before_it(made: Village, client: Client) -> None:
    text = text_of(client, f"{PAGE}?dag=2018-01-15")
    assert "De cijfers van 31 december 2017." in text
    assert '<option value="2017-12-31" selected>' in text


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("dag=morgen", "Dit is geen dag."),
        ("toen=2017-02-30", "Dit is geen dag."),
        ("dag=1900-01-01", "Van zo lang geleden zijn er geen cijfers."),
    ],
)
def test_a_day_that_is_none_is_answered_calmly(query: str, told: str, made: Village, client: Client) -> None:
    text = text_of(client, f"{PAGE}?{query}", 422)
    assert told in text
    assert 'id="cijfer-freshness"' in text


def test_the_line_has_its_numbers_in_a_table(made: Village, client: Client) -> None:
    text = text_of(client, PAGE)
    table = text.split('id="tabel"')[1]
    line = Snapshot.objects.filter(kern=made.kern, audience="public")
    assert table.count('<th scope="row">') == line.count()
    card = card_of(text, "average_degree")
    assert 'class="line-chart"' in card
    assert re.search(
        r'class="line-chart__scale" aria-hidden="true"><span>\d+,\d</span><span>0,0</span>', card
    )
    assert "Verbanden per partij door de tijd:" in card_of(text, "average_degree")


def test_the_matrix_has_its_numbers_in_words_and_in_a_table(made: Village, client: Client) -> None:
    text = text_of(client, PAGE)
    assert text.count("<title>verenigingen en levensbeschouwing: 1 verband, 0 initiatieven</title>") == 1
    assert text.count('class="matrix__number') == 100


def test_while_newer_figures_are_made_the_page_tells_how_far_that_is(made: Village, client: Client) -> None:
    assert 'hx-trigger="every' not in text_of(client, PAGE)
    mark_behind([made.kern.pk])
    SnapshotRun.objects.filter(pk=made.kern.pk).update(
        claim=uuid4(), heartbeat=timezone.now(), step=3, steps=12
    )
    part = text_of(client, PAGE, hx_request="true", hx_target="cijfer-stand")
    assert part.startswith('<div class="figure-state" id="cijfer-stand" hx-get=')
    assert "3 van de 12 dagen zijn bekeken." in part
    assert 'value="25"' in part


def test_htmx_gets_what_another_day_changes(made: Village, client: Client) -> None:
    part = text_of(client, f"{PAGE}?dag=2017-12-31", hx_request="true", hx_target="cijfers")
    assert part.startswith('<div id="cijfers">')
    assert part in text_of(client, f"{PAGE}?dag=2017-12-31")


def test_the_groups_have_names_and_are_made_of_what_may_be_seen(made: Village, client: Client) -> None:
    text = text_of(client, GROUPS)
    assert "Rond " in text
    assert [word for word in SECRET_WORDS if word in text.lower()] == []
    assert "/partners/mw-zilverreiger/" in text_of(sign_in(client, made, "coordinator"), GROUPS)
    text_of(client, f"{GROUPS}?dag=x", 422)
    assert "Niet te zeggen" in text_of(client, "/kernen/leeg/netwerk/groepen/")


@pytest.mark.parametrize(
    "path", [PAGE, GROUPS, f"{PAGE}cijfer/domain_cover/", f"{PAGE}wat-als/?weg=sportclub"]
)
@pytest.mark.parametrize("role", ["anonymous", "coordinator"])
def test_the_queries_do_not_grow_with_the_web(
    path: str, role: str, village: Village, client: Client, django_assert_max_num_queries: Any
) -> None:
    counts = []
    for size, prefix in ((20, "klein"), (200, "groot")):
        fill_with(village.kern, size, ["verenigingen", "onderwijs", "wonen"], prefix)
        mark_behind([village.kern.pk])
        recompute(village.kern.pk)
        sign_in(client, village, role).get(path)
        with django_assert_max_num_queries(12 if path == PAGE else 16) as queries:
            assert client.get(path).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
