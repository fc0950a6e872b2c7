"""What this room keeps about persons, and when it goes (wijkweb/kit/personal.py)."""

from django.utils.translation import gettext_lazy as _

from wijkweb.kit.personal import (
    AS_LONG_AS_USED,
    ASK_COORDINATOR,
    SEEN_BY_COORDINATOR,
    Basis,
    Kept,
    Sort,
)

KEPT = [
    Kept(
        title=_("The check-up of an initiative"),
        what=_(
            "The answers to four questions once a year, what support was agreed and who does it, by role."
        ),
        sort=Sort.WORDS,
        purpose=_("To help an initiative go on, be handed over or end well."),
        basis=Basis.TASK,
        until=AS_LONG_AS_USED,
        seen_by=SEEN_BY_COORDINATOR,
        export=ASK_COORDINATOR,
        erase=_("When you erase yourself, your answers go as well."),
        fields={
            "CheckUp": "on_course habits cooperation needs outcome made_by",
            "Support": "text owner role made_by",
        },
    )
]
IMPERSONAL = {
    "KernCheckups": "id kern is_on since months mails_on",
    "Plan": "id initiative months next_on is_off",
    "CheckUp": "id initiative done_on next_on way agreed_on made_at",
    "Support": "id initiative due_on done_on made_at",
    "Invitation": "id initiative due_on kind sent_at",
}
