"""Inviting without nagging: once, one reminder after a month, never more, also when many ask at once."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command

from checkups.models import Invitation, KernCheckups, Plan
from checkups.services.asking import ask_again, invite, invite_in
from checkups.services.planning import needs_none, put_off, set_plan
from checkups.tasks import invite_everywhere, invite_to_checkups
from partners.models import Partner
from places.models import Kern
from post import links
from post.models import OutboxMail
from residents.models import Registration
from tests.checkups.conftest import Place, mails, token_in
from tests.factories import make_initiative, make_person
from tests.overtaken import at_once, press_at_once
from tests.residents.conftest import EMAIL, make, published  # noqa: F401 - fixtures

DAY = timedelta(days=1)


def test_a_mail_goes_to_the_mailbox_of_the_driver_and_says_what_can_be_done(place: Place) -> None:
    assert invite_in(place.kern) == 1
    mail = mails()[0]
    assert mail.to == "brug@voorbeeld.nl"
    assert "Buurttafel" in mail.text
    assert "Buurttafel" not in mail.subject
    assert mail.text.count("/apk/") == 3
    assert "keuze=later" in mail.text
    assert "keuze=nooit" in mail.text


def test_one_invitation_one_reminder_and_never_more(place: Place, today: Any) -> None:
    sent = []
    for _day in range(500):
        sent.append(invite_in(place.kern))
        invite_in(place.kern)
        today.shift(DAY)
    assert sum(sent) == len(mails()) == 2
    assert sent[0] == sent[30] == 1
    assert "laatste mail" in mails()[1].text


def test_nothing_goes_out_before_its_day_or_when_the_kern_does_not_want_it(place: Place) -> None:
    Plan.objects.update(next_on=date(2026, 11, 26))
    assert invite_in(place.kern) == 0
    Plan.objects.update(next_on=date(2026, 11, 25))
    KernCheckups.objects.update(mails_on=False)
    assert invite_in(place.kern) == 0
    KernCheckups.objects.update(mails_on=True, is_on=False)
    assert invite_in(place.kern) == 0
    KernCheckups.objects.update(is_on=True)
    assert invite_in(place.kern) == 1


def test_a_person_and_who_is_for_nobody_else_get_none(place: Place) -> None:
    Partner.objects.update(mailbox="")
    person = make_person("Trekker", place.kern, mailbox="privé@voorbeeld.nl")
    other = make_initiative("Van een mens", place.kern, drivers=[person])
    Plan.objects.create(initiative=other, next_on=date(2026, 11, 1))
    hidden = make_initiative("Voor mij", place.kern, drivers=[place.bridge], visibility="self")
    Plan.objects.create(initiative=hidden, next_on=date(2026, 11, 1))
    assert invite_in(place.kern) == 0


def test_another_date_a_few_days_later_brings_no_second_mail(place: Place, today: Any) -> None:
    invite_in(place.kern)
    set_plan(place.table, {"next_on": date(2026, 11, 28)}, acting_user=place.user)
    today.shift(5 * DAY)
    assert invite_in(place.kern) == 0


def test_put_off_comes_back_in_three_months_and_not_needed_never(place: Place, today: Any) -> None:
    invite_in(place.kern)
    assert put_off(place.table, acting_user=None) == date(2027, 2, 25)
    today.shift(91 * DAY)
    assert invite_in(place.kern) == 0
    today.shift(2 * DAY)
    assert invite_in(place.kern) == 1
    needs_none(place.table, acting_user=None)
    today.shift(400 * DAY)
    assert invite_in(place.kern) == 0


def test_the_task_and_the_command_do_the_same_and_twice_is_once(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(invite_to_checkups, "delay", invite_to_checkups)
    assert invite_everywhere() == 1
    assert len(mails()) == 1
    call_command("invite_to_checkups")
    invite_everywhere()
    assert len(mails()) == 1


def test_an_address_that_is_none_is_not_tried_each_day(place: Place) -> None:
    Partner.objects.update(mailbox="geen adres")
    invite_in(place.kern)
    invite_in(place.kern)
    assert not mails()
    assert Invitation.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@at_once
def test_of_twelve_at_once_one_mail_goes_out(place: Place) -> None:
    answers = press_at_once(lambda: invite(place.table, "uitnodiging"), 12)
    assert sorted(answers) == [False] * 11 + [True]
    assert len(mails()) == 1


def test_a_new_link_for_who_reads_the_mailbox_and_not_too_often(place: Place, today: Any) -> None:
    assert ask_again("brug@voorbeeld.nl") == 0  # never invited, so there is nothing to ask for
    invite_in(place.kern)
    old = token_in(mails()[0])
    assert ask_again("vreemd@voorbeeld.nl") == 0
    assert len(mails()) == 1  # what is made for an unknown address, to take as long, is taken back
    assert links.read("checkup", old)
    assert ask_again(" BRUG@voorbeeld.nl ") == 1
    assert mails()[1].to == "brug@voorbeeld.nl"
    assert links.read("checkup", old) is None
    assert links.read("checkup", token_in(mails()[1]))
    assert ask_again("brug@voorbeeld.nl") == 0
    for _time in range(5):
        today.shift(timedelta(minutes=11))
        ask_again("brug@voorbeeld.nl")
    assert len(mails()) == 4


class TestResidents:
    """A resident is written to with consent only, once, and the address stands nowhere."""

    @pytest.fixture
    def garden(self, place: Place, published: Callable[..., Registration]) -> Registration:  # noqa: F811
        registration = published(consents={"jaarlijks": True})
        assert registration.initiative
        Plan.objects.create(initiative=registration.initiative, next_on=date(2026, 11, 20))
        Partner.objects.filter(pk=place.bridge.pk).update(mailbox="")
        OutboxMail.objects.all().delete()
        return registration

    def test_who_said_yes_gets_one_mail_and_no_reminder(self, garden: Registration, today: Any) -> None:
        for _day in range(100):
            invite_in(garden.kern)
            today.shift(DAY)
        assert [mail.to for mail in mails()] == [EMAIL]
        assert "akkoord" in mails()[0].text

    def test_it_is_the_one_mail_of_the_year_whichever_room_sends_it(
        self, garden: Registration, client: Any, today: Any
    ) -> None:
        from residents.services.alive import ask_each_year

        Registration.objects.update(alive_on=date(2025, 1, 1), mailed_on=date(2026, 6, 1))
        assert invite_in(garden.kern) == 0
        Registration.objects.update(mailed_on=None)
        assert invite_in(garden.kern) == 1
        assert ask_each_year() == 0
        answer = client.post("/apk/", {"sleutel": token_in(mails()[0]), "needs": "zon", "outcome": "blijft"})
        assert answer.status_code == 302
        garden.refresh_from_db()
        assert garden.alive_on == date(2026, 11, 25)

    def test_who_said_no_or_took_it_back_gets_none(self, garden: Registration) -> None:
        from residents.consents import record

        record(garden, {"jaarlijks": False})
        assert invite_in(garden.kern) == 0
        record(garden, {"jaarlijks": True})
        assert invite_in(garden.kern) == 1

    def test_who_handed_over_gets_none(self, garden: Registration) -> None:
        part = garden.initiative.participations.get(partner=garden.person)
        part.ended_on = "2026-11-01"
        part.save()
        assert invite_in(garden.kern) == 0

    def test_a_new_link_by_the_own_address(self, garden: Registration) -> None:
        invite_in(garden.kern)
        assert ask_again(EMAIL.upper()) == 1
        assert mails()[1].to == EMAIL

    def test_the_address_is_on_no_page(self, garden: Registration, anna: Any) -> None:
        invite_in(garden.kern)
        for path in (f"/kernen/{garden.kern.slug}/apk/", f"/initiatieven/{garden.initiative.slug}/apk/"):
            body = anna.get(path).content.decode()
            assert garden.initiative.name in body
            assert EMAIL not in body

    def test_many_residents_cost_as_many_queries_as_one(
        self,
        garden: Registration,
        published: Callable[..., Registration],  # noqa: F811
        django_assert_max_num_queries: Any,
    ) -> None:
        from initiatives.driving import mailboxes_of

        ids = [garden.initiative_id or 0]
        for number in range(4):
            more = published(f"Tuin {number}", email=f"n{number}@voorbeeld.nl", consents={"jaarlijks": True})
            ids.append(more.initiative_id or 0)
        with django_assert_max_num_queries(4):
            assert len(mailboxes_of(ids)) == 5

    def test_erasing_takes_the_answers_along(self, garden: Registration) -> None:
        from checkups.models import CheckUp
        from checkups.services.filling import fill_in
        from residents.services.erasing import erase
        from tests.residents.conftest import everything

        invite_in(garden.kern)
        assert garden.initiative
        fill_in(garden.initiative, {"needs": "een kluut"}, acting_user=None)
        checkup = CheckUp.objects.get()
        checkup.needs = "twee kluten"
        checkup.save()
        assert "kluten" in everything()
        erase(garden)
        assert "kluut" not in everything()
        assert "kluten" not in everything()
        assert not mails()
        assert CheckUp.objects.count() == 1


def test_a_kern_that_is_gone_is_no_work(place: Place) -> None:
    assert invite_to_checkups(Kern.objects.latest("pk").pk + 1) == 0
