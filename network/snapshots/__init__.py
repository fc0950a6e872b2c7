"""Figures that are kept, per kern, day and audience: what other rooms use of them."""

from network.snapshots.asking import request_all_snapshots, request_snapshots
from network.snapshots.reading import (
    audience_of,
    bring_up_to_date,
    latest_snapshot,
    snapshot_on,
    snapshots_over_time,
    stored_over_time,
)

__all__ = [
    "audience_of",
    "bring_up_to_date",
    "latest_snapshot",
    "request_all_snapshots",
    "request_snapshots",
    "snapshot_on",
    "snapshots_over_time",
    "stored_over_time",
]
