"""What a resident does with an own initiative: other words, a pause, somebody else who takes over, the end.

Each is one change without a user, noted as done by the resident, so that a coordinator sees it in the list of changes and can
take it back.
"""

from contextlib import AbstractContextManager
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from changes.models import Change, Verb
from changes.services import collisions, recorded
from initiatives.models import Initiative
from initiatives.services import change_initiative
from residents.models import Message, Registration, Takeover, Words
from residents.services.alive import sign_of_life
from wijkweb.kit.holding import hold


class Overtaken(Exception):
    """The words were changed in another window meanwhile; nothing was stored."""


def by_resident(registration: Registration, verb: Verb = Verb.CHANGED) -> AbstractContextManager[Change]:
    """A change that the resident makes; the list of changes says so."""
    subject = registration.initiative.get_absolute_url() if registration.initiative else ""
    note = _("done by the resident who registered it")
    return recorded(verb, acting_user=None, kern=registration.kern, subject=subject, note=note)


def change_words(
    registration: Registration, values: dict[str, Any], *, version: int, text_version: int = 0
) -> bool:
    """Store other words. Of a published initiative `dream` is the text that everybody reads.

    version: of the words that the form showed, text_version: of that text, which a coordinator may change as well; 0 when the
    form showed no such text. Raises Overtaken when they were changed since. False when nothing differs.
    """
    with transaction.atomic():
        held = Registration.objects.select_for_update(of=("self",)).get(pk=registration.pk)
        if held.initiative_id != registration.initiative_id:
            raise Overtaken  # published this very moment
        words = Words.objects.select_for_update().get(registration=registration)
        initiative = registration.initiative
        shown = {name: getattr(words, name) for name in ("dream", "brings", "seeks", "first_name")}
        if initiative is not None:
            hold(initiative)
            shown["dream"] = initiative.description
        different = {name: value for name, value in values.items() if name in shown and shown[name] != value}
        if initiative is not None and "dream" in different:
            if not text_version:
                raise Overtaken  # the form is from before it was published
            by_others = collisions(initiative, text_version, {"description": different["dream"]})
            if any(one.both_changed for one in by_others):
                raise Overtaken
            if by_others:  # who sent this form left the text as it was
                del different["dream"]
        if not different:
            return False
        if words.version != version:
            raise Overtaken
        if initiative is not None and "dream" in different:
            _change_text(registration, initiative, different.pop("dream"))
        for name, value in different.items():
            setattr(words, name, value)
        words.version += 1
        words.save()
        sign_of_life(registration)
    return True


def _change_text(registration: Registration, initiative: Initiative, text: str) -> None:
    with by_resident(registration):
        change_initiative(initiative, {"description": text}, acting_user=None)


def own_data(registration: Registration) -> dict[str, Any]:
    """All that is kept about the resident, to take along: plain values with Dutch names."""
    from residents.consents import events_of
    from residents.models import Sighting

    words = registration.words
    initiative = registration.initiative
    taken = Takeover.objects.filter(successor=registration).first()
    return {
        "opgehaald_op": timezone.now().isoformat(timespec="seconds"),
        "aanmelding": {
            "nummer": str(registration.key),
            "kern": registration.kern.name,
            "stand": registration.get_state_display(),
            "verstuurd_op": registration.sent_at.isoformat(timespec="seconds"),
            "bevestigd_op": registration.confirmed_at
            and registration.confirmed_at.isoformat(timespec="seconds"),
            "laatste_teken_van_leven": registration.alive_on and registration.alive_on.isoformat(),
            "wacht_op_antwoord_sinds": registration.asks_since
            and registration.asks_since.isoformat(timespec="seconds"),
            "overgenomen_op": taken and taken.answered_at and taken.answered_at.isoformat(timespec="seconds"),
            "zoekt_opvolger": registration.wants_successor,
        },
        "van_u": {
            "e-mail": words.email,
            "voornaam": words.first_name,
            "waar_droomt_u_van": words.dream,
            "wat_brengt_u": words.brings,
            "wat_zoekt_u": words.seeks,
            "zestien_of_ouder": words.is_sixteen,
        },
        "antwoord_van_de_coordinator": words.reason,
        "initiatief": initiative
        and {
            "titel": initiative.name,
            "tekst": initiative.description,
            "fase": initiative.get_phase_display(),
            "les": initiative.outcome,
        },
        "overdracht_gevraagd": [
            {
                "op": one.asked_at.isoformat(timespec="seconds"),
                "aan": one.neighbour.email if hasattr(one, "neighbour") else None,
                "voornaam": one.neighbour.first_name if hasattr(one, "neighbour") else None,
                "afloop": one.outcome,
            }
            for one in registration.takeovers.select_related("neighbour")
        ],
        "berichten": [
            {
                "op": message.made_at.isoformat(timespec="seconds"),
                "van": "u" if message.is_from_resident else "de coördinator",
                "tekst": message.text,
            }
            for message in registration.messages.all()
        ],
        "toestemmingen": [
            {
                "op": event.at.isoformat(timespec="seconds"),
                "waarvoor": event.purpose,
                "gegeven": event.is_given,
                "versie_van_de_tekst": event.text_version,
            }
            for event in events_of(registration)
        ],
        "bekeken_door_een_coordinator": [
            moment.isoformat(timespec="seconds")
            for moment in Sighting.objects.filter(registration_key=registration.key).values_list(
                "at", flat=True
            )
        ],
    }


def ask_for_successor(registration: Registration, text: str) -> None:
    """Let the coordinator know that the resident wants to hand over and knows nobody yet."""
    with by_resident(registration):
        held = Registration.objects.select_for_update().get(pk=registration.pk)
        held.wants_successor = True
        held.save()
        if text.strip():
            Message.objects.create(registration=held, is_from_resident=True, text=text.strip())
