"""Storing a package: all of it or nothing, and only what differs from what is stored."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from interchange.mapping import ACTIVITIES, KERNEN, MAPPINGS, Mapping
from interchange.matching import Stored, apply, born, chunks
from interchange.models import PackageImport
from interchange.organisers import store_organisers
from interchange.package.errors import PackageError, PackageRefused
from interchange.package.files import Row
from interchange.package.reading import Package, read_package
from interchange.parts import Names, Values
from interchange.writing import Differences, Stamp, create_with_history
from network.services import request_layouts
from network.snapshots import request_all_snapshots
from places.models import Municipality

Progress = Callable[[str, int, int], None]


@dataclass
class Count:
    new: int = 0
    changed: int = 0
    same: int = 0


@dataclass
class ImportResult:
    """How many rows of each table were new, changed and the same."""

    counts: dict[str, Count] = field(default_factory=dict)

    @property
    def is_unchanged(self) -> bool:
        return not any(count.new or count.changed for count in self.counts.values())

    @property
    def total(self) -> Count:
        counts = self.counts.values()
        return Count(sum(c.new for c in counts), sum(c.changed for c in counts), sum(c.same for c in counts))


def import_package(
    folder: Path, *, acting_user: Any = None, dry_run: bool = False, progress: Progress | None = None
) -> ImportResult:
    """Read a package from `folder` and store what is new or changed in it.

    A second time nothing is written. What the format does not know (who may see something, a website)
    stays as it is; what is no longer in the package stays too, since it may come from elsewhere.
    With `dry_run` everything is done and then taken back. `progress` hears table, rows done, rows in all.
    Raises PackageRefused with every error; then nothing was stored.
    """
    package = read_package(folder)
    return store_package(package, acting_user=acting_user, dry_run=dry_run, progress=progress)


def store_package(
    package: Package,
    *,
    acting_user: Any = None,
    dry_run: bool = False,
    progress: Progress | None = None,
    remember: bool = True,
) -> ImportResult:
    """Store a package that was read. `remember` keeps its description for the next export."""
    try:
        with transaction.atomic():
            _wait_for_turn()
            result = _Storing(package, acting_user, progress).run()
            if remember and not dry_run:
                _remember(package, result)
            if dry_run:
                transaction.set_rollback(True)
            elif not result.is_unchanged:
                request_layouts()
                request_all_snapshots()
    except IntegrityError as error:
        reason = _("the package contradicts what is stored, or two imports ran at once. Try again.")
        raise PackageRefused([PackageError("", 0, "", "", "conflict", reason)]) from error
    except OperationalError as error:
        reason = _("the database is busy or out of reach. Try again in a moment.")
        raise PackageRefused([PackageError("", 0, "", "", "busy", reason)]) from error
    return result


def _wait_for_turn() -> None:
    """One import at a time: the second waits here until the first is done."""
    kind = ContentType.objects.get_for_model(PackageImport)
    ContentType.objects.select_for_update().get(pk=kind.pk)


def _remember(package: Package, result: ImportResult) -> None:
    latest = PackageImport.objects.first()
    if result.is_unchanged and latest and latest.description == package.about:
        return
    counts = {table: [count.new, count.changed, count.same] for table, count in result.counts.items()}
    PackageImport.objects.create(name=str(package.about["name"]), description=package.about, counts=counts)


class _Storing:
    """One run: the tables in an order in which each refers to those before it."""

    def __init__(self, package: Package, acting_user: Any, progress: Progress | None) -> None:
        self.package = package
        self.progress = progress or (lambda _table, _done, _total: None)
        reason = _("package %(name)s") % {"name": package.about.get("name", "")}
        self.stamp = Stamp(acting_user, timezone.now(), reason)
        self.names = Names()
        self.errors: list[PackageError] = []
        self.merged: set[str] = set()  # short names of parties that were merged into another here
        self.result = ImportResult()

    def run(self) -> ImportResult:
        self._municipalities()
        for mapping in MAPPINGS:
            rows = self.package.tables[mapping.table]
            count = self.result.counts[mapping.table] = Count()
            for part in _from_the_top(rows) if mapping is KERNEN else [rows]:
                changed = self._store(mapping, part, count)
                if mapping is ACTIVITIES:
                    self._count_organisers(part, changed, count)
            self.progress(mapping.table, len(rows), len(rows))
        return self.result

    def _municipalities(self) -> None:
        wanted = {row.cells["gemeente"] for row in self.package.tables["kernen"]} - {""}
        known: dict[str, int] = {}
        for chunk in chunks(wanted):
            known |= dict(Municipality.objects.filter(name__in=chunk).values_list("name", "pk"))
        new = [Municipality(name=name) for name in sorted(wanted - known.keys())]
        if new:
            create_with_history(Municipality, new, ("name",), self.stamp)
        self.names.learn(Municipality, known | {municipality.name: municipality.pk for municipality in new})

    def _store(self, mapping: Mapping, rows: list[Row], count: Count) -> set[str]:
        """Store the rows of one table; the ids of those that were new or changed."""
        if mapping.key != ("slug",):
            rows = self._without_merged(rows, count)
        all_values = [mapping.values(row.cells, self.names) for row in rows]
        stored = Stored(mapping, all_values)
        differences = Differences()
        records, touched = [], set()
        for row, values in zip(rows, all_values, strict=True):
            record, is_touched = self._compare(mapping, row, values, stored, differences, count)
            records.append(record)
            if is_touched:
                touched.add(row.cells.get("id", ""))
        if self.errors:
            raise PackageRefused(self.errors)
        differences.write(
            mapping.model, mapping.key, self.stamp, lambda done: self.progress(mapping.table, done, len(rows))
        )
        if mapping.key == ("slug",):
            into = {record.slug: getattr(record, "merged_into_id", None) for record in records}
            self.names.learn(mapping.model, {row.slug: into[row.slug] or row.pk for row in records})
            self.merged |= {slug for slug, kept in into.items() if kept}
        return touched

    def _without_merged(self, rows: list[Row], count: Count) -> list[Row]:
        """Without the ties and parts of parties that were merged here: those live on with the party that stayed."""
        left = [row for row in rows if self.merged.isdisjoint(row.cells.values())]
        count.same += len(rows) - len(left)
        return left

    def _compare(
        self,
        mapping: Mapping,
        row: Row,
        values: Values,
        stored: Stored,
        differences: Differences,
        count: Count,
    ) -> tuple[Any, bool]:
        record = stored.find(values)
        if record is None:
            record = born(mapping, values)
            differences.new.append(record)
            count.new += 1
            return record, True
        is_merged = bool(getattr(record, "merged_into_id", None))
        changed = set() if is_merged else apply(mapping, record, row.cells, self.names)
        if not changed:
            count.same += 1
            return record, False
        self._check_period(mapping, row, record)
        differences.add_change(record, changed)
        count.changed += 1
        return record, True

    def _check_period(self, mapping: Mapping, row: Row, record: Any) -> None:
        """A start from the package may lie after an end that only we know."""
        start, end = getattr(record, "started_on", None), getattr(record, "ended_on", None)
        if start and end and start.is_after(end):
            column = "start" if "start" in row.cells else "sinds"
            reason = _("lies after the end that is stored here: %(end)s.") % {"end": end}
            file = self.package.files[mapping.table]
            self.errors.append(
                PackageError(file, row.line, column, row.cells.get(column, ""), "order", reason)
            )

    def _count_organisers(self, rows: list[Row], already: set[str], count: Count) -> None:
        """An activity of which only the organisers changed is a changed row too."""
        more = len(store_organisers(rows, self.names, self.stamp) - already)
        count.changed += more
        count.same -= more


def _from_the_top(rows: list[Row]) -> list[list[Row]]:
    """The kernen in layers: first those that lie in no other, then what lies in those, and so on."""
    children: dict[str, list[Row]] = {}
    for row in rows:
        children.setdefault(row.cells["bovenliggend"], []).append(row)
    layers, layer = [], children.get("", [])
    while layer:
        layers.append(layer)
        layer = [child for row in layer for child in children.get(row.cells["id"], [])]
    return layers
