"""Behind the link: a GET shows, a POST does, once; and who was overtaken sees both texts."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from changes.models import Change
from changes.services import undo
from checkups.models import CheckUp, Plan
from checkups.rows import row_of
from checkups.services.filling import NewSupport, agree_support, fill_in
from partners.models import Partner
from post import links
from post.models import MailLink
from tests.checkups.conftest import ANSWERS, Place, token_for
from tests.factories import make_initiative, make_partner, make_person
from tests.overtaken import at_once, press_at_once

TEXTS = tuple(ANSWERS[name] for name in ("on_course", "habits", "cooperation", "needs"))


def post(client: Client, token: str, **other: Any) -> Any:
    return client.post("/apk/", {"sleutel": token, **ANSWERS, **other})


def test_a_get_shows_and_changes_nothing(place: Place, client: Client) -> None:
    fill_in(place.table, {**ANSWERS, "needs": "Vorig jaar: stoelen"}, acting_user=place.user)
    friend = make_person("Stille vriend", place.kern)
    agree_support(place.table, NewSupport("Folder maken", date(2026, 12, 24), friend), acting_user=place.user)
    token = token_for(place.table)
    before = [list(model.objects.values_list()) for model in (CheckUp, Plan, Change, MailLink)]
    for path in ("/apk/", "/apk/niet-nu/"):
        answer = client.get(path, {"sleutel": token})
        assert answer.status_code == 200
        assert answer["Cache-Control"] == "no-store"
    body = client.get("/apk/", {"sleutel": token}).content.decode()
    assert "Vorig jaar: stoelen" in body
    assert "Folder maken" in body
    assert "Stille vriend" not in body
    assert before == [list(model.objects.values_list()) for model in (CheckUp, Plan, Change, MailLink)]


def test_filling_in_stores_once_and_can_be_undone(place: Place, client: Client) -> None:
    token = token_for(place.table)
    answer = post(client, token)
    assert answer["Location"] == "/apk/dank/?wat=ingevuld"
    checkup = CheckUp.objects.get()
    assert (checkup.on_course, checkup.needs) == ("Ja, elke week vol", "Een tweede trekker")
    assert (checkup.way, checkup.agreed_on, checkup.made_by) == ("link", None, None)
    assert Plan.objects.get().next_on is None
    assert row_of(place.table).due == date(2027, 11, 25)
    assert post(client, token).status_code == 410
    assert client.get("/apk/", {"sleutel": token}).status_code == 410
    change = Change.objects.get()
    assert change.made_by is None
    assert "trekker" in change.note
    undo(change, acting_user=place.user)
    assert not CheckUp.objects.exists()
    assert row_of(place.table).due == date(2026, 11, 20)


def test_nothing_filled_in_keeps_the_link(place: Place, client: Client) -> None:
    token = token_for(place.table)
    answer = client.post("/apk/", {"sleutel": token, "outcome": "blijft"})
    assert answer.status_code == 422
    assert "ten minste één" in answer.content.decode()
    assert post(client, token, needs="bel 111222333").status_code == 422
    assert post(client, token).status_code == 302


def test_both_texts_stand_there_when_the_coordinator_typed_too(place: Place, client: Client) -> None:
    token = token_for(place.table)
    client.get("/apk/", {"sleutel": token})
    fill_in(
        place.table,
        {"on_course": "Loopt als een trein", "outcome": "blijft"},
        acting_user=place.user,
    )
    answer = post(client, token)
    assert answer.status_code == 409
    body = answer.content.decode()
    assert "Loopt als een trein" in body
    assert "Ja, elke week vol" in body
    chosen = {"keuze-on_course": "van-hen", "gezien": str(answer.context["seen"])}
    assert post(client, token, **chosen).status_code == 302
    checkup = CheckUp.objects.get()
    assert (checkup.on_course, checkup.habits) == ("Loopt als een trein", "De koffie is heilig")
    assert checkup.agreed_on is None


def test_who_comes_later_adds_to_what_the_coordinator_wrote(place: Place, client: Client) -> None:
    token = token_for(place.table)
    fill_in(place.table, {"on_course": "Loopt als een trein", "outcome": "blijft"}, acting_user=place.user)
    page = client.get("/apk/", {"sleutel": token})
    form = page.context["form"]
    assert form["on_course"].value() == "Loopt als een trein"
    given = {"version": form["version"].value(), "on_course": "Loopt als een trein"}
    assert post(client, token, **given).status_code == 302
    assert CheckUp.objects.get().habits == "De koffie is heilig"


@pytest.mark.parametrize(
    ("choice", "next_on", "is_off"),
    [("later", date(2027, 2, 25), False), ("nooit", date(2026, 11, 20), True)],
)
def test_not_now_and_no_longer_by_one_click(
    choice: str, next_on: date, is_off: bool, place: Place, client: Client
) -> None:
    token = token_for(place.table)
    assert client.post("/apk/niet-nu/", {"sleutel": token, "doe": "iets"}).status_code == 422
    answer = client.post("/apk/niet-nu/", {"sleutel": token, "doe": choice})
    assert answer["Location"] == f"/apk/dank/?wat={choice}"
    assert client.get(answer["Location"]).status_code == 200
    plan = Plan.objects.get()
    assert (plan.next_on, plan.is_off) == (next_on, is_off)
    assert client.post("/apk/niet-nu/", {"sleutel": token, "doe": choice}).status_code == 410
    undo(Change.objects.get(), acting_user=place.user)
    assert (Plan.objects.get().next_on, Plan.objects.get().is_off) == (date(2026, 11, 20), False)


def test_a_link_ends_after_a_week_and_with_what_it_was_for(place: Place, client: Client, today: Any) -> None:
    def opens(token: str) -> int:
        return int(client.get("/apk/", {"sleutel": token}).status_code)

    token = token_for(place.table)
    Partner.objects.filter(pk=place.bridge.pk).update(mailbox="anders@voorbeeld.nl")
    assert opens(token) == 410
    token = token_for(place.table)
    assert opens(token) == 200
    place.table.phase = "gepauzeerd"
    place.table.save()
    assert opens(token) == 410
    place.table.phase = "draait"
    place.table.save()
    assert opens(token) == 200
    for purpose in ("partner-card", "resident-space"):
        other = links.issue(purpose, {"initiative": place.table.pk}, 7)
        assert opens(other) == 410
    today.shift(timedelta(days=7, seconds=1))
    assert opens(token) == 410


def test_a_link_of_one_initiative_says_nothing_of_another(place: Place, client: Client) -> None:
    other = make_initiative(
        "Zangkoor", place.kern, drivers=[make_partner("Koor", place.kern, mailbox="k@v.nl")]
    )
    fill_in(other, {"needs": "een dirigent"}, acting_user=place.user)
    body = client.get("/apk/", {"sleutel": token_for(place.table)}).content.decode()
    assert "Zangkoor" not in body
    assert "dirigent" not in body


def test_the_answer_about_a_new_link_is_the_same_for_everybody(place: Place, client: Client) -> None:
    from tests.house.test_permissions import without_tokens

    known = client.post("/apk/nieuw/", {"address": "brug@voorbeeld.nl"})
    unknown = client.post("/apk/nieuw/", {"address": "wie@voorbeeld.nl"})
    assert known.status_code == unknown.status_code == 200
    assert without_tokens(known.content) == without_tokens(unknown.content)
    assert client.post("/apk/nieuw/", {"address": "geen"}).status_code == 422


@pytest.mark.django_db(transaction=True)
@at_once
def test_of_ten_that_send_at_once_one_is_stored(place: Place) -> None:
    token = token_for(place.table)
    answers = press_at_once(lambda: post(Client(), token).status_code, 10)
    assert CheckUp.objects.count() == 1
    assert answers.count(302) == 1
    assert set(answers) == {302, 410}
