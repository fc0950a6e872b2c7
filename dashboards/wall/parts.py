"""What lies within the wall: the only tables that the overview of a municipality may read, and of some only a part.

What is not named here cannot be read there; a new table, or a new column of a table whose columns are named, is closed until somebody
opens it here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps


@dataclass(frozen=True)
class Part:
    """A table that may be read.

    model: as "room.Model". fields: their names; all when empty. rows: which rows, as a condition in SQL; all when empty.
    The rows are kept by PostgreSQL only (decision 128).
    """

    model: str
    fields: Sequence[str] = ()
    rows: str = ""

    @property
    def table(self) -> str:
        return str(self._model._meta.db_table)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that may be read, in the order of the model."""
        wanted = self.fields or [field.name for field in self._model._meta.concrete_fields]
        return tuple(self._model._meta.get_field(name).column for name in wanted)

    @property
    def _model(self) -> Any:
        return apps.get_model(self.model)


PUBLIC = "visibility = 'public'"
PARTS = (
    Part("places.Municipality"),
    Part("places.Kern"),
    Part("dashboards.SharingDecision"),
    Part("dashboards.WeekOfCounts"),
    Part("dashboards.PublishedCount"),
    Part("network.Snapshot", rows="audience = 'public'"),
    Part("network.SnapshotRun"),
    Part(  # without its signals: those of who looks after the kern lie among them
        "ladder.Assessment",
        ["id", "kern", "assessed_on", "rung", "reason", "agreed", "dissent", "certainty", "source"],
    ),
    Part("initiatives.Story", rows=PUBLIC),
    Part("initiatives.Initiative", rows=PUBLIC),
    Part(
        "initiatives.Participation",
        ["id", "partner", "initiative", "role", "started_on", "ended_on"],
        "partner_id IN (SELECT id FROM partners_partner)",  # as far as these rows may be read
    ),
    Part(
        "partners.Partner",
        [
            "id", "slug", "form", "kind", "kern", "layer", "visibility", "organisation", "started_on", "ended_on",
            "merged_into",
        ],
        f"form <> 'persoon' AND {PUBLIC}",
    ),
)  # fmt: skip
