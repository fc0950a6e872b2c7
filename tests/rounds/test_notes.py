"""Notes come in once, are read by their writer alone, and become partners, ties and tasks."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Role, User
from changes.models import Change
from changes.services import undo
from keeping.terms import keep
from partners.models import Partner, Relation
from places.models import Kern
from rounds.models import Note, NoteState, Task
from tests.factories import make_kern, make_partner, make_person, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def kern() -> Kern:
    return make_kern()


@pytest.fixture
def anna(kern: Kern) -> User:
    return make_user(Role.COORDINATOR, kern, name="Anna")


@pytest.fixture
def signed_in(client: Client, anna: User) -> Client:
    client.force_login(anna, backend="django.contrib.auth.backends.ModelBackend")
    return client


def send(client: Client, kern: Kern, *notes: dict[str, Any]) -> Any:
    return client.post(
        f"/kernen/{kern.slug}/rondje/insturen/",
        json.dumps({"notes": list(notes)}),
        content_type="application/json",
    )


def note_of(anna: User, kern: Kern, **texts: str) -> Note:
    return Note.objects.create(kern=kern, made_by=anna, noted_at=timezone.now(), **texts)


def confirm(client: Client, note: Note, **answers: Any) -> Any:
    values = {"tie_kind": "kent", "tie_strength": "1", **answers}
    data = {f"n{note.pk}-{name}": value for name, value in values.items()}
    return client.post(f"/kernen/{note.kern.slug}/rondje/uitwerken/{note.pk}/bevestigen/", data)


def test_notes_sent_twice_are_kept_once(signed_in: Client, kern: Kern, anna: User) -> None:
    note = {
        "id": str(uuid4()),
        "party": "Bakker",
        "line": "wil meedoen",
        "noted_at": timezone.now().isoformat(),
    }
    for _turn in range(3):
        answer = send(signed_in, kern, note).json()
        assert (answer["received"], answer["refused"]) == ([note["id"]], {})
    stored = Note.objects.get()
    assert (stored.party, stored.line, stored.made_by, stored.state) == (
        "Bakker",
        "wil meedoen",
        anna,
        "nieuw",
    )


def test_one_bad_note_does_not_stop_the_others(signed_in: Client, kern: Kern) -> None:
    good, empty, long, bsn = ({"id": str(uuid4())} for _number in range(4))
    good["line"], long["line"], bsn["line"] = "goed", "x" * 501, "nummer 111222333 van hem"
    answer = send(signed_in, kern, good, empty, long, bsn).json()
    assert answer["received"] == [good["id"]]
    assert set(answer["refused"]) == {empty["id"], long["id"], bsn["id"]}
    assert "BSN" in answer["refused"][bsn["id"]]
    assert Note.objects.count() == 1


@pytest.mark.parametrize(
    "body", [b"[]", b"{}", b'{"notes": 3}', b'{"notes": [3]}', b'{"notes": [{"id": "x"}]}', b"\xff", b"[" * 9000,
             b'{"notes": [{"line": "a\\u0000b"}]}', b'{"notes": [{"line": "\\ud800"}]}']
)  # fmt: skip
def test_what_cannot_be_read_is_refused_calmly(body: bytes, signed_in: Client, kern: Kern) -> None:
    answer = signed_in.post(f"/kernen/{kern.slug}/rondje/insturen/", body, content_type="application/json")
    assert answer.status_code == 400
    assert not Note.objects.exists()


def test_the_clock_of_a_phone_is_not_believed_blindly(signed_in: Client, kern: Kern) -> None:
    now = timezone.now()
    moments = [(now + timedelta(days=9)).isoformat(), "1970-01-01T00:00:00Z", "gisteren"]
    send(signed_in, kern, *({"id": str(uuid4()), "line": "x", "noted_at": moment} for moment in moments))
    assert Note.objects.count() == len(moments)
    for note in Note.objects.all():
        assert now - timedelta(days=367) < note.noted_at <= timezone.now()


def test_a_note_is_read_by_its_writer_alone(signed_in: Client, kern: Kern, anna: User) -> None:
    bas = make_user(Role.COORDINATOR, kern)
    theirs = note_of(bas, kern, line="nachtvlinder")
    assert b"nachtvlinder" not in signed_in.get(f"/kernen/{kern.slug}/rondje/uitwerken/").content
    assert confirm(signed_in, theirs, which="none").status_code == 404
    answer = send(signed_in, kern, {"id": str(theirs.client_id), "line": "van mij"}).json()
    assert answer["received"] == []
    assert Note.objects.get().line == "nachtvlinder"


def test_without_script_the_form_keeps_one_note_however_often_it_is_sent(
    signed_in: Client, kern: Kern
) -> None:
    page = signed_in.get(f"/kernen/{kern.slug}/rondje/")
    token = page.context["form"]["client_id"].value()
    for _turn in range(2):
        answer = signed_in.post(
            f"/kernen/{kern.slug}/rondje/insturen/", {"client_id": str(token), "line": "sleutel bij de buren"}
        )
        assert answer.status_code == 302
    assert Note.objects.count() == 1


def test_an_empty_form_comes_back_with_what_was_typed(signed_in: Client, kern: Kern) -> None:
    answer = signed_in.post(f"/kernen/{kern.slug}/rondje/insturen/", {"line": "x" * 501, "stop": "De Brug"})
    assert answer.status_code == 422
    assert b"De Brug" in answer.content
    assert not Note.objects.exists()


def test_the_page_that_a_phone_keeps_names_no_person(signed_in: Client, kern: Kern) -> None:
    make_partner("Dorpshuis", kern)
    make_person("Zilverreiger", kern)
    body = signed_in.get(f"/kernen/{kern.slug}/rondje/").content.decode()
    assert "Dorpshuis" in body
    assert "Zilverreiger" not in body
    assert "Anna" not in body


def test_a_note_becomes_a_partner_a_tie_and_a_task_in_one_change(
    signed_in: Client, kern: Kern, anna: User
) -> None:
    house = make_partner("Dorpshuis", kern)
    note = note_of(anna, kern, stop="Dorpshuis", party="Biljartclub", next_step="Bel over de zaal")
    page = signed_in.get(f"/kernen/{kern.slug}/rondje/uitwerken/")
    form = page.context["rows"][0]["form"]
    assert (form.initial["name"], form.initial["tie_name"], form.initial["task"]) == (
        "Biljartclub",
        "Dorpshuis",
        "Bel over de zaal",
    )
    answer = confirm(
        signed_in, note, which="new", name="Biljartclub", kind="vereniging", life_domain="verenigingen",
        tie_name="dorpshuis", tie_kind="deelt-ruimte", tie_strength="2", task="Bel over de zaal", due_on="2026-12-01",
    )  # fmt: skip
    assert answer.status_code == 302
    club = Partner.objects.get(name="Biljartclub")
    relation = Relation.objects.get()
    task = Task.objects.get()
    assert {relation.source, relation.target} == {club, house}
    assert (relation.kind, relation.strength) == ("deelt-ruimte", 2)
    assert (task.partner, str(task.due_on)) == (club, "2026-12-01")
    note.refresh_from_db()
    assert note.state == NoteState.CONFIRMED
    undo(Change.objects.get(), acting_user=anna)
    assert not Relation.objects.exists()
    assert not Task.objects.exists()
    assert list(Partner.objects.all()) == [house]


def test_a_known_partner_counts_as_confirmed_and_an_open_tie_is_not_doubled(
    signed_in: Client, kern: Kern, anna: User
) -> None:
    house, club = make_partner("Dorpshuis", kern), make_partner("Biljartclub", kern)
    for _turn in range(2):
        note = note_of(anna, kern, party="biljartclup", line="alles goed")
        page = signed_in.get(f"/kernen/{kern.slug}/rondje/uitwerken/")
        assert club in page.context["rows"][0]["form"].suggestions
        confirm(signed_in, note, which=str(club.pk), tie_name="Dorpshuis")
    club.refresh_from_db()
    assert club.confirmed_on == timezone.localdate()
    assert Relation.objects.of(club).of(house).count() == 1


def test_confirming_twice_does_nothing_twice(signed_in: Client, kern: Kern, anna: User) -> None:
    note = note_of(anna, kern, party="Biljartclub")
    for _turn in range(2):
        answer = confirm(signed_in, note, which="new", name="Biljartclub", kind="vereniging")
        assert answer.status_code == 302
    assert Partner.objects.count() == 1


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"which": "new", "name": "", "kind": "vereniging"}, "name"),
        ({"which": "new", "name": "Club", "kind": ""}, "kind"),
        ({"which": "other", "other_name": "Bestaat niet"}, "other_name"),
        ({"which": "other", "other_name": ""}, "other_name"),
        ({"which": "none", "tie_name": "Dorpshuis"}, "tie_name"),
        ({"which": "new", "name": "Club", "kind": "vereniging", "task": "x", "due_on": "31-31"}, "due_on"),
        ({"which": "99999"}, "which"),
    ],
)
def test_a_wrong_answer_stands_at_its_field_and_nothing_is_written(
    answers: dict[str, str], field: str, signed_in: Client, kern: Kern, anna: User
) -> None:
    make_partner("Dorpshuis", kern)
    note = note_of(anna, kern, party="Club", next_step="iets")
    answer = confirm(signed_in, note, **answers)
    assert answer.status_code == 422
    assert field in answer.context["rows"][0]["form"].errors
    assert not Change.objects.exists()


def test_a_tie_with_oneself_is_told_calmly(signed_in: Client, kern: Kern, anna: User) -> None:
    house = make_partner("Dorpshuis", kern)
    note = note_of(anna, kern, party="Dorpshuis")
    answer = confirm(signed_in, note, which=str(house.pk), tie_name="Dorpshuis")
    assert answer.status_code == 422
    assert not Change.objects.exists()


def test_a_note_is_put_away_and_brought_back(signed_in: Client, kern: Kern, anna: User) -> None:
    note = note_of(anna, kern, line="niets")
    base = f"/kernen/{kern.slug}/rondje/uitwerken/{note.pk}/"
    signed_in.post(base + "weg/")
    note.refresh_from_db()
    assert note.state == NoteState.DISMISSED
    signed_in.post(base + "terug/")
    note.refresh_from_db()
    assert (note.state, note.handled_at) == (NoteState.NEW, None)


def test_handled_notes_go_after_a_month_and_others_stay(kern: Kern, anna: User) -> None:
    old, fresh = timezone.now() - timedelta(days=31), timezone.now() - timedelta(days=29)
    gone = note_of(anna, kern, line="weg")
    Note.objects.filter(pk=gone.pk).update(state="verwerkt", handled_at=old)
    kept = note_of(anna, kern, line="blijft")
    Note.objects.filter(pk=kept.pk).update(state="weg", handled_at=fresh)
    waiting = note_of(anna, kern, line="wacht")
    assert keep("rounds") == 1
    assert set(Note.objects.all()) == {kept, waiting}


def test_working_out_costs_the_same_for_many_notes_and_partners(
    signed_in: Client, kern: Kern, anna: User, django_assert_num_queries: Any
) -> None:
    path = f"/kernen/{kern.slug}/rondje/uitwerken/"
    signed_in.get(path)
    note_of(anna, kern, party="Een")
    with django_assert_num_queries(10):
        signed_in.get(path)
    for number in range(12):
        make_partner(f"Club {number}", kern)
        note_of(anna, kern, party=f"Club {number}")
    with django_assert_num_queries(10):
        assert len(signed_in.get(path).context["rows"]) == 13


def test_tasks_are_added_once_done_and_undone(signed_in: Client, kern: Kern, anna: User) -> None:
    path = f"/kernen/{kern.slug}/taken/"
    token = signed_in.get(path).context["form"]["token"].value()
    for _turn in range(2):
        assert signed_in.post(path, {"token": str(token), "text": "Bel de school"}).status_code == 302
    task = Task.objects.get()
    signed_in.post(f"{path}{task.pk}/klaar/")
    task.refresh_from_db()
    assert task.done_on == timezone.localdate()
    assert b"Niets te doen" in signed_in.get(f"{path}kort/").content
    undo(Change.objects.order_by("-pk")[0], acting_user=anna)
    assert b"Bel de school" in signed_in.get(f"{path}kort/").content


def test_where_one_stops_is_not_called_stopping(signed_in: Client, kern: Kern) -> None:
    form = signed_in.get(f"/kernen/{kern.slug}/rondje/").context["form"]
    assert str(form.fields["stop"].label) == "Stop"
