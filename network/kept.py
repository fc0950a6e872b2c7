"""What was drawn before and need not be drawn again.

Who looks is asked at every request: the rows that this viewer may see are read anew, and the name under which
something is kept holds all of them. So what is kept is only found by somebody who sees the very same.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from django.core.cache import caches
from django.utils import timezone
from django.utils.translation import get_language

from accounts.access import Viewer
from network.analysis.figures import Community, communities
from network.filters import WebFilter
from network.picture import Picture, picture_of
from network.seen_web import SeenWeb
from network.services import drawing_of, layout_stamp
from network.source import Source
from places.models import Kern

Made = TypeVar("Made")
FOR = 24 * 3600  # seconds


def program_files() -> list[Path]:
    """All that has a hand in the drawing; a name that no longer exists is an error, not an empty file."""
    base = Path(settings.BASE_DIR)
    files = [base / "locale/nl/LC_MESSAGES/django.po", base / "initiatives/models.py"]
    for folder in (base / "partners/models", base / "network", base / "templates/network"):
        files += [path for path in sorted(folder.rglob("*")) if path.suffix in (".py", ".html", ".svg")]
    return files


@cache
def _program() -> str:
    """Another program draws another way: the hash of all that has a hand in it."""
    total = hashlib.sha256()
    for path in program_files():
        total.update(path.read_bytes())
    return total.hexdigest()


@dataclass(frozen=True)
class Asked:
    """A selection of a kern's web by somebody."""

    kern: Kern
    viewer: Viewer
    source: Source
    form: WebFilter

    def name(self, shape: str, stamp: str) -> str:
        """The name of this selection as page, data or picture: two that may differ have different names."""
        content = [
            [shape, stamp, _program(), get_language()],
            [self.kern.pk, self.kern.slug, self.kern.name],
            [self.viewer.key, self.source.mark],
            [self.form.view, self.form.query()],
            [self.form.day.isoformat(), timezone.localdate().isoformat()],
        ]
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()

    def stamped_name(self, shape: str) -> str:
        """The name with the layout that is stored now; empty when there is none."""
        stamp = layout_stamp(self.kern, self.viewer)
        return self.name(shape, stamp) if stamp else ""

    def picture(self, *, shows_age: bool = False) -> Picture:
        """The selection as it is drawn; makes and stores a layout when none fits."""
        return picture_of(drawing_of(self.kern, self.viewer, self.source), self.form, shows_age=shows_age)

    @property
    def is_common(self) -> bool:
        """Whether others ask for this too: everybody, on a day at which the slider stops."""
        days = {date.last_day for date in self.source.change_days} | {timezone.localdate()}
        return self.form.is_valid() and not self.form.is_narrowed and self.form.day in days


def kept_communities(kern: Kern, viewer: Viewer, seen: SeenWeb) -> tuple[Community, ...]:
    """The groups in what this viewer sees, from the cache when they were found before in the very same rows."""
    day = seen.material.day
    if day != timezone.localdate() and day not in {date.last_day for date in seen.source.change_days}:
        return communities(seen.material)
    content = ["groups", _program(), kern.pk, viewer.key, seen.source.mark, day.isoformat()]
    name = hashlib.sha256(json.dumps(content).encode()).hexdigest()
    drawings = caches["drawings"]
    found: tuple[Community, ...] | None = drawings.get(name)
    if found is None:
        found = communities(seen.material)
        drawings.set(name, found, FOR)
    return found


def kept(asked: Asked, shape: str, make: Callable[[Picture], Made]) -> Made:
    """What `make` draws of the selection, from the cache when it was drawn before; only what many ask for is kept.

    How old records are is shown on the page only: the other shapes are made to be given away.
    """
    shows_age = shape == "page"
    if not asked.is_common:
        return make(asked.picture(shows_age=shows_age))
    drawings = caches["drawings"]
    name = asked.stamped_name(shape)
    found: Made | None = drawings.get(name) if name else None
    if found is not None:
        return found
    made = make(asked.picture(shows_age=shows_age))
    if name := asked.stamped_name(shape):
        drawings.set(name, made, FOR)
    return made
