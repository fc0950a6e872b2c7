"""What this room keeps about persons, and when it goes (wijkweb/kit/personal.py)."""

from django.utils.translation import gettext_lazy as _

from wijkweb.kit.personal import (
    AS_LONG_AS_USED,
    ASK_COORDINATOR,
    SEEN_BY_ALL,
    TASK_OF_KERN,
    Basis,
    Kept,
    Sort,
)

KEPT = [
    Kept(
        title=_("Initiatives, activities and what is shared"),
        what=_(
            "What people do together, who takes part by role, what they offer or look for, and what came of it. A text may hold "
            "words of the resident who began it."
        ),
        sort=Sort.WORDS,
        purpose=TASK_OF_KERN,
        basis=Basis.TASK,
        until=AS_LONG_AS_USED,
        seen_by=SEEN_BY_ALL,
        export=_(
            "What is public can be taken along by everybody. Your own initiative: by the link that we mail you."
        ),
        erase=_(
            "When you erase yourself, the text of your initiative goes. Its title stays: the coordinator wrote that."
        ),
        fields={
            "Initiative": "description outcome source",
            "Participation": "partner role description source",
            "Offer": "partner label description source",
            "Activity": "note location description source",
            "Organiser": "partner",
        },
    ),
    Kept(
        title=_("Stories"),
        what=_(
            "What somebody told, in that person's words, with a role in place of a name, and a picture if there is one."
        ),
        sort=Sort.WORDS,
        purpose=_("To show what changes in a kern, beside the figures."),
        basis=Basis.CONSENT,
        until=_("Until you withdraw your story."),
        seen_by=_("Nobody but the coordinator, until you agreed; then who you agreed to."),
        export=ASK_COORDINATOR,
        erase=_("Tell the coordinator. Words, picture and history go at once, also from reports."),
        fields={"Story": "title text voice picture picture_alt source"},
    ),
]
IMPERSONAL = {
    "Offer": "id slug type kind kern started_on ended_on is_lent seats day_parts lift step_free toilet",
    "Initiative": "id slug name search_name kern phase origin started_on ended_on target_groups life_domains "
    "visibility",
    "Participation": "id initiative started_on ended_on certainty",
    "Activity": "id begins_at ends_at is_step_free has_lift has_toilet is_cancelled rule repeats_until "
    "except_on slug name kern dated_on initiative location_partner target_groups attendance "
    "open_to_all visibility",
    "Organiser": "id activity position",
    "Story": "id slug kern initiative rung place_in_booklet visibility",
}
