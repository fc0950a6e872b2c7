"""Pages of this room, one file per subject."""

from sharing.views.asking import sharing_ask, sharing_asked
from sharing.views.by_mail import loan_again, loan_confirm, loan_side
from sharing.views.listing import sharing_detail, sharing_list
from sharing.views.loans import loan_detail, loan_list
from sharing.views.offers import sharing_add, sharing_edit, sharing_end
from sharing.views.placing import posting_detail
from sharing.views.posting import (
    posting_add,
    posting_confirm,
    posting_data,
    posting_gone,
    posting_own,
    posting_sent,
)

__all__ = [
    "loan_again",
    "loan_confirm",
    "loan_detail",
    "loan_list",
    "loan_side",
    "posting_add",
    "posting_confirm",
    "posting_data",
    "posting_detail",
    "posting_gone",
    "posting_own",
    "posting_sent",
    "sharing_add",
    "sharing_ask",
    "sharing_asked",
    "sharing_detail",
    "sharing_edit",
    "sharing_end",
    "sharing_list",
]
