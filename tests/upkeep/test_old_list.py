"""What is old in a kern: the right rows, in the right order, one click each, and back again."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Membership, Role
from changes.models import Change, Verb
from partners.models import Partner, Relation
from tests.factories import make_partner, make_relation, make_user
from tests.upkeep.conftest import Place
from upkeep.old import Counts, old_list
from upkeep.services.merging import merge
from wijkweb.kit.partial_dates import PartialDate

URL = "/kernen/oosterdorp/bijhouden/"
HTMX = {"HX-Request": "true"}


def names(place: Place) -> list[tuple[str, bool, int]]:
    groups = old_list(place.kern, place.user).groups_on(1)
    return [(group.partner.name, group.is_old, len(group.ties)) for group in groups]


def test_what_is_old_comes_with_the_most_important_first(place: Place) -> None:
    assert names(place) == [
        ("De Brug", False, 1),
        ("De Kerk", True, 0),
        ("Dominee zilverreiger", True, 0),
    ]
    assert old_list(place.kern, place.user).counts == Counts(4, 2, 3, 1)


def test_a_term_of_its_own_or_of_the_kern_counts(place: Place) -> None:
    Partner.objects.filter(pk=place.church.pk).update(term_months=120)
    assert "De Kerk" not in [name for name, _old, _ties in names(place)]
    place.kern.term_months = 1
    place.kern.save()
    Partner.objects.filter(pk=place.club.pk).update(confirmed_on=date(2026, 1, 1))
    assert "De Club" in [name for name, _old, _ties in names(place)]


def test_what_has_ended_is_not_asked_about(place: Place) -> None:
    Partner.objects.filter(pk=place.church.pk).update(ended_on=PartialDate(2020))
    place.old_tie.ended_on = PartialDate(2020)
    place.old_tie.save()
    assert [name for name, _old, _ties in names(place)] == ["Dominee zilverreiger"]


def press(client: Client, doe: str, **extra: Any) -> Any:
    headers = HTMX if extra.pop("htmx", False) else {}
    return client.post(URL, {"doe": doe, **extra}, headers=headers)


def test_still_right_is_one_click_and_can_be_undone(place: Place, anna: Client) -> None:
    key = f"partij:{place.church.pk}"
    answer = press(anna, f"klopt:{key}", htmx=True)
    place.church.refresh_from_db()
    change = Change.objects.get()
    assert place.church.confirmed_on == timezone.localdate()
    assert (change.verb, change.made_by) == (Verb.CONFIRMED, place.user)
    text = answer.content.decode()
    assert f'id="rij-partij-{place.church.pk}"' in text
    assert "<html" not in text
    assert f"terug:{key}:{change.pk}" in text
    press(anna, f"terug:{key}:{change.pk}", htmx=True)
    place.church.refresh_from_db()
    assert place.church.confirmed_on == date(2023, 3, 3)


def test_stopped_ends_today_with_its_ties_and_the_day_can_be_changed(place: Place, anna: Client) -> None:
    key = f"partij:{place.church.pk}"
    press(anna, f"gestopt:{key}", htmx=True)
    change = Change.objects.get(verb=Verb.ENDED)
    place.church.refresh_from_db()
    place.old_tie.refresh_from_db()
    today = PartialDate.from_day(timezone.localdate())
    assert place.church.ended_on == place.old_tie.ended_on == today
    wrong = press(anna, f"einde:{key}:{change.pk}", htmx=True, **{f"op-{key}": "ooit"})
    assert wrong.status_code == 422
    assert 'value="ooit"' in wrong.content.decode()
    assert press(anna, f"einde:{key}:{change.pk}", htmx=True, **{f"op-{key}": "2025-06"}).status_code == 200
    place.church.refresh_from_db()
    place.old_tie.refresh_from_db()
    assert place.church.ended_on == place.old_tie.ended_on == PartialDate(2025, 6)
    last = Change.objects.filter(verb=Verb.ENDED).latest("pk")
    press(anna, f"terug:{key}:{last.pk}", htmx=True)
    assert not Partner.objects.filter(pk=place.church.pk, ended_on__isnull=False)
    assert not Relation.objects.filter(pk=place.old_tie.pk, ended_on__isnull=False)


def test_without_javascript_the_list_comes_back_with_undo_on_top(place: Place, anna: Client) -> None:
    key = f"band:{place.old_tie.pk}"
    answer = press(anna, f"gestopt:{key}")
    assert answer.status_code == 302
    page = anna.get(answer["Location"]).content.decode()
    change = Change.objects.get()
    assert "Zojuist" in page
    assert f"terug:{key}:{change.pk}" in page
    assert f'name="op-{key}"' in page
    assert press(anna, f"terug:{key}:{change.pk}").status_code == 302
    place.old_tie.refresh_from_db()
    assert place.old_tie.ended_on is None
    assert "Zojuist" not in anna.get(answer["Location"]).content.decode()


def test_several_at_once_are_one_change(place: Place, anna: Client) -> None:
    rows = [
        f"partij:{place.church.pk}",
        f"partij:{place.person.pk}",
        f"band:{place.old_tie.pk}",
        "onzin",
        "band:999",
    ]
    answer = anna.post(URL, {"doe": "klopt", "rij": rows}, follow=True)
    assert "3 gegevens kloppen nog" in answer.content.decode()
    assert old_list(place.kern, place.user).counts.old == 0
    change = Change.objects.get()
    anna.post(f"/wijzigingen/{change.pk}/terugdraaien/")
    assert old_list(place.kern, place.user).counts.old == 3


def test_a_partner_with_its_ties_is_confirmed_at_once(place: Place, anna: Client) -> None:
    tie = make_relation(
        place.church, make_partner("De School", place.kern, confirmed_on=timezone.localdate())
    )
    keys = f"partij:{place.church.pk} band:{tie.pk}"
    field = f"groep-{place.church.pk}"
    answer = press(anna, f"allemaal:groep:{place.church.pk}", htmx=True, **{field: keys})
    assert "2 gegevens kloppen nog" in answer.content.decode()
    tie.refresh_from_db()
    assert tie.confirmed_on == timezone.localdate()
    change = Change.objects.get()
    answer = press(anna, f"terug:groep:{place.church.pk}:{change.pk}", htmx=True, **{field: keys})
    assert f'value="klopt:band:{tie.pk}"' in answer.content.decode()


@pytest.mark.parametrize(
    "doe", ["", "klopt", "onzin", "klopt:partij:x", "allemaal:groep", "klopt:partij:1;2"]
)
def test_nothing_ticked_says_so(doe: str, place: Place, anna: Client) -> None:
    assert press(anna, doe).status_code == 422
    assert not Change.objects.exists()


def test_what_lies_elsewhere_cannot_be_touched_from_here(place: Place, anna: Client) -> None:
    assert press(anna, f"klopt:partij:{place.neighbour.pk}").status_code == 404
    assert anna.post(URL, {"doe": "klopt", "rij": f"partij:{place.neighbour.pk}"}).status_code == 404
    theirs = Change.objects.create(verb=Verb.CHANGED, kern=place.elsewhere)
    assert press(anna, f"terug:partij:{place.church.pk}:{theirs.pk}").status_code == 404
    assert not Change.objects.exclude(pk=theirs.pk).exists()


def test_what_reaches_over_the_border_is_not_taken_back_from_here(place: Place, anna: Client) -> None:
    both = make_user(Role.COORDINATOR, place.kern)
    Membership.objects.create(user=both, role=Role.COORDINATOR, kern=place.elsewhere)
    change = merge(place.church, place.neighbour, acting_user=both)
    answer = press(anna, f"terug:partij:{place.church.pk}:{change.pk}")
    assert answer.status_code == 422
    assert "ook een andere kern" in answer.content.decode()
    assert not Change.objects.filter(undoes=change).exists()


def test_the_list_costs_the_same_for_few_and_many(place: Place, anna: Client) -> None:
    anna.get(URL)
    with CaptureQueriesContext(
        connection,
    ) as few:
        anna.get(URL)
    for number in range(80):
        partner = make_partner(f"Groep {number}", place.kern)
        make_relation(partner, place.bridge)
        make_relation(partner, place.church)
    with CaptureQueriesContext(connection) as many:
        page = anna.get(URL).content.decode()
    assert len(many) == len(few)
    assert len(few) <= 14, [query["sql"][:90] for query in few]
    assert "Pagina 1 van" in page
    assert anna.get(URL, {"pagina": "9999"}).status_code == 200


def test_a_get_writes_nothing(place: Place, anna: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        anna.get(URL)
    assert not [q["sql"] for q in queries if q["sql"].split()[0] in ("INSERT", "UPDATE", "DELETE")]
