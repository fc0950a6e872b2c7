"""The words that partners and relations are described with; the stored values stay Dutch slugs."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class LifeDomain(models.TextChoices):
    """The ten, clockwise around the human figure, from the left of the head."""

    BELIEF = "levensbeschouwing", _("belief and philosophy")
    CLUBS = "verenigingen", _("clubs and associations")
    ARTS = "kunst-en-cultuur", _("arts and culture")
    PRIMARY_CARE = "eerstelijnszorg", _("primary care")
    SECONDARY_CARE = "tweedelijnszorg", _("secondary care")
    SAFETY = "veiligheid", _("safety")
    MUNICIPALITY = "gemeente", _("local government")
    HOUSING = "wonen", _("housing and living")
    BUSINESS = "ondernemers", _("businesses")
    EDUCATION = "onderwijs", _("education")


class Involvement(models.TextChoices):
    """From the rim to the centre."""

    KNOWN = "bekend", _("known")
    PARTICIPANT = "deelnemer", _("participant")
    PARTNER = "partner", _("partner")
    KEY_PLAYER = "keyspeler", _("key player")
    DRIVER = "trekker", _("driver")


class Layer(models.TextChoices):
    CITIZENS = "burgers", _("citizens")
    CIVIL_SOCIETY = "maatschappelijk-middenveld", _("civil society")
    PROFESSIONALS = "professionals", _("professionals")


class Certainty(models.TextChoices):
    LITERAL = "letterlijk", _("literally in the source")
    INFERRED = "afgeleid", _("inferred")


class PartnerForm(models.TextChoices):
    """What sort of party a partner is; the shape on the map."""

    ORGANISATION = "organisatie", _("organisation")
    GROUP = "groep", _("informal group")
    PERSON = "persoon", _("person")


class PartnerKind(models.TextChoices):
    FOUNDATION = "stichting", _("foundation")
    ASSOCIATION = "vereniging", _("association")
    CHURCH = "kerk", _("church")
    COMPANY = "onderneming", _("company")
    MUNICIPALITY = "gemeente", _("municipality")
    CARE = "zorginstelling", _("care organisation")
    SCHOOL = "school", _("school")
    INFORMAL_GROUP = "informele groep", _("informal group")
    ALLIANCE = "samenwerkingsverband", _("alliance")
    FUND = "fonds", _("fund")
    OTHER = "overig", _("other")
    RESIDENT = "inwoner", _("resident")
    VOLUNTEER = "vrijwilliger", _("volunteer")
    PROFESSIONAL = "professional", _("professional")
    BOARD_MEMBER = "bestuurder", _("administrator or board member")
    ENTREPRENEUR = "ondernemer", _("entrepreneur")


PERSON_KINDS = (
    PartnerKind.RESIDENT,
    PartnerKind.VOLUNTEER,
    PartnerKind.PROFESSIONAL,
    PartnerKind.BOARD_MEMBER,
    PartnerKind.ENTREPRENEUR,
)


class RelationKind(models.TextChoices):
    KNOWS = "kent", _("knows")
    WORKS_WITH = "werkt-samen", _("works together with")
    REFERS = "verwijst-door", _("refers to")
    LENDS = "leent-uit", _("lends to")
    SHARES_SPACE = "deelt-ruimte", _("shares space with")
    FUNDS = "financiert", _("funds")
    CONSULTS = "overlegt", _("consults with")
    GOVERNS = "bestuurt", _("governs")
    VOLUNTEERS = "vrijwilligers", _("gives volunteers to")


class Strength(models.IntegerChoices):
    LOOSE = 1, _("loose or once")
    REGULAR = 2, _("regular or agreed")
    CLOSE = 3, _("close and lasting")


TERM = [MinValueValidator(1), MaxValueValidator(120)]
"""The months after which something must be looked at again."""
