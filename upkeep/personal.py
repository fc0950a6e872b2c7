"""What this room keeps about persons, and when it goes (wijkweb/kit/personal.py)."""

from django.utils.translation import gettext_lazy as _

from upkeep.services import informing
from wijkweb.kit.personal import ASK_COORDINATOR, SEEN_BY_COORDINATOR, Basis, Kept, Rule, Sort, Subject

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
RULES = [
    Rule(
        "upkeep.objected",
        _("a person who objected, thirty days later"),
        informing.objected_over,
        deed=informing.erase_objected,
    )
]
# In this order: who objected and was erased must end as erased.
SUBJECTS = [
    Subject(informing.OBJECTION, informing.all_persons, informing.mark_text, informing.object_to),
    Subject(informing.ERASED, informing.all_persons, informing.mark_text, informing.erase),
]
