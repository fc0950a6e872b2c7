"""What a coordinator decides about a registration: publish or decline. Of two who decide at once one does it."""

from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import Visibility
from accounts.models import User
from changes.models import Change, Verb
from changes.services import recorded, resident_is_erased, taking_back
from initiatives.models import Initiative, Origin, ParticipationRole, Phase
from initiatives.services import add_initiative, add_participation
from partners.models import Layer, Partner, PartnerKind, PersonNotice
from partners.services import add_partner
from post.services import address_of, enqueue
from residents.models import Registration, Sighting, State, Words
from residents.services.changing import Overtaken
from wijkweb.kit.partial_dates import PartialDate

NEWS = "resident-news"


class AlreadyDecided(Exception):
    """Somebody else decided first: `who`, `at`, and what came of it in `state`."""

    def __init__(self, registration: Registration) -> None:
        super().__init__(registration.state)
        self.registration = registration
        self.who: User | None = registration.decided_by
        self.at: datetime | None = registration.decided_at


class OwnInitiative(Exception):
    """Nobody decides about an initiative that was registered with the own address."""


def is_own(registration: Registration, user: Any) -> bool:
    """Whether this registration was made with the address of this account."""
    return (
        bool(user.email) and Registration.objects.of_address(user.email).filter(pk=registration.pk).exists()
    )


def subject_of(registration: Registration) -> str:
    return reverse("registration_detail", args=[registration.kern.slug, registration.key])


def deed(
    registration: Registration, verb: Verb, acting_user: Any, note: str, token: UUID | None = None
) -> AbstractContextManager[Change]:
    return recorded(
        verb,
        acting_user=acting_user,
        kern=registration.kern,
        subject=subject_of(registration),
        note=note,
        token=token,
    )


def _held(registration: Registration, acting_user: Any, version: int | None = None) -> Registration:
    """The registration as it is now, in our hands until the transaction ends; raises when it is not ours to decide.

    version: of the words that were read; Overtaken when the resident wrote other ones since.
    """
    # Not with `decided_by`: who waited for the lock would get the new row with the old join, so nobody.
    rows = Registration.objects.select_for_update(of=("self",)).select_related("kern")
    held = rows.get(pk=registration.pk)
    if not held.is_open or held.erased_on is not None:
        raise AlreadyDecided(held)
    if is_own(held, acting_user):
        raise OwnInitiative
    if version is not None and not Words.objects.filter(registration=held, version=version).exists():
        raise Overtaken
    return held


def _decided(held: Registration, state: State, acting_user: Any) -> None:
    held.state = state
    held.decided_by = acting_user
    held.decided_at = timezone.now()


def text_for_the_map(words: Words) -> str:
    """What everybody comes to read, until the coordinator makes something better of it."""
    parts = [words.dream.strip()]
    if words.brings.strip():
        parts.append(_("Brings: %(what)s") % {"what": words.brings.strip()})
    if words.seeks.strip():
        parts.append(_("Looks for: %(what)s") % {"what": words.seeks.strip()})
    return "\n\n".join(parts)


def publish(
    registration: Registration,
    *,
    acting_user: Any,
    name: str,
    description: str,
    visibility: str = Visibility.PUBLIC,
    version: int | None = None,
    token: UUID | None = None,
    **values: Any,
) -> Initiative:
    """Put it on the map: the initiative, and the resident behind it by role, as one change that can be undone.

    version: of the words that the coordinator read; None when nobody read them on a page. values: any other field of
    Initiative. The resident gets a mail. Raises AlreadyDecided, OwnInitiative, Overtaken, ValidationError with a message per
    field.
    """
    with deed(registration, Verb.ADDED, acting_user, _("initiative of a resident"), token):
        held = _held(registration, acting_user, version)
        initiative = add_initiative(
            acting_user=acting_user,
            kern=held.kern,
            name=name,
            description=description,
            visibility=visibility,
            phase=Phase.SHARED,
            origin=Origin.CITIZEN,
            **values,
        )
        held.person = _driver_of(initiative, acting_user)
        held.initiative = initiative
        _decided(held, State.PUBLISHED, acting_user)
        held.save()
        tell(held, "residents/mail/published", _("Your initiative stands in Wijkweb"), initiative=initiative)
    return initiative


def node_behind(initiative: Initiative, acting_user: Any) -> Partner:
    """A node for the resident, known by role only and seen by the coordinators of the kern."""
    person = add_partner(
        acting_user=acting_user,
        kern=initiative.kern,
        name=_("resident behind “%(name)s”") % {"name": initiative.name[:250]},
        kind=PartnerKind.RESIDENT,
        layer=Layer.CITIZENS,
        involvement="trekker",
    )
    # Who registers, or takes over, reads there what is kept.
    PersonNotice.objects.create(partner=person, told_on=timezone.localdate())
    return person


def _driver_of(initiative: Initiative, acting_user: Any) -> Partner:
    person = node_behind(initiative, acting_user)
    add_participation(
        acting_user=acting_user,
        initiative=initiative,
        partner=person,
        role=ParticipationRole.DRIVER,
        started_on=PartialDate.today(),
    )
    return person


def decline(
    registration: Registration,
    reason: str,
    *,
    acting_user: Any,
    version: int | None = None,
    token: UUID | None = None,
) -> None:
    """Do not put it on the map, and tell the resident why. After thirty days the resident is erased.

    version and errors as those of `publish`.
    """
    with deed(registration, Verb.CHANGED, acting_user, _("declined an initiative of a resident"), token):
        held = _held(registration, acting_user, version)
        Words.objects.filter(registration=held).update(reason=reason.strip())
        _decided(held, State.DECLINED, acting_user)
        held.save()
        tell(held, "residents/mail/declined", _("About your initiative in Wijkweb"), reason=reason.strip())


def tell(registration: Registration, template: str, subject: str, **context: Any) -> None:
    """A mail to the resident; the subject says nothing that a locked telephone should not show."""
    enqueue(
        to=registration.words.email,
        subject=subject,
        template=template,
        context={"kern": registration.kern, "ask_url": address_of("resident_ask"), **context},
        purpose=NEWS + registration.mail_purpose,
    )


def look(registration: Registration, *, acting_user: Any) -> Words | None:
    """Who the resident is, for a coordinator of the kern; that somebody looked is written down first."""
    words = Words.objects.filter(registration=registration).first()
    if words is not None:
        Sighting.objects.create(registration_key=registration.key, seen_by=acting_user.pk)
    return words


def _refuse_after_erasing(sender: Any, change: Change, **_kwargs: Any) -> None:
    """A decision about a resident who was erased meanwhile cannot be taken back: there is nothing to decide about."""
    touched = Registration.history.filter(change=change).values("id")
    if Registration.objects.filter(pk__in=touched, erased_on__isnull=False).exists():
        raise resident_is_erased()


def connect() -> None:
    taking_back.connect(_refuse_after_erasing, dispatch_uid="residents.services.deciding")
