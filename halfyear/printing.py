"""A report as a tagged PDF: the page goes as a file to a browser of this machine, which prints it and is gone."""

import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

from halfyear.printer import WALL_SECONDS

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
STYLES = ("css/paper.css", "css/line-chart.css", "css/halfyear.css")
WAIT = 20  # seconds for another report to be done


class NoPrinter(Exception):
    """This machine has no browser to make a PDF with; trying again does not help."""


class PrintFailed(Exception):
    """The PDF did not come, or others were in front; trying again may help."""


def browser() -> str:
    """The program that prints: the setting, else a Chromium that this machine has. Raises NoPrinter."""
    named = settings.CHROMIUM
    found = shutil.which(named) if named else next(filter(None, map(shutil.which, PROGRAMS)), None)
    if not found:
        raise NoPrinter
    return found


def can_print() -> bool:
    """Whether a PDF can be made here at all."""
    try:
        return bool(browser())
    except NoPrinter:
        return False


@cache
def styles() -> str:
    """The style sheets that a printed page brings along, read once."""
    found = [finders.find(name) or Path(settings.STATIC_ROOT, name) for name in STYLES]
    return "\n".join(Path(str(path)).read_text("utf-8") for path in found)


def pdf_of(page: str) -> bytes:
    """A page with everything in it as PDF. One at a time. Raises NoPrinter or PrintFailed."""
    program = browser()
    with _turn(), tempfile.TemporaryDirectory(prefix="wijkweb-pdf-", ignore_cleanup_errors=True) as folder:
        source, target = Path(folder, "page.html"), Path(folder, "page.pdf")
        source.write_text(page, "utf-8")
        _run_child(program, source, target, Path(folder, "browser"))
        made = target.read_bytes() if target.is_file() else b""
    if not made.startswith(b"%PDF-"):
        raise PrintFailed
    return made


def _run_child(program: str, source: Path, target: Path, folder: Path) -> None:
    folder.mkdir()
    command = [
        sys.executable,
        "-E",
        "-s",
        "-m",
        "halfyear.printer",
        program,
        str(source),
        str(target),
        str(folder),
    ]
    known = {"PATH": os.defpath, "LANG": "C.UTF-8", "HOME": str(folder), "TMPDIR": str(folder)}  # no secrets
    if os.environ.get("PDF_NO_SANDBOX"):
        known["PDF_NO_SANDBOX"] = "1"
    child = subprocess.Popen(
        command,
        cwd=settings.BASE_DIR,
        env=known,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # the browser starts others; they end together
    )
    try:
        child.wait(WALL_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise PrintFailed from error
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


@contextlib.contextmanager
def _turn() -> Iterator[None]:
    """One browser at a time on this machine, however many ask. Raises PrintFailed after waiting too long."""
    with Path(settings.VAR_DIR, "pdf.lock").open("w") as lock:
        until = time.monotonic() + WAIT
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as error:
                if time.monotonic() > until:
                    raise PrintFailed from error
                time.sleep(0.1)
        yield
