"""What this room keeps about persons, and when it goes (wijkweb/kit/personal.py)."""

from django.utils.translation import gettext_lazy as _

from wijkweb.kit.personal import ASK_COORDINATOR, SEEN_BY_COORDINATOR, Basis, Kept, Sort

KEPT = [
    Kept(
        title=_("What parties report about their card"),
        what=_(
            "What was sent in by the link to the function mailbox of a party, and which coordinator handled it."
        ),
        sort=Sort.WORDS,
        purpose=_("To keep the map right."),
        basis=Basis.TASK,
        until=_("As long as the card of the party exists."),
        seen_by=SEEN_BY_COORDINATOR,
        export=ASK_COORDINATOR,
        erase=ASK_COORDINATOR,
        fields={"Report": "payload handled_by", "Question": "asked_by"},
    )
]
IMPERSONAL = {
    "KernUpkeep": "kern mails_on",
    "Question": "id partner reason asked_at",
    "Report": "id partner kind other relation tie_kind direction state made_at handled_at change",
}
