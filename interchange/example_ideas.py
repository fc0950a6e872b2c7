"""Two ideas of made-up residents for the demo: one that waits for the coordinator, one with a question to the resident."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from places.models import Kern
from residents.models import Message, Registration, State
from residents.services.registering import register


def have_ideas(kern: Kern) -> list[Registration]:
    """Registrations that were confirmed a few days ago; nobody gets a mail."""
    meal = register(
        kern=kern,
        dream=_("Once a month a long table in the street: everybody brings a dish and a chair."),
        brings=_("I can cook for twenty people."),
        seeks=_("A room for when it rains, and two people who help to set the tables."),
        first_name="Truus",
        email="truus@demo.invalid",
        is_sixteen=True,
        consents={"naam": True, "contact": True},
        with_mail=False,
    )
    bench = register(
        kern=kern,
        dream=_("A bench at the harbour where people can rest and talk."),
        email="inwoner@demo.invalid",
        is_sixteen=True,
        with_mail=False,
    )
    _confirm(meal, State.NEW, days=2)
    _confirm(bench, State.ASKED, days=5)
    Message.objects.create(registration=bench, text=_("On which side of the harbour do you think of?"))
    return [meal, bench]


def _confirm(registration: Registration, state: State, *, days: int) -> None:
    moment = timezone.now() - timedelta(days=days)
    registration.state, registration.sent_at, registration.confirmed_at = state, moment, moment
    registration.save()
