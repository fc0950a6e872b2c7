"""Twenty residents, or one who presses twenty times, at the same moment."""

import threading
from typing import Any

import pytest
from django.test import Client

from post import links
from post.models import MailLink, OutboxMail
from residents.models import Registration, State
from residents.services import registering
from residents.services.registering import CONFIRM, confirm, register
from tests.overtaken import at_once, press_at_once
from tests.residents.conftest import (
    EMAIL,
    FORM,
    Place,
    filled,
    mails,
    token_in,
)

pytestmark = pytest.mark.django_db


@pytest.mark.django_db(transaction=True)
@at_once
class TestAtOnce:
    def link(self, kern: Any) -> MailLink:
        register(kern=kern, dream="Een plein", email=EMAIL, is_sixteen=True)
        link = links.read(CONFIRM, token_in(mails(CONFIRM)[-1]))
        assert link
        return link

    def test_of_twenty_that_confirm_one_wins(self, place: Place) -> None:
        link = self.link(place.kern)
        answers = press_at_once(lambda: confirm(link))
        assert len([answer for answer in answers if answer]) == 1
        assert Registration.history.filter(state=State.NEW).count() == 1

    def test_without_the_guards_more_would_win(self, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
        """Otherwise the test above could not fail: a look first and a write later lets several through."""
        link = self.link(place.kern)
        looked = threading.Barrier(20)

        def careless(found: MailLink) -> bool:
            is_open = MailLink.objects.get(pk=found.pk).is_open
            looked.wait()
            return is_open

        monkeypatch.setattr(links, "use", careless)
        monkeypatch.setattr(registering, "held_registration_of", registering.registration_of)
        answers = press_at_once(lambda: confirm(link))
        assert Registration.history.filter(state=State.NEW).count() >= 1
        assert len([answer for answer in answers if answer]) > 1

    def test_of_twenty_that_send_the_same_form_one_is_kept(self, place: Place) -> None:
        values = filled()
        answers = press_at_once(lambda: Client().post(FORM, values).status_code)
        assert set(answers) <= {302, 429}
        assert 302 in answers
        assert Registration.objects.count() == 1
        assert OutboxMail.objects.count() == 1

    def test_without_the_key_more_would_be_kept(self, place: Place) -> None:
        values: dict[str, Any] = {
            "kern": place.kern,
            "dream": "Een plein",
            "email": EMAIL,
            "is_sixteen": True,
        }
        press_at_once(lambda: register(**values), 5)
        assert Registration.objects.count() == 5
