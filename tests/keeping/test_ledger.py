"""After an old copy was put back nobody comes back with it: what was erased since is erased again, before the site opens."""

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts import terms as accounts
from accounts.models import Role, User
from initiatives.models import Initiative
from keeping import ledger, restoring
from keeping.models import Erasure
from keeping.tasks import keep_terms
from partners.models import Identity
from partners.services import set_identity
from post.models import MailLink, MailStatus, OutboxMail
from post.services import deliver_due
from residents.consents import consents_of, record
from residents.models import Registration
from residents.services.erasing import erase
from tests.factories import make_person, make_user
from tests.residents.conftest import CANARIES, NAME, Place, everything
from wishes.helping import offer_help, stop_helping
from wishes.models import Wish
from wishes.services import erase as erase_wish
from wishes.services import hang

pytestmark = pytest.mark.django_db
Capture = Any
SEEDED = (*CANARIES, "goudplevier", "wielewaal", "bosuil", "kemphaan")


@pytest.fixture(autouse=True)
def ledger_file(tmp_path: Path, settings: Any) -> Path:
    settings.ERASURE_LEDGER = str(tmp_path / "apart" / "erasures")
    return Path(settings.ERASURE_LEDGER)


def copy_of_all() -> dict[Any, list[Any]]:
    """A backup: every row of every table, in plain values."""
    return {
        model: [
            {field.attname: field.value_from_object(row) for field in model._meta.concrete_fields}
            for row in model._base_manager.all()
        ]
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label not in ("contenttypes", "auth")
    }


