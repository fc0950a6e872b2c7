"""What this room keeps about persons, and when it goes (wijkweb/kit/personal.py)."""

from django.utils.translation import gettext_lazy as _

from interchange.sheets import terms
from wijkweb.kit.personal import ASK_COORDINATOR, Basis, Kept, Rule, Sort

KEPT = [
    Kept(
        title=_("Spreadsheets that were sent in"),
        what=_("The file, its rows while they are looked at, its name and which account sent it."),
        sort=Sort.WORDS,
        purpose=_("To bring a list of parties or ties in, and to say what is wrong with it."),
        basis=Basis.TASK,
        until=_("The file seven days, the rows thirty days."),
        seen_by=_("Who sent it, and who looks after the same kern."),
        export=ASK_COORDINATOR,
        erase=_("It goes by itself. What came of it goes as all other parties and ties."),
        fields={
            "SheetJob": "made_by file_name",
            "SheetFile": "content tables",
            "SheetRow": "label name_key values problems changes cells note twin_label",
            "ColumnMemory": "made_by headers words",
        },
    )
]
IMPERSONAL = {
    "PackageImport": "id name description counts imported_at",
    "SheetJob": "id key kern made_at file_kind state mode choices counts done total message change_ids claim "
    "heartbeat finished_at",
    "SheetFile": "id job",
    "SheetRow": "id job position stage kind sheet line outcome twin twin_position decision record_id",
    "ColumnMemory": "id kern kind columns",
}
RULES = [
    Rule("interchange.files", _("a spreadsheet, after seven days"), terms.old_files, passes=True),
    Rule("interchange.rows", _("the rows of a spreadsheet, after thirty days"), terms.old_rows, passes=True),
    Rule(
        "interchange.stale",
        _("an import that nobody finished, after seven days"),
        terms.stale_jobs,
        all_at_once=terms.stop,
        passes=True,
    ),
]
