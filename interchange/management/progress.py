"""How a long job shows where it is."""

import time
from typing import Any

from django.utils.translation import gettext as _

PATIENCE = 1.0  # seconds before a person at a terminal hears anything


class ProgressLine:
    """One line that changes on a terminal, after a second of work; elsewhere a plain line per table."""

    def __init__(self, stream: Any) -> None:
        self.stream = stream
        self.is_terminal = bool(getattr(stream, "isatty", lambda: False)())
        self.began = time.monotonic()
        self.is_shown = False

    def __call__(self, table: str, done: int, total: int) -> None:
        words = _("%(table)s: %(done)d of %(total)d rows") % {"table": table, "done": done, "total": total}
        if not self.is_terminal:
            if done == total:
                self.stream.write(words)
        elif time.monotonic() - self.began > PATIENCE:
            self.stream.write(f"\r\033[K{words}", ending="")
            self.stream.flush()
            self.is_shown = True

    def close(self) -> None:
        if self.is_shown:
            self.stream.write("\r\033[K", ending="")
