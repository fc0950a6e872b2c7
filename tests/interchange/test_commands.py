"""The demo, and the made-up kern."""

import io
import stat
from datetime import date, timedelta
from pathlib import Path
from unittest import mock

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from accounts.models import Membership, User
from initiatives.models import Initiative, Participation
from interchange.generating import generate_package
from interchange.importing import import_package, store_package
from interchange.management.commands.load_demo import confirm_long_ago
from partners.models import Partner, Relation
from places.models import Kern
from tests.interchange import packages

pytestmark = pytest.mark.django_db


@pytest.fixture
def var(tmp_path, settings):
    settings.VAR_DIR = tmp_path
    return tmp_path


def run(name: str, *arguments: str) -> str:
    out = io.StringIO()
    call_command(name, *arguments, stdout=out)
    return out.getvalue()


def test_the_demo_is_loaded_once_and_says_how_to_sign_in(var, stored):
    first = run("load_demo")
    before = stored()
    second = run("load_demo")
    assert stored() == before
    password = (var / "demo-password").read_text()
    assert len(password) >= 12
    assert password in first
    assert password in second
    assert stat.S_IMODE((var / "demo-password").stat().st_mode) == 0o600
    assert Membership.objects.count() == User.objects.count() == 3
    coordinator = User.objects.get(email="coordinator@demo.invalid")
    assert coordinator.check_password(password)
    assert coordinator.memberships.get().kern.slug == "numansdorp"
    alderman = Membership.objects.get(user__email="wethouder@demo.invalid")
    assert (alderman.role, alderman.municipality.name) == ("alderman", "Hoeksche Waard")


def test_the_demo_is_partly_fresh_and_partly_old_whenever_it_is_loaded(demo):
    """A web of which nothing was ever confirmed is faded all over; each record keeps its age from load to load."""
    import_package(demo)
    ages = []
    for day in (date(2026, 3, 31), date(2030, 11, 2)):
        confirm_long_ago(day)
        ages.append(
            {slug: (day - on).days for slug, on in Partner.objects.values_list("slug", "confirmed_on") if on}
        )
        for records in (Partner.objects, Relation.objects):
            within = records.filter(confirmed_on__lte=day, confirmed_on__gt=day - timedelta(days=730))
            assert within.count() == records.count()
            assert 0.2 < records.old_on(day).count() / records.count() < 0.6
    assert ages[0] == ages[1]
    partner = Partner.objects.earliest("slug")
    days = [line.confirmed_on for line in partner.history.order_by("history_id")]
    assert days == [
        None,
        *(day - timedelta(days=ages[0][partner.slug]) for day in (date(2026, 3, 31), date(2030, 11, 2))),
    ]


def test_the_load_of_the_demo_says_when_what_was_confirmed(var):
    run("load_demo")
    assert not Partner.objects.filter(confirmed_on__isnull=True).exists()


def test_only_the_demo_gets_such_days(demo):
    import_package(demo)
    assert not Partner.objects.filter(confirmed_on__isnull=False).exists()


def test_a_lost_password_is_made_anew(var):
    run("load_demo")
    (var / "demo-password").unlink()
    run("load_demo")
    password = (var / "demo-password").read_text()
    users = list(User.objects.all())
    assert users
    assert all(user.check_password(password) for user in users)


def test_a_password_that_was_looked_at_before_is_not_looked_at_again(var):
    """Three checks take seconds, at every start; a password that changed since is put right all the same."""
    run("load_demo")
    run("load_demo")
    with mock.patch.object(User, "check_password", autospec=True, side_effect=User.check_password) as checked:
        run("load_demo")
        assert checked.call_count == 0
        user = User.objects.get(email="coordinator@demo.invalid")
        user.set_password("een heel ander wachtwoord")
        user.save()
        run("load_demo")
        assert checked.call_count == 1
    user.refresh_from_db()
    assert user.check_password((var / "demo-password").read_text())


def test_no_demo_in_production(var, settings, stored):
    settings.IS_PRODUCTION = True
    before = stored()
    with pytest.raises(CommandError):
        call_command("load_demo")
    assert stored() == before
    assert not User.objects.exists()


def test_the_packaged_demo_is_a_package_of_ours(demo):
    assert demo.is_relative_to(Path(settings.BASE_DIR))
    assert set(packages.cells(demo))


def test_a_made_up_web_has_the_size_and_the_skew_of_a_real_one():
    run("generate_web", "--partners", "200", "--relations", "800")
    assert Partner.objects.count() == 200
    assert Relation.objects.count() == 800
    assert Initiative.objects.count() == 40
    assert Participation.objects.count() >= 40
    assert Partner.objects.filter(form="persoon").count() == 24
    assert Partner.history.count() == 200
    degrees = sorted(p.relations_out.count() + p.relations_in.count() for p in Partner.objects.all())
    assert degrees[-1] > 4 * degrees[len(degrees) // 2]


def test_the_same_seed_gives_the_same_web():
    one, two = (generate_package("testdorp", 50, 200, 7) for _turn in range(2))
    assert one == two
    assert generate_package("testdorp", 50, 200, 8) != one


def test_a_made_up_web_obeys_the_format(tmp_path):
    package = generate_package("testdorp", 60, 150, 3)
    rows = {name: [dict(row.cells) for row in rows] for name, rows in package.tables.items()}
    from interchange.package.reading import read_package

    assert len(read_package(packages.write(tmp_path / "web", rows)).tables["relaties"]) == 150
    assert store_package(package, remember=False).total.new == 1 + 60 + 150 + 12 + len(rows["betrokkenen"])


@pytest.mark.parametrize(("partners", "relations"), [(0, 0), (1, 0), (5, 10)])
def test_small_and_full_webs(partners, relations):
    run("generate_web", "--partners", str(partners), "--relations", str(relations))
    assert (Partner.objects.count(), Relation.objects.count()) == (partners, relations)


def test_a_made_up_kern_is_replaced_only_when_asked():
    run("generate_web", "--partners", "20", "--relations", "30")
    with pytest.raises(CommandError):
        run("generate_web", "--partners", "20", "--relations", "30")
    run("generate_web", "--partners", "10", "--relations", "5", "--replace")
    assert (Partner.objects.count(), Partner.history.count(), Relation.objects.count()) == (10, 10, 5)


def test_a_real_kern_is_never_replaced(package, stored):
    call_command("import_package", str(package), stdout=io.StringIO())
    before = stored()
    with pytest.raises(CommandError):
        run("generate_web", "--kern-slug", "oosterdorp", "--replace")
    assert stored() == before
    assert Kern.objects.filter(slug="oosterdorp").exists()


@pytest.mark.parametrize(
    "arguments", [("--partners", "-1"), ("--partners", "3", "--relations", "4"), ("--kern-slug", "A B")]
)
def test_impossible_sizes_and_names(arguments):
    with pytest.raises(CommandError):
        run("generate_web", *arguments)
