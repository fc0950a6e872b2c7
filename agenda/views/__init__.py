"""Pages of this room, one file per subject."""

from agenda.views.activity import activity_attendance, activity_combine, activity_detail, activity_history
from agenda.views.agenda import agenda, agenda_poster
from agenda.views.calendars import calendar_edit, calendar_list, calendar_read, calendar_remove
from agenda.views.cancelling import activity_cancel, activity_restore
from agenda.views.entering import activity_add, activity_clashes, activity_edit
from agenda.views.feeds import activity_feed, agenda_feed, agenda_subscribe, domain_feed, partner_feed

__all__ = [
    "activity_add",
    "activity_attendance",
    "activity_cancel",
    "activity_clashes",
    "activity_combine",
    "activity_detail",
    "activity_edit",
    "activity_feed",
    "activity_history",
    "activity_restore",
    "agenda",
    "agenda_feed",
    "agenda_poster",
    "agenda_subscribe",
    "calendar_edit",
    "calendar_list",
    "calendar_read",
    "calendar_remove",
    "domain_feed",
    "partner_feed",
]
