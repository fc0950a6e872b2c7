"""What goes by itself goes on its day, never more than a twentieth at once, and the report says it before."""

import io
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import Membership, Role, User
from accounts.services import invitations
from keeping import terms
from keeping.tasks import keep_terms
from partners.models import Identity
from places.models import Kern, Municipality
from post.models import MailLink, OutboxMail
from rounds.models import Note
from tests.factories import make_kern, make_partner, make_person, make_user
from wijkweb.kit import personal
from wijkweb.kit.partial_dates import PartialDate

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def in_days(days: float) -> datetime:
    return NOW + timedelta(days=days)


def notes(number: int, kern: Kern, user: User, *, handled: int) -> None:
    Note.objects.bulk_create(
        Note(kern=kern, made_by=user, line=f"regel {index}", noted_at=NOW, received_at=NOW, state="weg", handled_at=NOW)
        if index < handled
        else Note(kern=kern, made_by=user, line=f"regel {index}", noted_at=NOW, received_at=NOW)
        for index in range(number)
    )  # fmt: skip


@pytest.fixture
def kern(db: None) -> Kern:
    return make_kern()


@pytest.fixture
def user(kern: Kern) -> User:
    return make_user(Role.COORDINATOR, kern)


def due(name: str, moment: datetime) -> int:
    return next(one.due for one in terms.look(moment) if one.rule.name == name)


class TestTheBrake:
    @pytest.mark.parametrize(
        ("number", "handled", "goes"), [(10, 10, 10), (100, 11, 0), (400, 20, 20), (400, 21, 0)]
    )
    def test_a_twentieth_or_a_handful_goes_and_more_does_not(
        self, kern: Kern, user: User, number: int, handled: int, goes: int
    ) -> None:
        notes(number, kern, user, handled=handled)
        assert terms.keep("rounds", in_days(31)) == goes
        assert Note.objects.count() == number - goes

    def test_it_waits_until_somebody_approves(
        self, kern: Kern, user: User, caplog: pytest.LogCaptureFixture
    ) -> None:
        notes(100, kern, user, handled=50)
        Note.objects.update(handled_at=in_days(-31), state="weg")
        out, err = io.StringIO(), io.StringIO()
        call_command("keep_terms", stdout=out, stderr=err)
        assert Note.objects.count() == 100
        assert "rounds.notes waits: 100 of 100" in err.getvalue()
        assert "rounds.notes" in caplog.text
        call_command("keep_terms", approve=["rounds.notes"], stdout=out, stderr=io.StringIO())
        assert not Note.objects.exists()

    def test_a_rule_that_does_not_exist_cannot_be_approved(self) -> None:
        with pytest.raises(CommandError, match=r"no rule rounds\.note\."):
            call_command("keep_terms", approve=["rounds.note"])

    def test_what_is_short_lived_by_nature_goes_at_once(self) -> None:
        MailLink.objects.bulk_create(
            MailLink(purpose="p", about="a", token_hash=str(n), expires_at=NOW) for n in range(40)
        )
        assert terms.keep("post", in_days(2)) == 40


def test_a_dry_run_says_what_would_go_and_changes_nothing(kern: Kern, user: User) -> None:
    notes(20, kern, user, handled=3)
    out = io.StringIO()
    day = timezone.localdate() + timedelta(days=40)
    call_command("keep_terms", dry_run=True, on=day, stdout=out, stderr=io.StringIO())
    (line,) = [line for line in out.getvalue().splitlines() if line.startswith("rounds.notes")]
    assert line.split()[1:4] == ["20", "3", "-"]
    assert Note.objects.count() == 20


def test_every_rule_can_be_looked_at_and_has_a_name_of_its_own() -> None:
    found = terms.look()
    names = [one.rule.name for one in found]
    assert len(names) == len(set(names)) >= 15
    assert all(str(one.rule.says) for one in found)


def broken(*_given: Any) -> Any:
    raise ZeroDivisionError


