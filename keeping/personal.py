"""What this room keeps about persons, and tables of the frame, which hold nothing about persons."""

from django.utils.translation import gettext_lazy as _

from keeping import ledger
from wijkweb.kit.personal import NOTHING_TO_SHOW, SEEN_BY_NOBODY, Basis, Kept, Rule, Sort

KEPT = [
    Kept(
        title=_("That something was erased"),
        what=_(
            "A mark without a name, of which sort it was, and when. Nobody can tell from it whose data it was."
        ),
        sort=Sort.MARK,
        purpose=_("To erase it again when an older copy of the database has to be put back."),
        basis=Basis.TASK,
        until=_("Ninety-five days: sixty longer than the copies."),
        seen_by=SEEN_BY_NOBODY,
        export=NOTHING_TO_SHOW,
        erase=NOTHING_TO_SHOW,
        fields={"Erasure": "kind subject at"},
    )
]
IMPERSONAL = {"Erasure": "id", "contenttypes.ContentType": "id app_label model"}
RULES = [
    Rule(
        "keeping.ledger",
        _("that something was erased, sixty days after the last copy that had it"),
        ledger.old_lines,
        all_at_once=ledger.forget,
        passes=True,
    )
]
