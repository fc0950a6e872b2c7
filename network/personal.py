"""What this room keeps about persons, and when it goes (wijkweb/kit/personal.py)."""

from django.utils.translation import gettext_lazy as _

from wijkweb.kit.personal import NOTHING_TO_SHOW, TASK_OF_KERN, Basis, Kept, Sort

KEPT = [
    Kept(
        title=_("The drawn map and its figures"),
        what=_(
            "Where each party stands on the map, and figures about the web. For who may not see persons they are made without "
            "persons."
        ),
        sort=Sort.MARK,
        purpose=TASK_OF_KERN,
        basis=Basis.TASK,
        until=_("The map until the next night. A figure stays: it has numbers of cards and no names."),
        seen_by=_("Each sees the map that was made for what that person may see."),
        export=NOTHING_TO_SHOW,
        erase=_("The map is made anew after every change, without who was erased."),
        fields={"Layout": "figure force", "Snapshot": "values figures", "GroupName": "core"},
    )
]
IMPERSONAL = {
    "Layout": "id kern audience fingerprint engine seed computed_at",
    "Snapshot": "id kern audience day fingerprint mark engine seed duration_ms computed_at",
    "SnapshotRun": "kern asked done asked_at claim heartbeat step steps failures reason finished_at",
    "GroupName": "id kern name",
}
