"""Reads what `watching` looks at, as far as somebody may see it, and says the remarks in words."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.access import viewer_of, visible_records
from initiatives.models import Initiative, Origin, Participation, ParticipationRole, Phase
from partners.models import Layer, Partner, PartnerForm, PartnerKind
from places.models import Kern
from residents.models import Registration, State
from residents.watching import ONE_PERSON, SAME, SILENT, TAKEN_OVER, WANTS_OUT, Driver, Going, Remark, remarks
from wijkweb.kit.partial_dates import not_ended_before

CITIZEN_KINDS = (PartnerKind.RESIDENT, PartnerKind.VOLUNTEER)
HELPS = (ParticipationRole.ORGANISER, ParticipationRole.FACILITATES)


@dataclass(frozen=True, slots=True)
class Line:
    """A remark in words, with what one can do: the card, and the page on which something can be done about it."""

    kind: str
    name: str
    url: str
    text: str
    deed: str
    deed_url: str
    other_name: str = ""
    other_url: str = ""


def layer_of(partner: Partner, *, sees_organisation: bool = True) -> str:
    """The layer of a party: its own; of a resident the citizens; of another person that of the organisation."""
    if partner.layer:
        return partner.layer
    if partner.kind in CITIZEN_KINDS:
        return str(Layer.CITIZENS)
    return partner.organisation.layer if partner.organisation and sees_organisation else ""


def lines_for(kern: Kern, user: Any) -> list[Line]:
    """Everything to look at in a kern and below, as far as this person may see it. Six queries at most."""
    ids = sorted(set(Kern.objects.ids_below(kern.pk)) & viewer_of(user).kernen)
    today = timezone.localdate()
    visible = Initiative.objects.visible_to(user).in_kernen(ids).filter(not_ended_before(today))
    running = visible.exclude(phase=Phase.STOPPED).select_related("kern").order_by("pk")
    rows = {row.pk: row for row in running}
    registrations = {
        row.initiative_id: row
        for row in Registration.objects.filter(
            initiative__in=list(rows), state=State.PUBLISHED, erased_on__isnull=True
        )
    }
    drivers, helpers = _carriers(list(rows), user, today)
    going = [_going(row, registrations.get(pk), drivers[pk], len(helpers[pk])) for pk, row in rows.items()]
    places = list(Kern.objects.filter(pk__in=ids).values_list("name", flat=True))
    found = [_line(remark, rows, registrations) for remark in remarks(going, today, places)]
    return found + _groups(ids, user, today)


def _carriers(
    initiative_ids: list[int], user: Any, today: date
) -> tuple[dict[int, list[Driver]], dict[int, set[int]]]:
    """Who drives each initiative today, and which others organise or facilitate it."""
    drivers: dict[int, list[Driver]] = defaultdict(list)
    helpers: dict[int, set[int]] = defaultdict(set)
    parts = Participation.objects.visible_to(user).filter(
        not_ended_before(today), initiative__in=initiative_ids, role__in=[ParticipationRole.DRIVER, *HELPS]
    )
    for part in parts.select_related("partner__organisation").order_by("pk"):
        partner = part.partner
        if part.role != ParticipationRole.DRIVER:
            helpers[part.initiative_id].add(partner.pk)
            continue
        since = part.started_on.last_day if part.started_on else None
        drivers[part.initiative_id].append(Driver(layer_of(partner), partner.is_person, since))
    return drivers, helpers


def _going(row: Initiative, registration: Registration | None, drivers: list[Driver], helpers: int) -> Going:
    carried_by_resident = any(driver.layer == Layer.CITIZENS and driver.is_person for driver in drivers)
    return Going(
        key=row.pk,
        name=row.name,
        is_of_residents=row.origin == Origin.CITIZEN,
        drivers=tuple(drivers),
        others=helpers,
        heard_on=registration.alive_on if registration and carried_by_resident else None,
        wants_successor=bool(registration and registration.wants_successor and carried_by_resident),
        target_groups=frozenset(group.casefold() for group in row.target_groups),
        life_domains=frozenset(row.life_domains),
    )


def _line(remark: Remark, rows: dict[int, Initiative], registrations: dict[Any, Registration]) -> Line:
    initiative = rows[remark.key]
    life = reverse("initiative_life", args=[initiative.slug])
    hand_over = reverse("initiative_hand_over", args=[initiative.slug])
    day = date_format(remark.since, "F Y") if remark.since else ""
    said = {
        WANTS_OUT: (_("The resident wants to hand over and asks you to help."), _("Hand over"), hand_over),
        TAKEN_OVER: (
            _("Residents began it; professionals have driven it since %(day)s. Could residents take it back?") % {"day": day},
            _("See its life"),
            life,
        ),
        ONE_PERSON: (_("It hangs on one person. Who could join in?"), _("Add who takes part"), reverse("participant_add", args=[initiative.slug])),
        SILENT: (_("Nothing was heard of the resident since %(day)s. Drop by some time.") % {"day": day}, _("See its life"), life),
        SAME: (_("These two seem to do the same. Do they know each other?"), _("See its life"), life),
    }  # fmt: skip
    text, deed, deed_url = said[remark.kind]
    registration = registrations.get(remark.key)
    if remark.kind == SILENT and registration is not None:
        deed, deed_url = (
            _("See who it is"),
            reverse("registration_detail", args=[initiative.kern.slug, registration.key]),
        )
    other = rows[remark.other] if remark.other else None
    return Line(
        kind=remark.kind,
        name=initiative.name,
        url=initiative.get_absolute_url(),
        text=text,
        deed=deed,
        deed_url=deed_url,
        other_name=other.name if other else "",
        other_url=other.get_absolute_url() if other else "",
    )


def _groups(ids: list[int], user: Any, today: date) -> list[Line]:
    """Groups that hang on one person, as their card says, without somebody to follow."""
    behind = visible_records(viewer_of(user), "hangs_on__kern")
    rows = Partner.objects.visible_to(user).in_kernen(ids).active_on(today)
    rows = rows.filter(behind, Q(hangs_on__isnull=False), form=PartnerForm.GROUP, successor__isnull=True)
    return [
        Line(
            kind=ONE_PERSON,
            name=row.name,
            url=row.get_absolute_url(),
            text=_("This group hangs on one person, and nobody is named to follow."),
            deed=_("Name a successor"),
            deed_url=reverse("partner_edit", args=[row.slug]),
        )
        for row in rows.order_by("search_name", "pk")
    ]
