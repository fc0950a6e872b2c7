"""What the search for introductions found before and need not be sought again.

Who looks is asked at every request: the rows that this viewer may see are read anew, and the name under which
something is kept holds a mark of all of them. What is kept are short names and reasons as data, never a name.
"""

import hashlib
import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import caches

from brokering.ground import Pair, Rows, ground_of
from brokering.words import as_data
from network.analysis.introductions import introductions

PER_PARTY = 2
FOR = 24 * 3600  # seconds; from then on it is another day
Found = list[tuple[Pair, list[dict[str, Any]]]]


@cache
def _program() -> str:
    """Another program finds other pairs: the hash of all that has a hand in the search."""
    base = Path(settings.BASE_DIR)
    total = hashlib.sha256()
    for path in sorted([*(base / "brokering").glob("*.py"), *(base / "network/analysis").rglob("*.py")]):
        total.update(path.read_bytes())
    return total.hexdigest()


def kept_search(rows: Rows, day: date, limit: int) -> Found:
    """At most `limit` pairs that should meet on `day`, the best first, each with the reasons as they are stored."""
    content = ["introductions", _program(), rows.mark, day.isoformat(), limit]
    name = hashlib.sha256(json.dumps(content).encode()).hexdigest()
    store = caches["drawings"]
    found: Found | None = store.get(name)
    if found is None:
        found = _search(rows, day, limit)
        store.set(name, found, FOR)
    return found


def _search(rows: Rows, day: date, limit: int) -> Found:
    ground = ground_of(rows, day)
    chosen = introductions(
        ground.parties.values(), ground.apart, ground.acquaintances, limit=limit, per_party=PER_PARTY
    )
    return [((one.first, one.second), as_data(one.reasons, ground)) for one in chosen]
