"""Partners, the one identity for everything that can be tied, and the relations between them."""

from partners.models.identity import Identity
from partners.models.involvement import PastInvolvement
from partners.models.notice import PersonNotice
from partners.models.partner import (
    Partner,
    PartnerManager,
    PartnerQuerySet,
    merged_partners,
    stays_at,
)
from partners.models.relation import Relation, RelationManager, RelationQuerySet
from partners.models.words import (
    PERSON_KINDS,
    TERM,
    Certainty,
    Involvement,
    Layer,
    LifeDomain,
    PartnerForm,
    PartnerKind,
    RelationKind,
    Strength,
)

__all__ = [
    "PERSON_KINDS",
    "TERM",
    "Certainty",
    "Identity",
    "Involvement",
    "Layer",
    "LifeDomain",
    "Partner",
    "PartnerForm",
    "PartnerKind",
    "PartnerManager",
    "PartnerQuerySet",
    "PastInvolvement",
    "PersonNotice",
    "Relation",
    "RelationKind",
    "RelationManager",
    "RelationQuerySet",
    "Strength",
    "merged_partners",
    "stays_at",
]
