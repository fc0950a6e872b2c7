"""Asking a party by mail to join in, and its answer with one click."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import Visibility
from changes.models import Change, Verb
from changes.services import recorded
from initiatives.models import Initiative, Participation, ParticipationRole, Phase
from initiatives.services import add_participation
from partners.models import Partner
from post import links
from post.models import MailLink
from post.services import address_of, enqueue
from residents.ground import obstacle_to, words_of
from residents.models import Invitation, InvitationState, Registration, State
from residents.services.living import locked
from residents.suggesting import OFFERS, ROOM
from wijkweb.kit.partial_dates import PartialDate

JOIN = "join-initiative"
JOINED = "resident-joined"
JOIN_DAYS = 7


class CannotInvite(Exception):
    """This party gets no mail now; the text says why."""


def invite(
    initiative: Initiative, partner: Partner, *, reasons: list[list[str]], acting_user: Any
) -> Change | None:
    """Ask a party by mail to join in; None, and no second mail, for one that was asked before and did not say no.

    Raises CannotInvite for a person, a party without a mailbox, or an initiative that not everybody may see: the page behind
    the link shows it to whoever reads the mailbox.
    """
    if why := obstacle_to(partner):
        raise CannotInvite(why)
    if initiative.visibility != "public" or initiative.phase == Phase.STOPPED:
        raise CannotInvite(_("this initiative is not for everybody to see, or has stopped"))
    subject = initiative.get_absolute_url()
    with transaction.atomic():
        held = locked(initiative)
        before = Invitation.objects.filter(initiative=held, partner=partner)
        if before.exclude(state=InvitationState.NO).exists():
            return None
        with recorded(
            Verb.INTRODUCED,
            acting_user=acting_user,
            kern=held.kern,
            subject=subject,
            note=_("asked to join in"),
        ) as change:
            invitation = Invitation.objects.create(
                initiative=held, partner=partner, reasons=reasons, asked_by=acting_user
            )
            _send(invitation)
    return change


def _send(invitation: Invitation) -> None:
    """The mail says the title, which everybody may read, and nothing that the resident wrote."""
    partner, initiative = invitation.partner, invitation.initiative
    payload = {"invitation": invitation.pk, "mailbox": partner.mailbox}
    token = links.issue(JOIN, payload, JOIN_DAYS, about=f"invitation {invitation.pk}")
    enqueue(
        to=partner.mailbox,
        subject=_("Would you join in? An initiative in your village"),
        template="residents/mail/join",
        context={
            "partner": partner,
            "initiative": initiative,
            "kern": initiative.kern,
            "reasons": words_of(invitation.reasons),
            "url": links.address("invitation_answer", token),
            "until": timezone.localdate() + timedelta(days=JOIN_DAYS),
        },
        purpose=JOIN,
    )


def invitation_of(link: MailLink | None) -> Invitation | None:
    """What a link asks, while it still can be answered by who reads that mailbox."""
    if link is None:
        return None
    rows = Invitation.objects.filter(
        pk=link.payload.get("invitation"),
        state=InvitationState.SENT,
        partner__mailbox=link.payload.get("mailbox"),
        partner__merged_into__isnull=True,
        initiative__visibility="public",
    ).exclude(initiative__phase=Phase.STOPPED)
    return rows.select_related("partner", "initiative__kern").first()


def answer_invitation(link: MailLink, *, joins: bool) -> Invitation | None:
    """Yes makes the party take part from today; no is as good an answer. None when the link was used by now."""
    with transaction.atomic():
        if not links.use(link):
            return None
        invitation = invitation_of(link)
        if invitation is None:
            return None
        initiative = invitation.initiative
        verb = Verb.ADDED if joins else Verb.CHANGED
        subject = initiative.get_absolute_url()
        with recorded(
            verb, acting_user=None, kern=initiative.kern, subject=subject, note=_("answered by the party")
        ):
            invitation.state = InvitationState.YES if joins else InvitationState.NO
            invitation.answered_at = timezone.now()
            invitation.save()
            if joins:
                _take_part(invitation)
                _tell_resident(invitation)
    return invitation


def _tell_resident(invitation: Invitation) -> None:
    """Good news for who started it and still drives it; that a party takes part is on the map for everybody."""
    rows = Registration.objects.filter(initiative=invitation.initiative, state=State.PUBLISHED)
    registration = rows.filter(words__isnull=False).select_related("kern", "words", "initiative").first()
    if registration is None or not still_drives(registration):
        return
    if invitation.partner.visibility != Visibility.PUBLIC:
        return
    enqueue(
        to=registration.words.email,
        subject=_("Good news about your initiative in Wijkweb"),
        template="residents/mail/joined",
        context={
            "initiative": registration.initiative,
            "partner": invitation.partner,
            "ask_url": address_of("resident_ask"),
        },
        purpose=JOINED + registration.mail_purpose,
    )


def still_drives(registration: Registration) -> bool:
    """Who handed over is no longer the one to write to."""
    parts = Participation.objects.filter(initiative=registration.initiative_id, ended_on__isnull=True)
    return bool(parts.filter(partner=registration.person_id).exists())


def _take_part(invitation: Invitation) -> None:
    """Who was asked for a room or another offer helps; others join in."""
    kinds = {kind for kind, _about in invitation.reasons}
    role = ParticipationRole.FACILITATES if kinds & {OFFERS, ROOM} else ParticipationRole.JOINS
    already = Participation.objects.filter(
        initiative=invitation.initiative, partner=invitation.partner, role=role, ended_on__isnull=True
    )
    if not already.exists():
        add_participation(
            acting_user=None,
            initiative=invitation.initiative,
            partner=invitation.partner,
            role=role,
            started_on=PartialDate.today(),
        )
