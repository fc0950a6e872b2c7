"""What this room keeps about persons, and when it goes (wijkweb/kit/personal.py)."""

from django.utils.translation import gettext_lazy as _

from wijkweb.kit.personal import ASK_COORDINATOR, SEEN_BY_ALL, TASK_OF_KERN, Basis, Kept, Sort

KEPT = [
    Kept(
        title=_("The agenda"),
        what=_(
            "What there is to do, when and where. Part of it comes from public calendars of organisations. Who comes is not kept, "
            "only how many."
        ),
        sort=Sort.WORDS,
        purpose=TASK_OF_KERN,
        basis=Basis.TASK,
        until=_(
            "What comes from a calendar goes when it leaves that calendar. The rest stays as history of the kern."
        ),
        seen_by=SEEN_BY_ALL,
        export=_("Everybody can put the agenda in an own calendar."),
        erase=ASK_COORDINATOR,
        fields={
            "Occurrence": "note name location description",
            "OutsideEvent": "name location description",
            "OutsideCalendar": "address",
        },
    )
]
IMPERSONAL = {
    "Occurrence": "id begins_at ends_at is_step_free has_lift has_toilet is_cancelled activity day moved_to "
    "attendance",
    "OutsideCalendar": "id kern partner visibility asked_at read_at failures problem left_out etag fingerprint read_on",
    "OutsideEvent": "id calendar day last_day begins_at ends_at is_cancelled key sequence changed_at",
}
