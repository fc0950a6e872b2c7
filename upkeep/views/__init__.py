"""Pages of upkeep, one file per subject."""

from upkeep.views.asking import upkeep_ask, upkeep_ask_all, upkeep_settings
from upkeep.views.informing import person_notice, person_notice_again, upkeep_persons
from upkeep.views.keeping import upkeep
from upkeep.views.merging import partner_merge, partner_merge_with
from upkeep.views.reports import upkeep_reports, upkeep_reports_slot, upkeep_slot
from upkeep.views.tiles import update_ties
from upkeep.views.updating import update_again, update_card, update_change, update_thanks

__all__ = [
    "partner_merge",
    "partner_merge_with",
    "person_notice",
    "person_notice_again",
    "update_again",
    "update_card",
    "update_change",
    "update_thanks",
    "update_ties",
    "upkeep",
    "upkeep_ask",
    "upkeep_ask_all",
    "upkeep_persons",
    "upkeep_reports",
    "upkeep_reports_slot",
    "upkeep_settings",
    "upkeep_slot",
]
