"""What a sheet can tell: three kinds of sheets, their fields, and the headers that people give them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from initiatives.models import Initiative, Origin, Phase
from partners.models import (
    Certainty,
    Involvement,
    Layer,
    LifeDomain,
    Partner,
    PartnerKind,
    Relation,
    RelationKind,
)


class SheetKind(models.TextChoices):
    """In the order in which they are stored: ties need partners."""

    PARTNERS = "partners", _("partners")
    INITIATIVES = "initiatieven", _("initiatives")
    TIES = "banden", _("ties")


@dataclass(frozen=True)
class Field:
    """One thing that a column can tell.

    `attribute` is the field of the model; `reader` says how a cell is read (interchange.sheets.values);
    `headers` are words that people put above such a column; `words` say the same as a stored value.
    """

    key: str
    label: Promise
    attribute: str
    reader: str = "text"
    headers: tuple[str, ...] = ()
    is_required: bool = False
    longest: int | None = None
    choices: Any = None
    words: dict[str, str] = field(default_factory=dict)

    @property
    def values(self) -> list[str]:
        return list(self.choices.values) if self.choices else []


def _words(**groups: str) -> dict[str, str]:
    """Spellings by stored value: verwijst_door="doorverwijzing|refers to" (an underscore is a hyphen)."""
    found = {}
    for value, spellings in groups.items():
        for spelling in spellings.split("|"):
            found[spelling] = value.replace("_", "-")
    return found


KINDS = _words(
    stichting="stg|st|sticht|foundation|trust|charity",
    vereniging="ver|ver.|veren|club|sportclub|sportvereniging|bond|association|society|verenigingen|koor|band",
    kerk="parochie|moskee|gemeente kerk|church|kerkgenootschap|geloofsgemeenschap|diaconie|mosque|parish",
    onderneming="bedrijf|winkel|bv|b.v.|zaak|mkb|horeca|cafe|restaurant|company|business|shop|eenmanszaak|vof|commercieel",
    gemeente="overheid|municipality|government|publiek",
    zorginstelling="zorg|zorgorganisatie|zorgaanbieder|zorgpartij|care|care organisation|care organization|huisarts|health",
    school="basisschool|onderwijs|onderwijsinstelling|opleiding|kinderopvang|college",
    samenwerkingsverband="samenwerking|alliance|netwerk|overleg|platform|network|stuurgroep|werkgroep",
    fonds="fund|subsidiegever|financier",
    overig="anders|other|organisatie|organisation|organization|org|instelling|instantie|diversen|divers|overige",
    inwoner="bewoner|burger|resident|persoon|person|mens|individu|dorpsgenoot|individual|people|wijkbewoner",
    vrijwilliger="volunteer|vrijwilligers|mantelzorger",
    professional="beroepskracht|medewerker|prof|ambtenaar|employee|consulent",
    bestuurder="bestuurslid|bestuur|voorzitter|administrator|wethouder|board member|penningmeester|secretaris",
    ondernemer="entrepreneur|winkelier|zzp|zzper|zelfstandige",
) | dict.fromkeys(
    "groep|groepje|informeel|informal group|group|buurtgroep|bewonersgroep|burgerinitiatief|informele groepen".split(
        "|"
    ),
    "informele groep",
)
DOMAINS = _words(
    levensbeschouwing="kerk|kerken|religie|geloof|zingeving|levensbeschouwing en religie|belief|church|religion|faith",
    verenigingen="vereniging|sport|verenigingsleven|clubs|sport en verenigingen|vrije tijd|clubs and associations|sports|club",
    kunst_en_cultuur="kunst|cultuur|kunst cultuur|muziek|arts|culture|arts and culture|kunst/cultuur",
    eerstelijnszorg="1e lijn|1e lijns zorg|1elijnszorg|eerste lijn|eerste lijns zorg|eerstelijn|huisartsen|welzijn|zorg 1e lijn|primary care|wijkverpleging",
    tweedelijnszorg="2e lijn|2e lijns zorg|2elijnszorg|tweede lijn|tweede lijns zorg|tweedelijn|zorginstellingen|zorg 2e lijn|secondary care",
    veiligheid="politie|brandweer|veilig|safety",
    gemeente="overheid|bestuur|politiek|local government|government|municipality",
    wonen="wonen en leven|woning|woningbouw|huisvesting|housing|housing and living|buurt|living",
    ondernemers="ondernemer|ondernemen|bedrijven|winkels|economie|middenstand|business|businesses|werk|bedrijf|mkb",
    onderwijs="school|scholen|opvoeding|education|jeugd en onderwijs|kinderopvang",
)
INVOLVEMENTS = _words(
    bekend="kennis|bekende|known|buitenring|in beeld|rand",
    deelnemer="doet mee|deelnemers|participant|meedoener|actief",
    partner="partners|samenwerkingspartner|partij",
    keyspeler="sleutelspeler|sleutelfiguur|key player|keyplayer|kernspeler|sleutel",
    trekker="driver|kartrekker|trekkers|initiatiefnemer|aanjager|kern",
)
LAYERS = _words(
    burgers="burger|inwoners|bewoners|citizens|residents|inwoner|bewoner|informeel",
    maatschappelijk_middenveld="middenveld|civil society|maatschappelijk middenveld|verenigingsleven",
    professionals="professional|professionelen|beroepskrachten|formeel|professionals en instellingen",
)
CERTAINTIES = _words(letterlijk="zeker|feit|literal|ja", afgeleid="onzeker|vermoeden|inferred|nee|aanname")
TIES = _words(
    kent="kennen|kennen elkaar|contact|kennis|knows|bekend met|connected|gelinkt",
    werkt_samen="samenwerking|samen|werkt samen|werken samen|werkt samen met|works with|collaborates|samenwerken|partner|works together with",
    verwijst_door="doorverwijzing|verwijst|verwijzing|verwijst door naar|refers|refers to|verwijst naar",
    leent_uit="leent|uitlenen|leent uit aan|lends|lends to|uitleen",
    deelt_ruimte="ruimte|deelt ruimte|deelt ruimte met|delen ruimte|zelfde gebouw|shares space|shares space with|huisvesting",
    financiert="subsidie|betaalt|funds|financiering|subsidieert|sponsort|sponsor|financiert aan",
    overlegt="overleg|overlegt met|overleggen|consults|consults with|vergadering",
    bestuurt="bestuur|bestuurt mee|governs|leiding|moederorganisatie|aansturing",
    vrijwilligers="levert vrijwilligers|vrijwilliger|geeft vrijwilligers aan|gives volunteers to|volunteers",
)
PHASES = _words(
    droom="idee|wens|dream|plan",
    gedeeld="besproken|shared",
    gestart="start|begonnen|opgestart|started|in oprichting",
    draait="lopend|loopt|actief|running|active|doorlopend|in uitvoering",
    overgedragen="handed over|overdracht",
    gestopt="klaar|afgerond|beeindigd|gestaakt|stopped|afgelopen|stop",
    gepauzeerd="pauze|stil|on hold|paused|in de wacht",
)
ORIGINS = _words(
    burger="inwoners|bewoners|inwoner|residents|bewoner|burgers|burgerinitiatief",
    maatschappelijk_middenveld="vereniging|middenveld|civil society",
    professional="professionals|zorg|welzijn",
    gemeente="municipality|overheid",
    gezamenlijk="samen|together|joint",
)

ID = Field("id", _("short name in wijkweb (id)"), "slug", "id", ("id", "slug", "wijkweb id"), longest=120)
DESCRIPTION = Field(
    "omschrijving", _("description"), "description", "text",
    ("omschrijving", "beschrijving", "toelichting", "opmerking", "opmerkingen", "notitie", "notities", "bijzonderheden", "description", "notes", "wat doen ze", "info", "informatie", "uitleg"),
    longest=20_000,
)  # fmt: skip
SOURCE = Field(
    "bron",
    _("source"),
    "source",
    "line",
    ("bron", "herkomst gegevens", "source", "via", "gehoord van"),
    longest=500,
)
CERTAINTY = Field(
    "zekerheid", _("certainty"), "certainty", "choice", ("zekerheid", "zeker", "certainty"), choices=Certainty, words=CERTAINTIES
)  # fmt: skip
SINCE = Field("sinds", _("since"), "started_on", "date", ("sinds", "vanaf", "start", "begin", "startdatum", "begindatum", "since", "from date", "start date", "sinds wanneer", "lid sinds", "actief sinds", "opgericht"))  # fmt: skip
UNTIL = Field("tot", _("until"), "ended_on", "date", ("tot", "tot en met", "eind", "einde", "einddatum", "until", "end date", "t/m", "gestopt op"))  # fmt: skip
KERN = Field("kern", _("kern"), "kern_id", "kern", ("kern", "dorp", "wijk", "plaats", "woonplaats", "buurt", "village", "place", "town", "plaatsnaam"))  # fmt: skip

FIELDS: dict[str, tuple[Field, ...]] = {
    SheetKind.PARTNERS: (
        Field(
            "naam", _("name, or role of a person"), "name", "line",
            ("naam", "naam organisatie", "organisatienaam", "partner", "partij", "label", "name", "contact", "wie", "naam partij", "naam vereniging", "rol", "organisatie of persoon", "instantie", "element", "naam partner", "club"),
            is_required=True, longest=300,
        ),
        Field("soort", _("kind"), "kind", "choice", ("soort", "type", "soort organisatie", "categorie", "kind", "category", "rechtsvorm", "organisatietype", "soort partij"), choices=PartnerKind, words=KINDS),
        Field("levensgebied", _("life domain"), "life_domain", "choice", ("levensgebied", "levensdomein", "domein", "gebied", "life domain", "domain", "thema", "sector", "leefgebied", "levensgebieden"), choices=LifeDomain, words=DOMAINS),
        Field("laag", _("layer"), "layer", "choice", ("laag", "layer", "niveau", "schil"), choices=Layer, words=LAYERS),
        Field("betrokkenheid", _("involvement"), "involvement", "choice", ("betrokkenheid", "betrokken", "involvement", "ring", "rol in wijkweb", "mate van betrokkenheid", "status"), choices=Involvement, words=INVOLVEMENTS),
        Field("organisatie", _("belongs to (of a person)"), "organisation_id", "partner", ("organisatie", "werkt bij", "hoort bij", "organisation", "organization", "namens", "van organisatie", "werkgever", "bij")),
        Field("onderdeel", _("part of (of an organisation)"), "parent_id", "partner", ("onderdeel van", "onderdeel", "moederorganisatie", "valt onder", "koepel", "part of", "parent", "hoofdorganisatie", "afdeling van")),
        KERN,
        SINCE,
        UNTIL,
        DESCRIPTION,
        Field("website", _("website"), "website", "address", ("website", "site", "url", "webadres", "internet", "www", "homepage", "web"), longest=200),
        Field("postbus", _("function mailbox (never of a person)"), "mailbox", "mailbox", ("functiepostbus", "postbus", "algemeen e-mailadres", "algemeen emailadres", "info-adres", "mailbox", "function mailbox", "email organisatie", "e-mail organisatie", "e-mail", "email", "e-mailadres", "emailadres", "mail", "mailadres", "e-mail adres", "contact e-mail", "e-mail contact"), longest=254),
        CERTAINTY,
        SOURCE,
        ID,
    ),
    SheetKind.INITIATIVES: (
        Field("naam", _("name"), "name", "line", ("naam", "initiatief", "naam initiatief", "titel", "project", "activiteit", "name", "initiative", "wat"), is_required=True, longest=300),
        Field("fase", _("phase"), "phase", "choice", ("fase", "status", "stand", "phase", "stand van zaken", "state"), choices=Phase, words=PHASES),
        Field("herkomst", _("origin"), "origin", "choice", ("herkomst", "oorsprong", "initiatief van", "origin", "van wie", "ontstaan uit"), choices=Origin, words=ORIGINS),
        Field("start", _("start"), "started_on", "date", SINCE.headers),
        Field("einde", _("end"), "ended_on", "date", UNTIL.headers),
        Field("doelgroepen", _("target groups"), "target_groups", "list", ("doelgroep", "doelgroepen", "voor wie", "target group", "target groups")),
        Field("levensgebieden", _("life domains"), "life_domains", "choices", ("levensgebied", "levensgebieden", "domein", "domeinen", "thema", "themas", "life domains", "life domain"), choices=LifeDomain, words=DOMAINS),
        KERN,
        DESCRIPTION,
        Field("uitkomst", _("what came of it"), "outcome", "text", ("uitkomst", "resultaat", "opbrengst", "outcome", "wat leverde het op", "result"), longest=20_000),
        SOURCE,
        ID,
    ),
    SheetKind.TIES: (
        Field("van", _("from"), "source_id", "partner", ("van", "from", "partij 1", "partner 1", "wie", "partij a", "organisatie 1", "source", "bron partij", "tussen"), is_required=True),
        Field("naar", _("to"), "target_id", "partner", ("naar", "to", "partij 2", "partner 2", "met wie", "partij b", "organisatie 2", "target", "doel", "met", "en"), is_required=True),
        Field("soort", _("kind"), "kind", "choice", ("soort", "type", "relatie", "soort relatie", "band", "soort band", "kind", "label", "verband", "relation"), choices=RelationKind, words=TIES),
        Field("gericht", _("runs from the first to the second"), "is_directed", "yes", ("gericht", "richting", "direction", "directed", "eenrichting")),
        Field("sterkte", _("strength"), "strength", "strength", ("sterkte", "strength", "kracht", "gewicht", "weight", "hoe sterk", "intensiteit")),
        SINCE,
        UNTIL,
        DESCRIPTION,
        CERTAINTY,
        Field("bron", _("source"), "source_text", "line", SOURCE.headers, longest=500),
        Field("van_id", _("short name of the first (id)"), "source_slug", "id", ("van id", "from id", "van (id)"), longest=120),
        Field("naar_id", _("short name of the second (id)"), "target_slug", "id", ("naar id", "to id", "naar (id)"), longest=120),
    ),
}  # fmt: skip
MODELS: dict[str, Any] = {
    SheetKind.PARTNERS: Partner,
    SheetKind.INITIATIVES: Initiative,
    SheetKind.TIES: Relation,
}


def field_of(kind: str, key: str) -> Field:
    return next(field for field in FIELDS[kind] if field.key == key)


def fields_by_key(kind: str, keys: Iterable[str]) -> list[Field]:
    """The fields of a kind of sheet that are in `keys`, in their own order."""
    wanted = set(keys)
    return [field for field in FIELDS[kind] if field.key in wanted]
