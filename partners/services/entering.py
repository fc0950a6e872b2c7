"""Adding, changing, confirming and ending a partner."""

from contextlib import AbstractContextManager
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.access import Visibility
from changes.models import Change, Verb
from changes.services import recorded
from partners.models import PERSON_KINDS, Layer, Partner, PartnerForm, PartnerKind
from partners.services.involving import set_involvement
from places.models import Kern
from wijkweb.kit.partial_dates import PartialDate

SLUG_LENGTH = 110  # leaves room for a number behind it


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


def free_slug(name: str) -> str:
    """A short name that no partner has, made of these words."""
    start = slugify(name)[:SLUG_LENGTH].strip("-") or "partij"
    taken = set(Partner.with_merged.filter(slug__startswith=start).values_list("slug", flat=True))
    number, slug = 1, start
    while slug in taken:
        number += 1
        slug = f"{start}-{number}"
    return slug


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
    partner.slug = free_slug(kind if form == PartnerForm.PERSON else partner.name)
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
    if "kind" in values:
        values["form"] = form_of(values["kind"])
        if values["form"] == PartnerForm.PERSON and partner.visibility not in (
            Visibility.COORDINATORS,
            Visibility.SELF,
        ):
            values.setdefault("visibility", Visibility.COORDINATORS)
    with _about(partner, Verb.CHANGED, acting_user, token):
        if involvement and involvement != partner.involvement:
            set_involvement(partner, involvement, acting_user=acting_user)
        for name, value in values.items():
            setattr(partner, name, value)
        _refuse_circles(partner)
        partner.full_clean()
        if values:
            partner.save()
    return partner


def _refuse_circles(partner: Partner) -> None:
    """A department of a department of itself would never end."""
    above, seen = partner.parent, {partner.pk}
    while above is not None:
        if above.pk in seen:
            raise ValidationError({"parent": _("This would make the partner a part of itself.")})
        seen.add(above.pk)
        above = above.parent


def confirm_partner(partner: Partner, *, acting_user: Any, on: date | None = None) -> Partner:
    """Say that everything about a partner is still right."""
    with _about(partner, Verb.CONFIRMED, acting_user):
        partner.confirmed_on = on or timezone.localdate()
        partner.save()
    return partner


def end_partner(partner: Partner, *, acting_user: Any, on: PartialDate | None = None) -> Partner:
    """A partner stops; it stays in the web of the days before. Its open ties end on the same day."""
    from partners.services.tying import end_relation

    day = on or PartialDate.from_day(timezone.localdate())
    with _about(partner, Verb.ENDED, acting_user):
        partner.ended_on = day
        partner.full_clean()
        partner.save()
        for relation in partner.open_relations():
            starts_later = relation.started_on and relation.started_on.is_after(day)
            end_relation(relation, acting_user=acting_user, on=relation.started_on if starts_later else day)
    return partner
