"""Adding, changing, confirming and ending a partner."""

from contextlib import AbstractContextManager
from datetime import date
from typing import Any
from uuid import UUID

from django.dispatch import Signal
from django.utils import timezone

from accounts.access import Visibility
from changes.models import Change, Verb
from changes.services import recorded
from partners.models import PERSON_KINDS, Layer, Partner, PartnerForm, PartnerKind
from partners.services.circles import hold_with_those_above, refuse_circles
from partners.services.involving import set_involvement
from places.models import Kern
from wijkweb.kit.holding import hold
from wijkweb.kit.partial_dates import PartialDate
from wijkweb.kit.slugs import free_slug

# Sent inside the change that ends a partner, with `partner`, `day` and `acting_user`: what it does in rooms above
# this one ends with it.
partner_ended = Signal()
# Sent inside the change in which card `gone` goes up in card `kept`, when its ties have moved: for records that need
# more than another pointer.
partner_merged = Signal()
# Sent inside the transaction in which a person is hidden at their own wish, or erased, with `cards` (numbers): what rooms above
# this one have about them goes.
person_withdrawn = Signal()


def form_of(kind: str) -> PartnerForm:
    """What sort of party goes with a kind."""
    if kind in PERSON_KINDS:
        return PartnerForm.PERSON
    return PartnerForm.GROUP if kind == PartnerKind.INFORMAL_GROUP else PartnerForm.ORGANISATION


PROFESSIONAL_KINDS = frozenset(
    {
        PartnerKind.MUNICIPALITY,
        PartnerKind.CARE,
        PartnerKind.SCHOOL,
        PartnerKind.PROFESSIONAL,
        PartnerKind.BOARD_MEMBER,
    }
)
CITIZEN_KINDS = frozenset({PartnerKind.RESIDENT, PartnerKind.VOLUNTEER, PartnerKind.INFORMAL_GROUP})
UNSEEN = (Visibility.COORDINATORS, Visibility.SELF)  # as a person may be


def standard_layer(kind: str) -> Layer:
    """The layer that a kind mostly belongs to, until somebody says otherwise."""
    if kind in CITIZEN_KINDS:
        return Layer.CITIZENS
    return Layer.PROFESSIONALS if kind in PROFESSIONAL_KINDS else Layer.CIVIL_SOCIETY


def standard_visibility(form: str) -> Visibility:
    """Organisations and groups are public, persons are for the coordinators of the kern."""
    return Visibility.COORDINATORS if form == PartnerForm.PERSON else Visibility.PUBLIC


def _about(
    partner: Partner, verb: Verb, acting_user: Any, token: UUID | None = None
) -> AbstractContextManager[Change]:
    """A change about one partner."""
    subject = partner.get_absolute_url()
    return recorded(verb, acting_user=acting_user, kern=partner.kern, token=token, subject=subject)


def add_partner(
    *,
    acting_user: Any,
    kern: Kern,
    name: str,
    kind: str,
    life_domain: str = "",
    token: UUID | None = None,
    **values: Any,
) -> Partner:
    """Add a partner to a kern; what is not given gets its default. Confirmed today.

    kind: a value of PartnerKind; it decides whether this is an organisation, a group or a person.
    values: any other field of Partner. Raises ValidationError with a message per field.
    """
    form = form_of(kind)
    values.setdefault("visibility", standard_visibility(form))
    values.setdefault("layer", standard_layer(kind))
    values.setdefault("confirmed_on", timezone.localdate())
    partner = Partner(name=name.strip(), kind=kind, form=form, kern=kern, life_domain=life_domain, **values)
    # A role may point at somebody, and a short name stands in addresses: a person gets it from the kind.
    partner.slug = free_slug(
        Partner.with_merged.all(), kind if form == PartnerForm.PERSON else partner.name, "partij"
    )
    subject = partner.get_absolute_url()
    with recorded(Verb.ADDED, acting_user=acting_user, kern=kern, token=token, subject=subject):
        partner.full_clean()
        partner.save()
    return partner


def change_partner(
    partner: Partner, values: dict[str, Any], *, acting_user: Any, token: UUID | None = None
) -> Partner:
    """Store other values for some fields. A new involvement leaves the old one readable.

    Raises ValidationError with a message per field; then nothing is stored.
    """
    values = dict(values)
    involvement = values.pop("involvement", None)
    with _about(partner, Verb.CHANGED, acting_user, token):
        if parent := values.get("parent"):
            hold_with_those_above({partner.pk, parent.pk})
        hold(partner)
        if "kind" in values:
            values["form"] = form_of(values["kind"])
            if values["form"] == PartnerForm.PERSON and partner.visibility not in UNSEEN:
                values.setdefault("visibility", Visibility.COORDINATORS)
        if involvement and involvement != partner.involvement:
            set_involvement(partner, involvement, acting_user=acting_user)
        for name, value in values.items():
            setattr(partner, name, value)
        refuse_circles(partner)
        partner.full_clean()
        if values:
            partner.save()
    return partner


def confirm_partner(partner: Partner, *, acting_user: Any, on: date | None = None) -> Partner:
    """Say that everything about a partner is still right."""
    with _about(partner, Verb.CONFIRMED, acting_user):
        hold(partner)
        partner.confirmed_on = on or timezone.localdate()
        partner.save()
    return partner


def end_partner(partner: Partner, *, acting_user: Any, on: PartialDate | None = None) -> Partner:
    """A partner stops; it stays in the web of the days before.

    Its open ties, and its open parts in initiatives, end on the same day, or on the day on which they begin when
    that is later. Raises ValidationError when it would end before it began; then nothing is stored.
    """
    from partners.services.tying import end_relation

    day = on or PartialDate.from_day(timezone.localdate())
    with _about(partner, Verb.ENDED, acting_user):
        hold(partner)
        partner.ended_on = day
        partner.full_clean()
        partner.save()
        for relation in partner.open_relations():
            end_relation(relation, acting_user=acting_user, on=day.or_start(relation.started_on))
        partner_ended.send(Partner, partner=partner, day=day, acting_user=acting_user)
    return partner
