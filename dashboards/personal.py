"""What this room keeps about persons, and when it goes (wijkweb/kit/personal.py)."""

from django.utils.translation import gettext_lazy as _

from dashboards.services import old_weeks
from wijkweb.kit.personal import NOTHING_TO_SHOW, SEEN_BY_NOBODY, Basis, Kept, Rule, Sort

KEPT = [
    Kept(
        title=_("How many people"),
        what=_(
            "How many people take part, week by week. Others see rounded counts, and none below ten. Which account of a "
            "coordinator noted what a kern agreed about sharing its figures."
        ),
        sort=Sort.MARK,
        purpose=_("To let a municipality see how its kernen do, without looking at people."),
        basis=Basis.TASK,
        until=_("A year."),
        seen_by=SEEN_BY_NOBODY,
        export=NOTHING_TO_SHOW,
        erase=NOTHING_TO_SHOW,
        fields={"ExactCount": "count", "SharingDecision": "agreed entered_by"},
    )
]
IMPERSONAL = {
    "SharingDecision": "id kern decided_on parts place entered_at",
    "WeekOfCounts": "id municipality day published_at",
    "PublishedCount": "id week kern measure value",
    "ExactCount": "id week kern measure",
}
RULES = [Rule("dashboards.weeks", _("the counts of people of a week, after a year"), old_weeks)]
