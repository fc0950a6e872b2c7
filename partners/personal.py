"""What this room keeps about persons, and when it goes (wijkweb/kit/personal.py)."""

from django.utils.translation import gettext_lazy as _

from partners.models import Identity
from partners.services.identifying import forget_identity, mark_text
from partners.terms import contacts_over
from wijkweb.kit.personal import (
    AS_LONG_AS_USED,
    ASK_COORDINATOR,
    SEEN_BY_ALL,
    SEEN_BY_COORDINATOR,
    TASK_OF_KERN,
    Basis,
    Kept,
    Rule,
    Sort,
    Subject,
)

KEPT = [
    Kept(
        title=_("People on the map"),
        what=_(
            "That there is somebody with a role in the kern, as “school head” or “volunteer”, with the ties of that role and how "
            "much the person is involved. Not who that is."
        ),
        sort=Sort.MARK,
        purpose=TASK_OF_KERN,
        basis=Basis.TASK,
        until=AS_LONG_AS_USED,
        seen_by=SEEN_BY_COORDINATOR,
        export=ASK_COORDINATOR,
        erase=_("The coordinator ends or erases the card when you ask for it."),
        fields={
            "Partner": "slug name search_name form kind life_domain layer involvement organisation hangs_on successor is_trusted",
            "PastInvolvement": "partner involvement ended_on",
            "Relation": "source target kind is_directed strength started_on ended_on",
        },
    ),
    Kept(
        title=_("The name and address of a contact"),
        what=_("The name and the work e-mail address of who can be reached for an organisation or a group."),
        sort=Sort.ORDINARY,
        purpose=_("To get in touch about working together."),
        basis=Basis.TASK,
        until=_("Thirty days after the role, the person's card or the organisation ended."),
        seen_by=_("The coordinators of the kern. Others only when you agreed to it yourself."),
        export=ASK_COORDINATOR,
        erase=_("The coordinator takes it away when you ask for it; nothing of it stays."),
        fields={"Identity": "partner name email consent_on moved_from"},
    ),
    Kept(
        title=_("Whether a person was told"),
        what=_(
            "Whether who stands on the map as a person was told so, by mail or by the coordinator, on which day, and whether that "
            "person objected."
        ),
        sort=Sort.ORDINARY,
        purpose=_("To tell everybody within thirty days that we keep something about them."),
        basis=Basis.TASK,
        until=_("As long as the card exists; after an objection thirty days at most."),
        seen_by=SEEN_BY_COORDINATOR,
        export=ASK_COORDINATOR,
        erase=_(
            "It goes together with the card. You object by the link in your mail, or by asking the coordinator."
        ),
        fields={"PersonNotice": "partner mailed_on is_undelivered told_on objected_on"},
    ),
    Kept(
        title=_("Texts about parties and ties"),
        what=_(
            "What a party does, where it is, its function mailbox, where the knowledge comes from, and what two parties do "
            "together. These texts are about parties; somebody could be recognised in them."
        ),
        sort=Sort.WORDS,
        purpose=TASK_OF_KERN,
        basis=Basis.TASK,
        until=AS_LONG_AS_USED,
        seen_by=SEEN_BY_ALL,
        export=_("What is public can be taken along by everybody."),
        erase=ASK_COORDINATOR,
        fields={
            "Partner": "description location website mailbox source",
            "Relation": "end_reason description source_text reported_by",
        },
    ),
]
IMPERSONAL = {
    "Partner": "id kern visibility parent rhythm size started_on ended_on certainty confirmed_on "
    "term_months merged_into",
    "Identity": "id",
    "PastInvolvement": "id",
    "Relation": "id certainty is_confirmed confirmed_on term_months",
}
RULES = [
    Rule(
        "partners.contacts",
        _("the name and address of a contact, thirty days after the role or the organisation ended"),
        contacts_over,
        deed=forget_identity,
    )
]
SUBJECTS = [Subject("contact", Identity.objects.all, mark_text, forget_identity)]
