"""What can be done with the agenda. Each deed leaves one change, which can be taken back."""

from agenda.services.activities import (
    add_activity,
    change_activity,
    change_from,
    change_once,
    combine,
    known_access,
    set_attendance,
)
from agenda.services.calendars import add_calendar, change_calendar, remove_calendar
from agenda.services.cancelling import Scope, cancel, restore

__all__ = [
    "Scope",
    "add_activity",
    "add_calendar",
    "cancel",
    "change_activity",
    "change_calendar",
    "change_from",
    "change_once",
    "combine",
    "known_access",
    "remove_calendar",
    "restore",
    "set_attendance",
]
