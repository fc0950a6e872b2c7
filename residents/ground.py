"""Reads what `suggesting` compares, as far as somebody may see it, and says the reasons in words."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import Viewer, Visibility, viewer_of
from initiatives.models import Activity, Initiative, Offer, OfferKind, OfferType, Organiser, Participation
from partners.models import LifeDomain, Partner, PartnerForm
from places.models import Kern
from residents.models import Invitation, Registration
from residents.suggesting import DOMAIN, OFFERS, ROOM, Party, Reason, Wanted, suggest
from wijkweb.kit.partial_dates import not_ended_before


@dataclass(frozen=True, slots=True)
class Suggested:
    """A party with the reasons in words, and the invitation that it got already; `obstacle` says why it gets none."""

    partner: Partner
    reasons: list[str]
    codes: list[list[str]]
    invitation: Invitation | None = None
    obstacle: str = ""


def in_words(reason: Reason) -> str:
    """Why, as a resident and a partner understand it."""
    if reason.kind == ROOM:
        return _("has a room where things take place")
    if reason.kind == DOMAIN:
        return _("is in the same life domain: %(what)s") % {"what": LifeDomain(reason.about).label}
    return _("does things for the same people: %(what)s") % {"what": reason.about}


def words_of(codes: list[Any]) -> list[str]:
    """Reasons as they are stored, in words; what is no longer known is left out. What is offered is said at once."""
    offered = [
        str(OfferKind(about).label) for kind, about in codes if kind == OFFERS and about in OfferKind.values
    ]
    said = [_("offers what is asked: %(what)s") % {"what": ", ".join(offered)}] if offered else []
    others = [Reason(kind, about) for kind, about in codes if kind != OFFERS]
    known = [one for one in others if one.kind != DOMAIN or one.about in LifeDomain.values]
    return said + [in_words(one) for one in known]


def obstacle_to(partner: Partner) -> str:
    """Why this party gets no mail; empty when it may get one."""
    if partner.form == PartnerForm.PERSON:
        return _("a person gets no mail from here")
    if partner.visibility != Visibility.PUBLIC:
        return _("the card is not public")
    if not partner.mailbox:
        return _("no function mailbox is known")
    if partner.ended_on is not None and partner.ended_on.last_day < timezone.localdate():
        return _("it has stopped")
    return ""


def suggestions_for(registration: Registration, user: Any) -> list[Suggested]:
    """The parties in and around the kern that could help, with the reasons. Eight queries, however many parties."""
    viewer = viewer_of(user)
    initiative = registration.initiative
    words = getattr(registration, "words", None)
    wanted = Wanted(
        seeks=words.seeks if words else "",
        domains=frozenset(initiative.life_domains if initiative else ()),
        target_groups=frozenset(initiative.target_groups if initiative else ()),
    )
    partners = _partners(registration.kern, viewer)
    if initiative is not None:
        taking_part = Participation.objects.filter(initiative=initiative, ended_on__isnull=True)
        for pk in taking_part.values_list("partner", flat=True):
            partners.pop(pk, None)
    invited = {row.partner_id: row for row in _invitations(initiative)}
    return [
        Suggested(
            partner=partners[one.key],
            reasons=words_of(codes := [[reason.kind, reason.about] for reason in one.reasons]),
            codes=codes,
            invitation=invited.get(one.key),
            obstacle=obstacle_to(partners[one.key]),
        )
        for one in suggest(wanted, _parties(partners, viewer))
    ]


def _invitations(initiative: Initiative | None) -> list[Invitation]:
    if initiative is None:
        return []
    return list(Invitation.objects.filter(initiative=initiative).select_related("partner"))


def _partners(kern: Kern, viewer: Viewer) -> dict[int, Partner]:
    ids = Kern.objects.ids_around(kern.pk)
    rows = Partner.objects.visible_to_viewer(viewer).in_kernen(ids).active_on(timezone.localdate())
    return {row.pk: row for row in rows.exclude(form=PartnerForm.PERSON).order_by("pk")}


def _parties(partners: dict[int, Partner], viewer: Viewer) -> list[Party]:
    offers: dict[int, list[tuple[str, str]]] = defaultdict(list)
    groups: dict[int, set[str]] = defaultdict(set)
    today = timezone.localdate()
    open_offers = Offer.objects.filter(not_ended_before(today), partner__in=partners, type=OfferType.OFFER)
    for pk, kind, description in open_offers.values_list("partner", "kind", "description"):
        offers[pk].append((kind, description))
    parts = Participation.objects.visible_to_viewer(viewer).filter(partner__in=partners)
    for pk, found in parts.order_by().values_list("partner", "initiative__target_groups"):
        groups[pk].update(found or ())
    activities = Activity.objects.visible_to_viewer(viewer)
    organised = Organiser.objects.filter(
        partner__in=partners, activity__in=activities.order_by().values("pk")
    )
    for pk, found in organised.order_by().values_list("partner", "activity__target_groups"):
        groups[pk].update(found or ())
    hosts = set(
        activities.filter(location_partner__in=partners).order_by().values_list("location_partner", flat=True)
    )
    return [
        Party(
            key=pk,
            domain=partner.life_domain,
            offers=tuple(offers[pk]),
            target_groups=frozenset(groups[pk]),
            has_room=pk in hosts,
        )
        for pk, partner in partners.items()
    ]
