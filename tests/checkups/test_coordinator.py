"""The coordinator: the list in calm words, a conversation written down, support agreed, and all of it taken back."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from changes.models import Change
from changes.services import undo
from checkups.models import CheckUp, KernCheckups, Plan, Support
from checkups.rows import row_of
from checkups.services.filling import fill_in
from tests.checkups.conftest import ANSWERS, Place
from tests.factories import make_initiative, make_kern, make_participation, make_person
from tests.residents.conftest import make, opened, published  # noqa: F401 - fixtures

LIST, ONE = "/kernen/oosterdorp/apk/", "/initiatieven/buurttafel/apk/"
FILL = f"{ONE}invullen/"


def filled(page: Any, **other: Any) -> dict[str, Any]:
    """The form as it came, with the answers in it."""
    form = page.context["form"]
    hidden = {field.name: field.value() for field in form.hidden_fields()}
    given = {name: form[name].value() or "" for name in ("support", "owner", "role", "due_on")}
    days = {name: str(form[name].value()) for name in ("done_on", "next_on")}
    return hidden | given | days | ANSWERS | other


def test_the_list_has_a_place_for_each_and_scares_nobody(place: Place, anna: Client) -> None:
    for name, day in (("Lang", date(2026, 3, 1)), ("Straks", date(2027, 1, 1)), ("Ooit", date(2027, 9, 1))):
        Plan.objects.create(initiative=make_initiative(name, place.kern), next_on=day)
    make_initiative("Rust", place.kern, phase="gepauzeerd")
    page = anna.get(LIST)
    names = {
        part: [row.initiative.name for row in page.context[part]]
        for part in ("overdue", "due", "coming", "later", "resting")
    }
    assert names == {
        "overdue": ["Lang"],
        "due": ["Buurttafel"],
        "coming": ["Straks"],
        "later": ["Ooit"],
        "resting": ["Rust"],
    }
    body = page.content.decode()
    assert "aan de beurt sinds 1 maart 2026" in body
    assert "geen postbus: in een gesprek" in body
    assert "te laat" not in body.lower()


def test_the_list_costs_the_same_for_many(place: Place, anna: Client, django_assert_num_queries: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    checkup = fill_in(place.table, ANSWERS, acting_user=None)
    Plan.objects.create(initiative=make_initiative("Beurt", place.kern), next_on=date(2026, 9, 1))
    with CaptureQueriesContext(connection) as few:
        anna.get(LIST)
    for number in range(15):
        made = make_initiative(f"Nog {number}", place.kern, drivers=[place.bridge])
        fill_in(made, ANSWERS, acting_user=None)
        Plan.objects.create(
            initiative=make_initiative(f"Beurt {number}", place.kern), next_on=date(2026, 9, 1)
        )
    with CaptureQueriesContext(connection) as many:
        body = anna.get(LIST).content.decode()
    assert len(many) == len(few)
    assert body.count("Bespreken") == 16
    assert checkup.agreed_on is None


def test_a_conversation_with_support_and_a_next_date_is_one_change(place: Place, anna: Client) -> None:
    page = anna.get(FILL)
    assert str(page.context["form"]["next_on"].value()) == "2027-11-25"
    given = filled(
        page,
        support="Een rondje langs de kerken",
        role="opbouwwerker",
        due_on="2026-12-24",
        next_on="2027-06-01",
    )
    assert anna.post(FILL, given)["Location"] == ONE
    assert anna.post(FILL, given).status_code == 302  # a double click
    checkup, support = CheckUp.objects.get(), Support.objects.get()
    assert (checkup.made_by, checkup.agreed_on, checkup.way) == (place.user, date(2026, 11, 25), "gesprek")
    assert (support.role, support.owner, support.due_on) == ("opbouwwerker", None, date(2026, 12, 24))
    assert row_of(place.table).due == date(2027, 6, 1)
    body = anna.get(ONE).content.decode()
    assert "De koffie is heilig" in body
    assert "Een rondje langs de kerken" in anna.get(LIST).content.decode()
    assert "Een rondje langs de kerken" in anna.get("/kernen/oosterdorp/start/").content.decode()
    undo(Change.objects.get(), acting_user=place.user)
    assert not CheckUp.objects.exists()
    assert not Support.objects.exists()
    assert row_of(place.table).due == date(2026, 11, 20)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"done_on": "2026-11-26"}, "done_on"),
        ({"done_on": "gisteren"}, "done_on"),
        ({"next_on": "2026-11-25"}, "next_on"),
        ({"next_on": "2099-01-01"}, "next_on"),
        ({"support": "Iets"}, "role"),
        ({"support": "Iets", "role": "opbouwwerker"}, "due_on"),
        ({"role": "opbouwwerker", "due_on": "2026-12-24"}, "support"),
        ({"support": "Iets", "role": "opbouwwerker", "owner": "De Brug", "due_on": "2026-12-24"}, "owner"),
        ({"support": "Iets", "owner": "Wie is dat", "due_on": "2026-12-24"}, "owner"),
        (dict.fromkeys(("on_course", "habits", "cooperation", "needs"), " "), "on_course"),
        ({"needs": "bsn 111222333"}, "needs"),
        ({"outcome": "ontploft"}, "outcome"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    wrong: dict[str, str], field: str, place: Place, anna: Client
) -> None:
    answer = anna.post(FILL, filled(anna.get(FILL), **wrong))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not CheckUp.objects.exists()


def test_two_who_fill_in_at_once_see_both_texts(place: Place, anna: Client) -> None:
    mine = filled(anna.get(FILL))
    fill_in(place.table, {**ANSWERS, "needs": "Een hele bus"}, acting_user=place.user)
    answer = anna.post(FILL, mine)
    assert answer.status_code == 409
    body = answer.content.decode()
    assert "Een hele bus" in body
    assert "Een tweede trekker" in body
    chosen = {"keuze-needs": "van-mij", "gezien": str(answer.context["seen"])}
    assert anna.post(FILL, mine | chosen).status_code == 302
    assert CheckUp.objects.get().needs == "Een tweede trekker"


def test_talking_over_what_the_driver_filled_in(place: Place, anna: Client) -> None:
    checkup = fill_in(place.table, ANSWERS, acting_user=None)
    assert "Bespreken" in anna.get(LIST).content.decode()
    path = f"{ONE}{checkup.pk}/"
    given = filled(
        anna.get(path), support="Samen bellen", owner="De Brug", due_on="2026-12-24", next_on="2027-05-05"
    )
    assert anna.post(path, given).status_code == 302
    checkup.refresh_from_db()
    assert (checkup.agreed_on, checkup.way, checkup.next_on) == (date(2026, 11, 25), "link", date(2027, 5, 5))
    assert Support.objects.get().owner == place.bridge
    assert Change.objects.filter(made_by=place.user).count() == 1
    assert "Bespreken" not in anna.get(LIST).content.decode()
    stale = given | {"needs": "Niets meer", "token": str(uuid4()), "support": "", "owner": "", "due_on": ""}
    checkup.needs = "Intussen anders"
    checkup.save()
    assert anna.post(path, stale).status_code == 409


def test_now_stands_beside_last_time_and_what_came_before_stays(place: Place, anna: Client) -> None:
    for year, text in ((2024, "drie stoelen"), (2025, "vier stoelen"), (2026, "vijf stoelen")):
        values = {**ANSWERS, "needs": text, "done_on": date(year, 10, 1)}
        fill_in(place.table, values, acting_user=place.user)
    page = anna.get(ONE)
    needs = page.context["answers"][3]
    assert (needs["now"], needs["before"], needs["is_same"]) == ("vijf stoelen", "vier stoelen", False)
    assert page.context["answers"][0]["is_same"]
    assert "drie stoelen" in page.content.decode()
    assert "vijf stoelen" in anna.get(f"{ONE}papier/").content.decode()
    history = anna.get(f"{ONE}geschiedenis/").content.decode()
    assert history.count("Ongedaan maken") >= 3


@pytest.mark.parametrize(
    ("outcome", "link"),
    [
        ("andere-trekker", "/initiatieven/buurttafel/overdragen/"),
        ("pauze", "/initiatieven/buurttafel/stap/gepauzeerd/"),
        ("stopt", "/initiatieven/buurttafel/stap/gestopt/"),
        ("samen", "/kernen/oosterdorp/#gaande"),
    ],
)
def test_each_outcome_leads_to_the_page_where_it_is_done(
    outcome: str, link: str, place: Place, anna: Client
) -> None:
    assert f'href="{link}"' not in anna.get(ONE).content.decode()
    fill_in(place.table, {**ANSWERS, "outcome": outcome}, acting_user=place.user)
    assert f'href="{link}"' in anna.get(ONE).content.decode()
    assert anna.get(link).status_code == 200


def test_support_is_corrected_finished_and_taken_back(place: Place, anna: Client) -> None:
    path = f"{ONE}steun/nieuw/"
    given = {
        "support": "Folder", "role": "welzijnscoordinator", "owner": "", "due_on": "2026-12-24", "token": str(uuid4()),
    }  # fmt: skip
    assert anna.post(path, {**given, "role": ""}).status_code == 422
    assert anna.post(path, given).status_code == 302
    assert anna.post(path, given).status_code == 302
    support = Support.objects.get()
    edit = f"{ONE}steun/{support.pk}/"
    version = anna.get(edit).context["form"]["version"].value()
    other = {**given, "role": "", "owner": "De Brug", "version": version}
    assert anna.post(edit, other).status_code == 302
    support.refresh_from_db()
    assert (support.role, support.owner) == ("", place.bridge)
    assert (
        anna.post(
            edit, {**given, "support": "Poster", "role": "", "owner": "", "version": version}
        ).status_code
        == 422
    )
    assert anna.post(edit, {**given, "support": "Poster", "version": version}).status_code == 409
    assert anna.post(f"{edit}klaar/").status_code == 302
    assert anna.post(f"{edit}klaar/").status_code == 302
    support.refresh_from_db()
    assert support.done_on == date(2026, 11, 25)
    anna.get(LIST)  # tells what was done, with a way back
    assert "Folder" not in anna.get(LIST).content.decode()
    undo(Change.objects.first(), acting_user=place.user)  # type: ignore[arg-type]
    support.refresh_from_db()
    assert support.done_on is None


def test_switching_on_begins_to_count_that_day_and_two_do_not_overwrite(place: Place, anna: Client) -> None:
    KernCheckups.objects.all().delete()
    path = f"{LIST}instellingen/"
    assert "doet nog geen APK" in anna.get(LIST).content.decode()
    given = {"is_on": "on", "months": "6", "mails_on": "on", "version": "0"}
    assert anna.post(path, {**given, "months": "2"}).status_code == 422
    assert anna.post(path, given).status_code == 302
    stored = KernCheckups.objects.get()
    assert (stored.since, stored.months, stored.mails_on) == (date(2026, 11, 25), 6, True)
    assert anna.post(path, {**given, "months": "24"}).status_code == 409
    undo(Change.objects.get(), acting_user=place.user)
    assert not KernCheckups.objects.exists()


def test_an_initiative_has_its_own_interval_date_or_none(place: Place, anna: Client) -> None:
    path = f"{ONE}wanneer/"
    version = anna.get(path).context["form"]["version"].value()
    given = {"months": "24", "next_on": "2027-03-03", "version": version}
    assert anna.post(path, {**given, "next_on": "2020-01-01"}).status_code == 422
    assert anna.post(path, given).status_code == 302
    assert row_of(place.table).due == date(2027, 3, 3)
    assert anna.post(path, {**given, "months": "36"}).status_code == 409
    version = anna.get(path).context["form"]["version"].value()
    assert anna.post(path, {"is_off": "on", "version": version}).status_code == 302
    assert row_of(place.table).due is None
    undo(Change.objects.first(), acting_user=place.user)  # type: ignore[arg-type]
    assert row_of(place.table).due == date(2027, 3, 3)


def test_a_person_of_another_kern_is_named_nowhere(place: Place, anna: Client) -> None:
    far = make_kern("Verdorp")
    for person in (make_person("Wulpink", far), make_person("Grutterink", place.kern)):
        make_participation(place.table, person, role="trekker")
        Support.objects.create(initiative=place.table, text="Bellen", owner=person, due_on=date(2026, 12, 24))
    for path in (LIST, ONE, f"{ONE}papier/", f"{ONE}geschiedenis/", "/kernen/oosterdorp/start/", FILL):
        body = anna.get(path).content.decode()
        assert "Wulpink" not in body, path
        if path in (LIST, ONE):
            assert "Grutterink" in body


def test_what_lies_below_a_kern_is_on_its_list(place: Place) -> None:
    from accounts.models import Role
    from tests.factories import make_user

    region = make_kern("Streek")
    place.kern.parent = region
    place.kern.save()
    client = Client()
    client.force_login(
        make_user(Role.COORDINATOR, region), backend="django.contrib.auth.backends.ModelBackend"
    )
    assert "Buurttafel" in client.get("/kernen/streek/apk/").content.decode()


def test_the_resident_sees_when_it_is_in_the_own_space(
    place: Place,
    client: Client,
    published: Any,  # noqa: F811
    opened: Any,  # noqa: F811
) -> None:
    registration = published()
    Plan.objects.create(initiative=registration.initiative, next_on=date(2026, 11, 1))
    body = opened(registration).get("/mijn-initiatief/overzicht/").content.decode()
    assert "sinds 1 november 2026 aan de beurt" in body
    Plan.objects.filter(initiative=registration.initiative).update(next_on=date(2027, 1, 2))
    body = client.get("/mijn-initiatief/overzicht/").content.decode()
    assert "De volgende APK is op 2 januari 2027" in body