@pytest.fixture(params=["looking", "doing"])
def broken_rule(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    due = broken if request.param == "looking" else lambda now: Note.objects.all()
    rule = personal.Rule("rounds.broken", "breaks", due, deed=broken)
    real = personal.rules()
    monkeypatch.setattr(terms, "rules", lambda: [rule, *real])


def test_a_rule_that_fails_keeps_no_other_from_going(broken_rule: None, kern: Kern, user: User) -> None:
    notes(5, kern, user, handled=2)
    Note.objects.filter(state="weg").update(handled_at=in_days(-31))
    assert keep_terms() == 2
    with pytest.raises(CommandError, match=r"rounds\.broken"):
        call_command("keep_terms", stdout=io.StringIO())


class TestContacts:
    @pytest.mark.parametrize("ends", ["person", "organisation"])
    def test_name_and_address_go_a_month_after_the_end(self, kern: Kern, ends: str) -> None:
        school = make_partner("School", kern)
        head = make_person("schoolhoofd", kern, organisation=school)
        Identity.objects.create(partner=head, name="Anna", email="anna@voorbeeld.nl")
        assert due("partners.contacts", in_days(4000)) == 0
        ended = head if ends == "person" else school
        ended.ended_on = PartialDate.from_day(timezone.localdate())
        ended.save()
        assert due("partners.contacts", in_days(29)) == 0
        assert terms.keep("partners", in_days(32)) == 1
        assert not Identity.objects.exists()


class TestAccounts:
    def test_unused_is_closed_and_then_erased_and_the_role_stays(self, user: User) -> None:
        User.objects.filter(pk=user.pk).update(last_login=NOW, name="Anna")
        address = user.email
        assert terms.keep("accounts", in_days(182)) == 0
        assert terms.keep("accounts", in_days(184)) == 1
        user.refresh_from_db()
        assert not user.is_active
        (mail,) = OutboxMail.objects.all()
        assert (mail.to, "gesloten" in mail.subject) == (address, True)
        assert terms.keep("accounts", in_days(364)) == 0
        assert terms.keep("accounts", in_days(366)) == 1
        user.refresh_from_db()
        assert (user.email, user.name) == (f"{user.pk}@gewist.invalid", "gewist account")
        assert not OutboxMail.objects.exists()
        membership = Membership.objects.get()
        assert (membership.role, membership.is_active) == (Role.COORDINATOR, False)
        assert terms.keep("accounts", in_days(3000)) == 0

    def test_who_signs_in_meanwhile_stays(self, user: User) -> None:
        User.objects.filter(pk=user.pk).update(last_login=in_days(100))
        assert due("accounts.unused", in_days(282)) == 0
        assert due("accounts.unused", in_days(284)) == 1

    def test_a_new_invitation_opens_it_again(self, kern: Kern, user: User) -> None:
        User.objects.filter(pk=user.pk).update(is_active=False, last_login=in_days(-200))
        Membership.objects.all().delete()
        kern.municipality = Municipality.objects.create(name="Gemeente")
        kern.save()
        boss = make_user(Role.MUNICIPAL_COORDINATOR, kern.municipality)
        invitations.invite(user.email, Role.COORDINATOR, kern, acting_user=boss)
        assert invitations.accept_open_invitations(user.email) == user
        user.refresh_from_db()
        assert user.is_active
        assert due("accounts.unused", timezone.now()) == 0

    def test_the_last_who_can_invite_others_stays(self) -> None:
        municipality = Municipality.objects.create(name="Gemeente")
        first = make_user(Role.MUNICIPAL_COORDINATOR, municipality)
        admin = make_user(Role.ADMINISTRATOR)
        User.objects.update(last_login=NOW)
        assert due("accounts.unused", in_days(200)) == 0
        make_user(Role.MUNICIPAL_COORDINATOR, municipality)
        User.objects.update(last_login=NOW)
        assert due("accounts.unused", in_days(200)) == 2
        assert {first.pk, admin.pk} <= set(User.objects.values_list("pk", flat=True))