def put_back(copy: dict[Any, list[Any]]) -> None:
    """The database as it was: what came since is gone, what went since is there."""
    with connection.constraint_checks_disabled(), connection.cursor() as cursor:
        names = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in copy)
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else what waits to be checked keeps a table
            cursor.execute(f"TRUNCATE {names} CASCADE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        else:
            for model in copy:
                model._base_manager.all()._raw_delete(using="default")
        for model, rows in copy.items():
            if rows:
                model._base_manager.bulk_create([model(**row) for row in rows])


def settle(capture: Capture, deed: Callable[[], object]) -> None:
    with capture(execute=True):
        deed()


@pytest.fixture
def seeded(place: Place, published: Callable[..., Registration]) -> Registration:
    """A resident, a contact, an account and a wish with who helps: all of them ask to be erased after the backup."""
    registration = published(consents={"naam": True, "jaarlijks": True})
    person = make_person("schoolhoofd", place.kern)
    Identity.objects.create(partner=person, name="Mevrouw Goudplevier", email="wielewaal@voorbeeld.nl")
    User.objects.filter(pk=make_user(Role.COORDINATOR, place.kern).pk).update(name="Bosuil")
    wish = hang(kern=place.kern, theme="groen", text="Een bank voor de kemphaan")
    offer_help(wish, first_name="Wielewaal", email="helpt@voorbeeld.nl")
    return registration


def all_go(registration: Registration, place: Place) -> None:
    erase(registration)
    set_identity(Identity.objects.get().partner, acting_user=place.user)
    accounts.erase(User.objects.get(name="Bosuil"))
    for helper in Wish.objects.get().helpers.all():
        stop_helping(helper)
    erase_wish(Wish.objects.get())


def test_nobody_comes_back_with_an_old_copy(
    seeded: Registration,
    place: Place,
    django_capture_on_commit_callbacks: Capture,
) -> None:
    backup = copy_of_all()
    settle(django_capture_on_commit_callbacks, lambda: all_go(seeded, place))
    assert not [word for word in SEEDED if word in everything()]
    assert not ledger.is_behind()

    put_back(backup)
    assert not Erasure.objects.exists()
    assert not [
        word for word in ("goudplevier", "bosuil", "kemphaan", "karekiet") if word not in everything()
    ], "else this test could not fail"
    assert ledger.is_behind()
    out = io.StringIO()
    call_command("after_restore", if_behind=True, stdout=out)
    assert not [word for word in SEEDED if word in everything()], out.getvalue()
    assert Initiative.objects.get(slug="buurttuin").name == "Buurttuin"
    for kind in ("registration", "contact", "account", "wish"):
        assert f"Erased again, {kind}: 1." in out.getvalue()
    assert not ledger.is_behind()
    call_command("after_restore", if_behind=True, stdout=out)
    assert "knows every erasure" in out.getvalue()


def test_a_consent_that_was_withdrawn_is_withdrawn_again(
    seeded: Registration, django_capture_on_commit_callbacks: Capture
) -> None:
    backup = copy_of_all()
    settle(django_capture_on_commit_callbacks, lambda: record(seeded, {"naam": False}))
    put_back(backup)
    assert consents_of(seeded)["naam"]
    restoring.bring_up_to_date()
    assert (consents_of(seeded)["naam"], consents_of(seeded)["jaarlijks"]) == (False, True)


def test_who_withdrew_takes_the_initiative_along_again(
    seeded: Registration, django_capture_on_commit_callbacks: Capture
) -> None:
    backup = copy_of_all()
    settle(django_capture_on_commit_callbacks, lambda: erase(seeded, is_withdrawn=True))
    put_back(backup)
    restoring.bring_up_to_date()
    assert Initiative.objects.get(slug="buurttuin").phase == "gestopt"


def test_sessions_links_and_mail_of_before_do_nothing(
    seeded: Registration, place: Place, django_capture_on_commit_callbacks: Capture
) -> None:
    client = Client()
    client.force_login(place.user, backend="django.contrib.auth.backends.ModelBackend")
    waiting = OutboxMail.objects.filter(status=MailStatus.WAITING).count()
    assert waiting
    done = restoring.bring_up_to_date()
    assert done.mails == waiting
    assert client.get("/account/").status_code == 302
    assert not MailLink.objects.filter(used_at__isnull=True).exists()
    assert deliver_due() == (0, 0)
    call_command("after_restore", release_mail=True, stdout=io.StringIO())
    assert OutboxMail.objects.filter(status=MailStatus.WAITING).count() == waiting


def test_the_file_says_nothing_about_anybody_and_is_closed_to_others(
    seeded: Registration, place: Place, ledger_file: Path, django_capture_on_commit_callbacks: Capture
) -> None:
    settle(django_capture_on_commit_callbacks, lambda: all_go(seeded, place))
    text = ledger_file.read_text()
    assert text.count("\n") == Erasure.objects.count()
    assert not [word for word in (*SEEDED, NAME.lower(), seeded.key.hex) if word in text.lower()]
    assert ledger_file.stat().st_mode & 0o777 == 0o600


def test_what_was_taken_back_is_not_in_the_file(seeded: Registration, ledger_file: Path) -> None:
    erase(seeded)  # its transaction has not ended
    assert not ledger_file.exists()


def test_the_night_adds_what_did_not_reach_the_file_and_drops_what_is_old(ledger_file: Path) -> None:
    now = timezone.now()
    for days in (1, 94, 96):
        Erasure.objects.create(kind="wish", subject=f"{days:064d}", at=now - timedelta(days=days))
    assert ledger.complete_file() == 3
    assert ledger.complete_file() == 0
    keep_terms()
    assert sorted(int(line[1]) for line in ledger.lines_in_file()) == [1, 94]
    assert Erasure.objects.count() == 2


@pytest.mark.parametrize("half", ["2026-11-25T10:00", "2026-11-25T10:00:00+00:00 wish bbb"])
def test_half_a_line_of_a_full_disk_harms_no_other(ledger_file: Path, half: str) -> None:
    Erasure.objects.create(kind="wish", subject="a" * 64)
    ledger.complete_file()
    with ledger_file.open("a") as file:
        file.write(half)
    assert len(ledger.lines_in_file()) == 1
    assert not ledger.is_behind(), "a mark that was cut off is no erasure that this database lacks"
    Erasure.objects.create(kind="wish", subject="c" * 64)
    ledger.complete_file()
    assert {mark[0] for _kind, mark, _at in ledger.lines_in_file()} == {"a", "c"}
