"""Mail arrives, once if it can and twice at most, and holds up nobody."""

import smtplib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail as django_mail
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from post import services, tasks
from post.models import MailStatus, OutboxMail
from post.services import BadAddress, deliver, deliver_due, enqueue_text
from tests.overtaken import at_once, press_at_once

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


def put(**more: Any) -> OutboxMail:
    given = {"to": "anna@voorbeeld.nl", "subject": "Uw code", "text": "Dag,\n", "purpose": "proef", **more}
    return enqueue_text(**given)


class Server:
    """Stands in for the mail server: does in turn what the list says, and then takes everything."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *troubles: BaseException) -> None:
        self.troubles = list(troubles)
        self.taken: list[str] = []
        monkeypatch.setattr(services, "_send", self.send)

    def send(self, mail: OutboxMail) -> None:
        if self.troubles:
            raise self.troubles.pop(0)
        self.taken.append(mail.message_id)


def test_a_mail_goes_out_with_its_own_mark(mailoutbox):
    mail = put(html="<p>Dag</p>")
    assert deliver(mail.pk)
    [sent] = mailoutbox
    assert sent.to == ["anna@voorbeeld.nl"]
    assert sent.message()["Message-ID"] == mail.message_id
    assert sent.message()["Auto-Submitted"] == "auto-generated"
    assert sent.alternatives[0].mimetype == "text/html"
    mail.refresh_from_db()
    assert mail.status == MailStatus.SENT
    assert not deliver(mail.pk)
    assert len(mailoutbox) == 1


@pytest.mark.django_db(transaction=True)
def test_it_is_sent_when_the_transaction_holds_and_not_before(mailoutbox, settings):
    settings.CELERY_TASK_ALWAYS_EAGER = True
    from wijkweb.celery import app

    app.conf.task_always_eager = True
    try:
        with transaction.atomic():
            put()
            assert mailoutbox == []
        assert len(mailoutbox) == 1
        with transaction.atomic():
            put()
            transaction.set_rollback(True)
        assert len(mailoutbox) == 1
        assert OutboxMail.objects.count() == 1
    finally:
        app.conf.task_always_eager = False


def test_a_template_gives_text_and_layout(settings):
    settings.SITE_URL = "https://wijkweb.voorbeeld.nl"
    mail = services.enqueue(
        to="anna@voorbeeld.nl",
        subject="Klopt uw kaart & de rest nog?",
        template="layout/mail",
        purpose="proef",
    )
    assert "Met vriendelijke groet,\nWijkweb" in mail.text
    assert "https://wijkweb.voorbeeld.nl" in mail.text
    assert mail.html.startswith("<!doctype html>")
    assert "<title>Klopt uw kaart &amp; de rest nog?</title>" in mail.html


@pytest.mark.parametrize(
    "to", ["", "anna", "a@b.nl, c@d.nl", "a@b.nl\nBcc: c@d.nl", "Anna <a@b.nl>", "a@b.nl\x00"]
)
def test_only_one_plain_address_is_taken(to):
    with pytest.raises(BadAddress):
        put(to=to)
    assert not OutboxMail.objects.exists()


def test_no_header_comes_in_through_a_subject(mailoutbox):
    mail = put(subject="Dag\r\nBcc: dief@elders.nl\n\nen zo")
    assert deliver(mail.pk)
    message = mailoutbox[0].message()
    assert message["Subject"] == "Dag Bcc: dief@elders.nl en zo"
    assert message["Bcc"] is None


def test_a_refusal_is_tried_again_for_a_day_with_growing_pauses(monkeypatch):
    server = Server(monkeypatch, *[smtplib.SMTPConnectError(421, b"later")] * 100)
    pauses = []
    with time_machine.travel(MORNING, tick=False) as clock:
        mail = put()
        while mail.status == MailStatus.WAITING:
            assert not deliver(mail.pk)
            mail.refresh_from_db()
            pauses.append(mail.not_before - timezone.now())
            clock.move_to(mail.not_before)
        assert timezone.now() - MORNING <= timedelta(hours=25)
    assert pauses[:3] == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    assert max(pauses) == timedelta(hours=1)
    assert mail.status == MailStatus.FAILED
    assert 25 < mail.attempts < 40
    assert server.taken == []


def test_after_six_hours_without_a_server_all_goes_out_once(monkeypatch):
    server = Server(monkeypatch, *[ConnectionRefusedError()] * 3)
    with time_machine.travel(MORNING, tick=False) as clock:
        marks = [put().message_id for _ in range(3)]
        assert deliver_due() == (0, 3)
        assert deliver_due() == (0, 0)
        clock.shift(timedelta(hours=6))
        assert deliver_due() == (3, 0)
        assert deliver_due() == (0, 0)
    assert sorted(server.taken) == sorted(marks)


def test_an_unknown_end_is_tried_once_more_and_never_a_third_time(monkeypatch):
    unknown = smtplib.SMTPServerDisconnected("the line broke after the text")
    Server(monkeypatch, unknown, ConnectionRefusedError(), unknown)
    with time_machine.travel(MORNING, tick=False) as clock:
        mail = put()
        for _ in range(5):
            deliver(mail.pk)
            clock.shift(timedelta(hours=2))
    mail.refresh_from_db()
    assert (mail.status, mail.attempts, mail.unsure) == (MailStatus.FAILED, 3, 2)


def test_a_worker_that_died_between_sending_and_marking_costs_one_more_mail_at_most(monkeypatch):
    class Died(BaseException):
        pass

    server = Server(monkeypatch)
    real_send = server.send

    def send_and_die(mail: OutboxMail) -> None:
        real_send(mail)
        raise Died

    monkeypatch.setattr(services, "_send", send_and_die)
    with time_machine.travel(MORNING, tick=False) as clock:
        mail = put()
        for _ in range(4):
            try:
                deliver(mail.pk)
            except Died:
                pass
            assert not deliver(mail.pk)  # in hand
            clock.shift(timedelta(minutes=6))
    mail.refresh_from_db()
    assert len(server.taken) == 2
    assert mail.status == MailStatus.FAILED


@pytest.mark.django_db(transaction=True)
@at_once
def test_of_twenty_senders_one_sends(monkeypatch):
    server = Server(monkeypatch)
    mail = put()
    answers = press_at_once(lambda: deliver(mail.pk))
    assert answers.count(True) == 1
    assert len(server.taken) == 1


@pytest.mark.django_db(transaction=True)
def test_no_queue_and_no_mail_server_do_not_break_what_was_done(monkeypatch):
    def unreachable(*args: object) -> None:
        raise ConnectionError("no broker")

    monkeypatch.setattr(tasks.send_one, "delay", unreachable)
    mail = put()
    mail.refresh_from_db()
    assert mail.status == MailStatus.WAITING
    assert deliver_due() == (1, 0)


@pytest.mark.django_db(transaction=True)
def test_the_sweep_asks_for_what_is_left(monkeypatch):
    asked: list[int] = []
    monkeypatch.setattr(tasks.send_one, "delay", asked.append)
    mail = put()
    asked.clear()
    assert tasks.send_due() == 1
    assert asked == [mail.pk]


def test_each_task_twice_is_as_once(mailoutbox):
    mail = put()
    assert [tasks.send_one(mail.pk), tasks.send_one(mail.pk)] == [True, False]
    assert len(mailoutbox) == 1
    assert services.forget_old() == services.forget_old()


def test_the_command_sends_what_is_due(mailoutbox, capsys):
    put()
    call_command("send_mail_due")
    assert len(mailoutbox) == 1
    assert "Verstuurd: 1." in capsys.readouterr().out


@pytest.mark.parametrize(("days", "text", "to"), [(13, True, True), (15, False, True), (31, False, False)])
def test_text_goes_after_14_days_and_the_address_after_30(days, text, to):
    with time_machine.travel(MORNING, tick=False):
        sent, waiting = put(), put()
        deliver(sent.pk)
    services.forget_old(MORNING + timedelta(days=days))
    sent.refresh_from_db()
    waiting.refresh_from_db()
    assert (bool(sent.text), bool(sent.to)) == (text, to)
    assert waiting.text
    assert waiting.to


def test_the_real_way_out_knows_a_dead_server(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    mail = put()
    assert not deliver(mail.pk)
    mail.refresh_from_db()
    assert (mail.status, mail.unsure, mail.attempts) == (MailStatus.WAITING, 0, 1)
    assert django_mail.outbox == []


@pytest.mark.parametrize(
    "trouble", [None, smtplib.SMTPConnectError(421, b"later"), OSError("the line broke")]
)
def test_of_a_last_word_nothing_stays_once_it_went_or_cannot_go(monkeypatch, trouble):
    server = Server(monkeypatch, *[trouble] * 100 if trouble else [])
    with time_machine.travel(MORNING, tick=False) as clock:
        mail = put(leaves_nothing=True)
        for _ in range(50):
            deliver(mail.pk)
            clock.shift(timedelta(hours=1))
    assert not OutboxMail.objects.exists()
    assert len(server.taken) == (trouble is None)
