"""Bringing in a spreadsheet, ours and the plain way: python -m tools.bench.sheet_import file|ours|rival ...; prints JSON.

Runs in a process of its own with the settings of a temporary site, so that its memory is its own too.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

django.setup()

from accounts.models import Membership, Role, User  # noqa: E402
from interchange.models import JobState, SheetFile, SheetJob  # noqa: E402
from interchange.sheets import reading, running  # noqa: E402
from interchange.sheets.listing import csv_line, write_workbook  # noqa: E402
from partners.models import Partner  # noqa: E402
from places.models import Kern  # noqa: E402

HEADS = ["Naam", "Soort", "Levensgebied", "Betrokkenheid", "Sinds", "Omschrijving"]
KINDS = ("stichting", "vereniging", "kerk", "onderneming", "school", "overig")
DOMAINS = ("wonen", "verenigingen", "onderwijs", "ondernemers", "veiligheid")
RINGS = ("bekend", "deelnemer", "partner", "keyspeler")
BAD = 300


def file(path: str, rows: str) -> dict[str, int]:
    """Write a sheet with this many rows, of which 300 in 10,000 have a kind that does not exist."""
    count = int(rows)
    bad = max(1, count * BAD // 10_000)
    every = count // bad
    lines = [_row(number, is_bad=number % every == 0 and number // every < bad) for number in range(count)]
    place = Path(path)
    if place.suffix == ".csv":
        place.write_text("".join(map(csv_line, [HEADS, *lines])), encoding="utf-8")
    else:
        place.write_bytes(write_workbook([("Partners", HEADS, HEADS, lines)]).read())
    return {"rows": count, "bad": bad}


def _row(number: int, *, is_bad: bool) -> list[str]:
    kind = "bestaat niet" if is_bad else KINDS[number % len(KINDS)]
    return [
        f"Vereniging van straat {number}", kind, DOMAINS[number % 5], RINGS[number % 4], str(2000 + number % 24), f"Regel {number}, uit de lijst."
    ]  # fmt: skip


def _place() -> tuple[Kern, User]:
    kern, _is_new = Kern.objects.get_or_create(slug="invoer", defaults={"name": "Invoer", "kind": "dorp"})
    user = User.objects.create_user(f"bench{time.time_ns()}@voorbeeld.nl")
    Membership.objects.create(user=user, role=Role.COORDINATOR, kern=kern)
    return kern, user


def ours(path: str) -> dict[str, float]:
    """The whole way: read in the child, guess the columns, compare every row, store the good ones."""
    kern, user = _place()
    content = Path(path).read_bytes()
    begin = time.perf_counter()
    kind = reading.look_at(path, content)
    job = SheetJob.objects.create(kern=kern, made_by=user, file_name=Path(path).name, file_kind=kind)
    SheetFile.objects.create(job=job, content=content)
    for state, step in (
        (None, running.read_job),
        (JobState.CHOSEN, running.judge_job),
        (JobState.QUEUED, running.run_job),
    ):
        if state:
            SheetJob.objects.filter(pk=job.pk).update(state=state)
        step(job.pk)
    took = time.perf_counter() - begin
    job.refresh_from_db()
    if job.state != JobState.DONE:
        sys.exit(f"{job.state}: {job.message}")
    return {"seconds": took, "wrong": job.counts.get("fout", 0), **_after()}


def rival(path: str) -> dict[str, float]:
    """Plain django-import-export: one pass that stores, with the checks of the model; no preview before it."""
    from import_export import fields, resources, widgets
    from tablib import Dataset

    from partners.services.entering import form_of
    from wijkweb.kit.partial_dates import PartialDate

    kern, _user = _place()

    class Year(widgets.Widget):
        def clean(self, value: Any, row: Any = None, **_kwargs: Any) -> Any:
            return PartialDate.parse(str(value)) if value else None

    class Partners(resources.ModelResource):
        name = fields.Field("name", "Naam")
        kind = fields.Field("kind", "Soort")
        life_domain = fields.Field("life_domain", "Levensgebied")
        involvement = fields.Field("involvement", "Betrokkenheid")
        started_on = fields.Field("started_on", "Sinds", widget=Year())
        description = fields.Field("description", "Omschrijving")

        class Meta:
            model = Partner
            import_id_fields = ("name",)
            fields = ("name", "kind", "life_domain", "involvement", "started_on", "description")
            clean_model_instances = True
            skip_unchanged = True
            report_skipped = False
            use_transactions = True

        def init_instance(self, row: Any = None) -> Any:
            made = super().init_instance(row)
            made.kern, made.form = kern, form_of(row["Soort"])
            made.slug = row["Naam"].lower().replace(" ", "-")
            return made

    begin = time.perf_counter()
    place = Path(path)
    data = Dataset().load(
        place.read_bytes() if place.suffix == ".xlsx" else place.read_text("utf-8"),
        format=place.suffix[1:],
        **({"delimiter": ";"} if place.suffix == ".csv" else {}),
    )
    result = Partners().import_data(data, dry_run=False, raise_errors=False)
    return {
        "seconds": time.perf_counter() - begin,
        "wrong": len(result.invalid_rows) + len(result.row_errors()),
        **_after(),
    }


def _after() -> dict[str, float]:
    """What is stored, and the most memory that this process and its child had, in bytes."""
    peaks = [
        resource.getrusage(who).ru_maxrss * 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    ]
    return {"stored": Partner.objects.count(), "memory": max(peaks)}


SUBJECTS: dict[str, Callable[..., Any]] = {"file": file, "ours": ours, "rival": rival}

if __name__ == "__main__":
    print(json.dumps(SUBJECTS[sys.argv[1]](*sys.argv[2:])))
