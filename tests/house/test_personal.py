"""Every field of every model stands in the list of what is kept about persons, and the page shows that whole list."""

from django.apps import apps
from django.db import models
from django.test import Client
from django.utils.html import escape
from django.utils.translation import override

from wijkweb.kit.personal import OF_HISTORY, Inventory, Sort, all_fields, inventory
from wijkweb.kit.sealed import SealedTextField

LISTED = inventory()
# Names that point at a person wherever they stand. Who lists one of them as impersonal made a mistake.
OF_PERSONS = {
    "email", "first_name", "address_mark", "made_by", "user", "asked_by", "handled_by", "decided_by", "recorded_by",
    "entered_by", "changed_by", "seen_by", "password", "session_key", "to", "person", "borrower",
}  # fmt: skip


def test_every_field_is_listed_and_nothing_else() -> None:
    listed = set(LISTED.kept)
    assert not sorted(all_fields() - listed), "list it in the personal.py of its room"
    assert not sorted(listed - all_fields()), "there is no such field (any more)"
    assert not LISTED.twice


def test_a_new_field_would_break_the_build() -> None:
    """The list is compared with the models themselves, so what a model gains is missed."""
    label, name = "residents.Words", "email"
    assert (label, name) in all_fields()
    without = Inventory({key: kept for key, kept in LISTED.kept.items() if key != (label, name)})
    assert all_fields() - set(without.kept) == {(label, name)}


def test_a_line_of_history_holds_what_its_model_holds_and_who_did_it() -> None:
    strange = []
    for model in apps.get_models():
        original = getattr(model, "instance_type", None)
        if original is not None:
            own = {field.name for field in original._meta.concrete_fields} | OF_HISTORY
            strange += [
                f"{model.__name__}.{field.name}"
                for field in model._meta.concrete_fields
                if field.name not in own
            ]
    assert not strange


def test_what_points_at_a_person_is_never_listed_as_impersonal() -> None:
    wrong = [key for key, kept in LISTED.kept.items() if kept is None and key[1] in OF_PERSONS]
    assert not wrong


def test_what_is_encrypted_is_listed_as_personal() -> None:
    sealed = [
        (model._meta.label, field.name)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, SealedTextField)
    ]
    assert len(sealed) >= 6
    assert not [key for key in sealed if LISTED.kept[key] is None]


def test_free_text_says_who_may_stand_in_it() -> None:
    """A text without choices and without a limit may hold a person; who thinks otherwise says so here."""
    about_things = {
        "places.Kern", "facts.Fact", "network.SnapshotRun", "network.Layout", "agenda.OutsideCalendar", "ladder.Assessment",
        "interchange.PackageImport", "interchange.SheetJob", "socialaccount.SocialApp",
    }  # fmt: skip
    texts = [
        (model._meta.label, field.name)
        for model in apps.get_models()
        if not hasattr(model, "instance_type")
        for field in model._meta.concrete_fields
        if type(field) is models.TextField and model._meta.label not in about_things
    ]
    assert not [key for key in texts if LISTED.kept[key] is None]


def test_the_page_shows_each_kind_with_all_that_is_said_of_it(client: Client, db: None) -> None:
    text = client.get("/wat-wij-bewaren/").content.decode()
    assert len(LISTED.groups) >= 20
    with override("nl"):
        for kept in LISTED.groups:
            for said in (
                kept.title,
                kept.what,
                kept.purpose,
                kept.until,
                kept.seen_by,
                kept.export,
                kept.erase,
            ):
                assert escape(str(said)) in text, said
            assert all(str(part) for part in (kept.sort.label, kept.basis.label))
    assert "residents.Words.email" in text
    assert "Words.version" not in text


def test_the_page_is_linked_from_every_page(client: Client, db: None) -> None:
    for path in ("/", "/kernen/", "/inloggen/", "/initiatief-aanmelden/"):
        assert 'href="/wat-wij-bewaren/"' in client.get(path).content.decode()


def test_every_sort_is_used() -> None:
    assert {kept.sort for kept in LISTED.groups} == set(Sort)
