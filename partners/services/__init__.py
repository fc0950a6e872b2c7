"""What can be done with partners and ties. Each takes plain values and who does it, and leaves one change."""

from partners.services.entering import (
    add_partner,
    change_partner,
    confirm_partner,
    end_partner,
    partner_ended,
    partner_merged,
    person_withdrawn,
)
from partners.services.identifying import set_identity
from partners.services.involving import involvement_on, set_involvement
from partners.services.tying import add_relation, change_relation, confirm_relation, end_relation

__all__ = [
    "add_partner",
    "add_relation",
    "change_partner",
    "change_relation",
    "confirm_partner",
    "confirm_relation",
    "end_partner",
    "end_relation",
    "involvement_on",
    "partner_ended",
    "partner_merged",
    "person_withdrawn",
    "set_identity",
    "set_involvement",
]
