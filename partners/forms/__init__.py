"""Forms of this room."""

from partners.forms.identity import IdentityForm
from partners.forms.partner import AddPartnerForm, EditPartnerForm, InvolvementForm
from partners.forms.relation import AddRelationForm, EditRelationForm

__all__ = [
    "AddPartnerForm",
    "AddRelationForm",
    "EditPartnerForm",
    "EditRelationForm",
    "IdentityForm",
    "InvolvementForm",
]
