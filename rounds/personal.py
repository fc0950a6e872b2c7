"""What this room keeps about persons, and when it goes (wijkweb/kit/personal.py)."""

from django.utils.translation import gettext_lazy as _

from rounds.services import handled_long_ago
from wijkweb.kit.personal import ASK_COORDINATOR, Basis, Kept, Rule, Sort

KEPT = [
    Kept(
        title=_("Notes on the way"),
        what=_(
            "What a coordinator notes while making a round: which party, one line, the next step. Also tasks that come of it, and "
            "whose they are."
        ),
        sort=Sort.WORDS,
        purpose=_("Not to forget what was agreed."),
        basis=Basis.TASK,
        until=_("A note thirty days after it was worked out."),
        seen_by=_("A note: only who wrote it. A task: the coordinators of the kern."),
        export=ASK_COORDINATOR,
        erase=ASK_COORDINATOR,
        fields={"Note": "made_by stop party line next_step", "Task": "text partner made_by"},
    )
]
IMPERSONAL = {
    "Note": "id client_id kern noted_at received_at state handled_at",
    "Task": "id kern due_on done_on made_at",
}
RULES = [Rule("rounds.notes", _("a note that was worked out, after thirty days"), handled_long_ago)]
