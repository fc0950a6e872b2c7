"""Which cell of the package is which field of which model, in both directions."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import models

from accounts.access import Visibility
from facts.models import Fact
from initiatives.models import Activity, Initiative, Offer, Participation, Story
from interchange.parts import Cells, Names, Part, Values, day, month, named, number, refers, several, text
from ladder.models import Assessment
from partners.models import Partner, PartnerForm, PartnerKind, Relation
from places.models import Kern, Municipality


@dataclass(frozen=True)
class Mapping:
    """One table: its model, what makes a record the same one, its columns, and what a new record gets."""

    table: str
    model: type[models.Model]
    key: tuple[str, ...]
    parts: tuple[Part, ...]
    at_birth: Values = field(default_factory=dict)

    def values(self, cells: Cells, names: Names) -> Values:
        values: Values = {}
        for part in self.parts:
            values.update(part.read(cells, names))
        return values

    def cells(self, record: Any, names: Names) -> list[str]:
        return [part.write(record, names) for part in self.parts]


def _direction(cells: Cells, _names: Names) -> Values:
    return {"is_directed": cells["gericht"] == "ja"}


def _place(cells: Cells, names: Names) -> Values:
    """An activity's place is a partner when it is the id of one, else free text."""
    host = names.pk(Partner, cells["locatie"])
    return {"location_partner_id": host, "location": "" if host else cells["locatie"]}


def _place_cell(activity: Activity, names: Names) -> str:
    return names.slug(Partner, activity.location_partner_id) or activity.location


def _figure(cells: Cells, _names: Names) -> Values:
    written = cells["waarde"]
    return {"value": Decimal(written), "decimals": len(written.partition(".")[2])}


def form_of(kind: str) -> str:
    return PartnerForm.GROUP if kind == PartnerKind.INFORMAL_GROUP else PartnerForm.ORGANISATION


# The organisers are records of their own: see interchange.organisers, which fills `organiser_ids`.
def _organisers_cell(activity: Any, names: Names) -> str:
    return ";".join(filter(None, (names.slug(Partner, pk) for pk in activity.organiser_ids)))


SLUG = text("id", "slug")
DESCRIPTION, SOURCE = text("omschrijving", "description"), text("bron", "source")
CERTAINTY = text("zekerheid", "certainty")
KERN = refers("kern", "kern", Kern)
INITIATIVE = refers("initiatief", "initiative", Initiative)
PARTNER = refers("partij", "partner", Partner)
PUBLIC = {"visibility": Visibility.PUBLIC}

KERNEN = Mapping(
    "kernen",
    Kern,
    ("slug",),
    (
        SLUG,
        named("naam", "name", "sort_name"),
        text("soort", "kind"),
        refers("gemeente", "municipality", Municipality),
        refers("bovenliggend", "parent", Kern),
        DESCRIPTION,
        SOURCE,
    ),
)
ORGANISATIONS = Mapping(
    "organisaties",
    Partner,
    ("slug",),
    (
        SLUG,
        named("naam", "name", "search_name"),
        text("soort", "kind"),
        text("levensgebied", "life_domain"),
        text("laag", "layer"),
        KERN,
        text("betrokkenheid", "involvement"),
        month("sinds", "started_on"),
        DESCRIPTION,
        CERTAINTY,
        SOURCE,
    ),
    PUBLIC,
)
PERSONS = Mapping(
    "personen",
    Partner,
    ("slug",),
    (
        SLUG,
        named("rol", "name", "search_name"),
        text("soort", "kind"),
        refers("organisatie", "organisation", Partner),
        KERN,
        text("betrokkenheid", "involvement"),
        DESCRIPTION,
        CERTAINTY,
        SOURCE,
    ),
    {"visibility": Visibility.COORDINATORS},
)
RELATIONS = Mapping(
    "relaties",
    Relation,
    ("source_id", "target_id", "kind"),
    (
        refers("van", "source", Partner),
        refers("naar", "target", Partner),
        text("soort", "kind"),
        Part("gericht", _direction, lambda relation, _names: "ja" if relation.is_directed else "nee"),
        number("sterkte", "strength"),
        month("sinds", "started_on"),
        month("tot", "ended_on"),
        DESCRIPTION,
        CERTAINTY,
        text("bron", "source_text"),
    ),
)
INITIATIVES = Mapping(
    "initiatieven",
    Initiative,
    ("slug",),
    (
        SLUG,
        named("naam", "name", "search_name"),
        KERN,
        text("fase", "phase"),
        text("herkomst", "origin"),
        day("start", "started_on"),
        day("einde", "ended_on"),
        several("doelgroepen", "target_groups"),
        several("levensgebieden", "life_domains"),
        DESCRIPTION,
        text("uitkomst", "outcome"),
        SOURCE,
    ),
    PUBLIC,
)
PARTICIPATIONS = Mapping(
    "betrokkenen",
    Participation,
    ("initiative_id", "partner_id", "role"),
    (INITIATIVE, PARTNER, text("rol", "role"), DESCRIPTION, CERTAINTY, SOURCE),
)
ACTIVITIES = Mapping(
    "activiteiten",
    Activity,
    ("slug",),
    (
        SLUG,
        text("naam", "name"),
        KERN,
        day("datum", "dated_on"),
        INITIATIVE,
        Part("locatie", _place, _place_cell),
        Part("organisatoren", lambda _cells, _names: {}, _organisers_cell),
        several("doelgroepen", "target_groups"),
        number("opkomst", "attendance"),
        text("open_voor_iedereen", "open_to_all"),
        DESCRIPTION,
        SOURCE,
    ),
    PUBLIC,
)
OFFERS = Mapping(
    "deelaanbod",
    Offer,
    ("slug",),
    (SLUG, text("type", "type"), text("soort", "kind"), PARTNER, DESCRIPTION, SOURCE),
)
STORIES = Mapping(
    "verhalen",
    Story,
    ("slug",),
    (
        SLUG,
        KERN,
        INITIATIVE,
        number("trede", "rung"),
        text("titel", "title"),
        text("verhaal", "text"),
        SOURCE,
    ),
    PUBLIC,
)
ASSESSMENTS = Mapping(
    "ladder",
    Assessment,
    ("kern_id", "assessed_on"),
    (
        KERN,
        day("datum", "assessed_on"),
        number("trede", "rung"),
        text("onderbouwing", "reason"),
        CERTAINTY,
        SOURCE,
    ),
)
FACTS = Mapping(
    "feiten",
    Fact,
    ("kern_id", "dated_on", "quantity"),
    (
        KERN,
        day("datum", "dated_on"),
        text("grootheid", "quantity"),
        Part("waarde", _figure, lambda fact, _names: fact.written_value),
        text("eenheid", "unit"),
        DESCRIPTION,
        SOURCE,
    ),
)
MAPPINGS = (
    KERNEN,
    ORGANISATIONS,
    PERSONS,
    RELATIONS,
    INITIATIVES,
    PARTICIPATIONS,
    ACTIVITIES,
    OFFERS,
    STORIES,
    ASSESSMENTS,
    FACTS,
)
