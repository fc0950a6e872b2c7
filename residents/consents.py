"""What a resident agrees to, in which words, and what holds now.

Each text has a version, which is recorded with every yes and no. Who changes a text gives it a new version, and leaves
the old one here to be read: what somebody agreed to is what stood there that day.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from keeping import ledger
from residents.models import ConsentEvent, Purpose, Registration
from wijkweb.kit.sealed import mark_of, marks_of

VERSION = "2026-11"
TEXTS = {
    "2026-11": {
        Purpose.NAME: _("Show my first name with the initiative. Everybody can read it."),
        Purpose.CONTACT: _(
            "Put a button with the initiative with which people can send me a message. They do not see my address."
        ),
        Purpose.YEARLY: _("Ask me by mail once a year how it goes."),
    }
}


def subjects_of(registration: Registration) -> list[str]:
    """The marks under which lines about this registration stand."""
    return marks_of(registration.key.hex, "resident-consent")


def consents_of(registration: Registration) -> dict[str, bool]:
    """For each purpose whether there is a consent now. One query."""
    holds = dict.fromkeys(Purpose.values, False)
    for event in ConsentEvent.objects.filter(subject__in=subjects_of(registration)).order_by("at", "pk"):
        holds[event.purpose] = event.is_given
    return holds


def events_of(registration: Registration) -> list[ConsentEvent]:
    return list(ConsentEvent.objects.filter(subject__in=subjects_of(registration)))


def _last_events(registration: Registration) -> list[ConsentEvent]:
    """For each purpose the line that counts."""
    last: dict[str, ConsentEvent] = {}
    for event in ConsentEvent.objects.filter(subject__in=subjects_of(registration)).order_by("at", "pk"):
        last[event.purpose] = event
    return list(last.values())


def event_text(event: ConsentEvent) -> str:
    """What tells this consent from all that ever were."""
    return f"{event.pk} {event.at.timestamp():.6f}"


@dataclass(frozen=True)
class Given:
    """A consent that holds."""

    registration: Registration
    event: ConsentEvent

    @property
    def text(self) -> str:
        return event_text(self.event)


def given_now() -> Iterator[Given]:
    """Every consent that holds, for who puts a backup back."""
    for registration in Registration.objects.filter(words__isnull=False):
        for event in _last_events(registration):
            if event.is_given:
                yield Given(registration, event)


def record(registration: Registration, wanted: Mapping[str, bool], *, channel: str = "web") -> int:
    """Add a line for each purpose that is now answered otherwise; a no that was never a yes is no line.

    Returns how many lines were added.
    """
    with transaction.atomic():
        Registration.objects.select_for_update().filter(pk=registration.pk).first()
        holds = consents_of(registration)
        different = [purpose for purpose in Purpose if wanted.get(purpose, holds[purpose]) != holds[purpose]]
        for event in _last_events(registration):
            if event.is_given and event.purpose in different:
                ledger.note("consent", event_text(event))
        for purpose in different:
            ConsentEvent.objects.create(
                subject=mark_of(registration.key.hex, "resident-consent"),
                purpose=purpose,
                is_given=wanted[purpose],
                text_version=VERSION,
                channel=channel,
            )
    return len(different)


def withdraw_all(registration: Registration) -> int:
    return record(registration, dict.fromkeys(Purpose.values, False))
