"""What this room keeps about persons, and when it goes (wijkweb/kit/personal.py)."""

from django.utils.translation import gettext_lazy as _

from wijkweb.kit.personal import AS_LONG_AS_USED, ASK_COORDINATOR, SEEN_BY_COORDINATOR, Basis, Kept, Sort

KEPT = [
    Kept(
        title=_("Who changed what"),
        what=_(
            "Which account did what and when, for which party, and how it stood before. Of who has no account only that a "
            "resident or a party did it."
        ),
        sort=Sort.MARK,
        purpose=_("To see what changed, and to take back what went wrong."),
        basis=Basis.TASK,
        until=AS_LONG_AS_USED,
        seen_by=SEEN_BY_COORDINATOR,
        export=ASK_COORDINATOR,
        erase=_(
            "When your account goes, your name goes from it. The words of who is erased go from it as well."
        ),
        fields={"Change": "made_by party note subject"},
    )
]
IMPERSONAL = {
    "Change": "id verb kern made_at token undoes",
}
