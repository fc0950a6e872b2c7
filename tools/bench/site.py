"""A copy of the site of its own: a temporary folder with a database, static files and a server."""

import contextlib
import json
import os
import socket
import subprocess
import tempfile
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tools import verbs
from tools.private_services import die_with_parent
from tools.provision import PYTHON, ROOT

PATIENCE = 180  # seconds, for a page or a program
SHARE_OF_PERSONS = 0.12  # of what generate_web makes; a visitor does not see them


class BenchFailed(Exception):
    """A measurement could not be made; the message says why."""


@dataclass
class Site:
    """Where it lives, and how to call its programs."""

    folder: Path
    database: str = ""
    address: str = ""
    kernen: dict[int, str] = field(default_factory=dict)
    redis: str = ""

    @property
    def env(self) -> dict[str, str]:
        own = {
            "WIJKWEB_VAR": str(self.folder),
            "WIJKWEB_ENV": "demo",
            "DATABASE_URL": self.database,
            "REDIS_URL": self.redis,
            "DJANGO_SETTINGS_MODULE": "wijkweb.settings",
            "LOG_LEVEL": "ERROR",
        }
        return {**os.environ, **own}

    def python(self, *arguments: object) -> str:
        """Run Python with the settings of this site; what it printed."""
        command = [str(PYTHON), *map(str, arguments)]
        done = subprocess.run(command, cwd=ROOT, env=self.env, capture_output=True, text=True)
        if done.returncode != 0:
            raise BenchFailed(f"{' '.join(command[1:4])} did not succeed:\n{done.stderr[-2000:]}")
        return done.stdout

    def quietly(self, *arguments: object) -> str:
        """The same for a program that may say no; what it printed."""
        command = [str(PYTHON), *map(str, arguments)]
        return subprocess.run(command, cwd=ROOT, env=self.env, capture_output=True, text=True).stdout

    def manage(self, *arguments: object) -> str:
        return self.python("manage.py", *arguments)

    def inside(self, subject: str, *arguments: object) -> Any:
        """What tools.bench.inside measures within Django, in a process of its own."""
        return json.loads(self.python("-m", "tools.bench.inside", subject, *arguments).splitlines()[-1])

    def collect(self) -> None:
        """The static files, without which no page can be made."""
        self.manage("collectstatic", "--noinput", "-v0")

    def add_kern(self, visible: int, ties: int) -> None:
        """A made-up kern in which a visitor sees `visible` partners, and about `ties` ties between them."""
        shown = 1 - SHARE_OF_PERSONS
        partners = next(n for n in range(visible, 2 * visible) if n - int(n * SHARE_OF_PERSONS) == visible)
        slug = f"proefdorp-{visible}"
        options = ["--partners", partners, "--relations", round(ties / shown**2), "--kern-slug", slug]
        self.manage("generate_web", "--seed", 1, *options)
        self.kernen[visible] = slug

    def page_of(self, visible: int) -> str:
        return f"{self.address}/kernen/{self.kernen[visible]}/wijkweb/"

    def web_of(self, visible: int) -> dict[str, Any]:
        """The web as plain data, so that others can draw the very same."""
        address = self.page_of(visible).rstrip("/") + ".json"
        try:
            with urllib.request.urlopen(address, timeout=PATIENCE) as answer:  # noqa: S310 - our own server
                web: dict[str, Any] = json.load(answer)
        except OSError as reason:
            raise BenchFailed(f"The web of {visible} partners did not come: {reason}") from reason
        if len(web["nodes"]) != visible:
            raise BenchFailed(f"A visitor sees {len(web['nodes'])} partners, not {visible}.")
        return web


@contextlib.contextmanager
def empty_site(database: str = "", redis: str = "") -> Iterator[Site]:
    """A site with tables and nothing in them; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="wijkweb-bench-") as folder:
        site = Site(Path(folder), database, redis=redis)
        site.manage("migrate", "-v0")
        yield site


@contextlib.contextmanager
def served(site: Site) -> Iterator[None]:
    """The site behind the server that `make run` uses too."""
    with socket.socket() as probe:
        probe.bind((verbs.HOST, 0))
        port = probe.getsockname()[1]
    command = [str(PYTHON), "-m", "gunicorn", "wijkweb.wsgi", "--bind", f"{verbs.HOST}:{port}"]
    command += ["--workers", "1", "--threads", "4", "--log-level", "warning", "--no-control-socket"]
    server = subprocess.Popen(command, cwd=ROOT, env=site.env, preexec_fn=die_with_parent)
    try:
        if not verbs.answers(port, server):
            raise BenchFailed("The server did not start; the messages above say why.")
        site.address = f"http://{verbs.HOST}:{port}"
        yield
    finally:
        verbs.end(server)
