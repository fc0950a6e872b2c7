"""What each verb of the Makefile does, once the steps of tools/provision.py are done. Standard library only."""

import contextlib
import http.client
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tools import provision, suite
from tools.provision import PYTHON, ROOT, SetUpFailed, call, say

HOST = "127.0.0.1"
START_WITHIN = 60  # seconds
# In one process: starting Django twice would double the time of a warm start.
FILL_DATABASE = """
import django
from django.core.management import call_command
django.setup()
call_command("migrate", verbosity=0)
call_command("load_demo")
"""


def main(arguments: list[str]) -> int:
    known: dict[str, Callable[[list[str]], int]] = {
        "run": run,
        "test": test,
        "check": check,
        "lock": lock,
        "bench": bench,
    }
    if not arguments or arguments[0] not in known:
        print(f"Usage: python3 tools/bootstrap.py {'|'.join(known)} [arguments]")
        return 2
    try:
        return known[arguments[0]](arguments[1:])
    except SetUpFailed as failure:
        say(f"STOPPED. {failure}")
        return 1
    except KeyboardInterrupt:
        say("stopped by you")
        return 130


def set_up(*, for_tests: bool) -> None:
    with provision.one_at_a_time():
        provision.virtual_environment()
        provision.python_packages("test" if for_tests else "run")
        provision.npm_packages(with_dev=for_tests)
        provision.stylesheet()
        provision.catalogue()


# --- run --------------------------------------------------------------------------------------------------------


def run(_: list[str]) -> int:
    """A running copy with the demo data, on this machine only."""
    port = free_port(os.environ.get("PORT") or "8000")
    set_up(for_tests=False)
    env = {**os.environ, "WIJKWEB_ENV": "demo", "DJANGO_SETTINGS_MODULE": "wijkweb.settings"}
    env.setdefault("SITE_URL", f"http://{HOST}:{port}")
    with provision.one_at_a_time():
        provision.static_files(env)
        call(
            "Database and demo data",
            PYTHON,
            "-c",
            FILL_DATABASE,
            advice="The message above says why.",
            env=env,
        )
    return serve(port, env)


def free_port(wanted: str) -> int:
    """The port to serve on, or a sentence about why that cannot be."""
    if not wanted.isascii() or not wanted.isdigit() or not 1 <= int(wanted) <= 65535:
        raise SetUpFailed(f"PORT must be a number from 1 to 65535, not {wanted!r}.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, int(wanted)))
        except PermissionError:
            raise SetUpFailed(
                f"You may not use port {wanted}. Choose one above 1023: PORT=8010 make run"
            ) from None
        except OSError:
            raise SetUpFailed(
                f"Port {wanted} is in use by another program. Choose another one: PORT=8010 make run"
            ) from None
    return int(wanted)


def serve(port: int, env: dict[str, str]) -> int:
    command = [
        str(PYTHON),
        "-m",
        "gunicorn",
        "wijkweb.wsgi",
        "--bind",
        f"{HOST}:{port}",
        "--workers",
        "1",
        "--threads",
        "4",
    ]
    command += ["--log-level", "warning", "--no-control-socket"]
    server = subprocess.Popen(command, cwd=ROOT, env=env)

    def end_with_us(*_: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, end_with_us)
    try:
        if not answers(port, server):
            raise SetUpFailed("The server did not start; the messages above say why.")
        say(f"wijkweb is running: http://{HOST}:{port}/   (Ctrl-C ends it; the data stays in var/)")
        return server.wait()
    except KeyboardInterrupt:
        say("stopped; the data stays in var/")
        return 0
    finally:
        end(server)


def answers(port: int, server: subprocess.Popen[bytes]) -> bool:
    """Whether the server really gives a page, waiting for it while it starts."""
    until = time.monotonic() + START_WITHIN
    while server.poll() is None and time.monotonic() < until:
        connection = http.client.HTTPConnection(HOST, port, timeout=5)
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection.request("GET", "/livez")
            if connection.getresponse().status == 200:
                return True
        connection.close()
        time.sleep(0.1)
    return False


def end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


# --- test, bench ------------------------------------------------------------------------------------------------


def surroundings_of_tests() -> dict[str, str]:
    set_up(for_tests=True)
    browser = provision.browser()
    node = provision.node_programs(provision.NODE_FOR_TESTS) / "node"
    # Playwright's own node misses a library on a bare machine.
    return {**os.environ, "CHROMIUM": str(browser), "PLAYWRIGHT_NODEJS_PATH": str(node)}


def test(arguments: list[str]) -> int:
    """The whole suite on real servers, then what asks for a database once more on SQLite; both always run."""
    return report(suite.run(surroundings_of_tests(), arguments), "tests on")


def report(outcomes: dict[str, bool], what: str) -> int:
    for name, succeeded in outcomes.items():
        say(f"{'ok    ' if succeeded else 'FAILED'}  {what} {name}")
    return 0 if all(outcomes.values()) else 1


def bench(arguments: list[str]) -> int:
    env = surroundings_of_tests()
    return subprocess.run([str(PYTHON), "-m", "tools.bench", *arguments], cwd=ROOT, env=env).returncode


# --- check ------------------------------------------------------------------------------------------------------


def check(_: list[str]) -> int:
    """Everything that can be said about the code without running it; all checks run, then the failures are listed."""
    set_up(for_tests=True)
    outcomes = {}
    with tempfile.TemporaryDirectory(prefix="wijkweb-check-") as scratch:
        for name, command in checks().items():
            say(name)
            env = {**os.environ, **like_production(Path(scratch))}
            outcomes[name] = subprocess.run([str(PYTHON), *command], cwd=ROOT, env=env).returncode == 0
    return report(outcomes, "check:")


def checks() -> dict[str, list[str]]:
    import_directions = (
        "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
    )
    return {
        "style (ruff check)": ["-m", "ruff", "check", "--quiet", "."],
        "layout (ruff format)": ["-m", "ruff", "format", "--check", "--quiet", "."],
        "types (mypy)": ["-m", "mypy", "."],
        "import directions": ["-c", import_directions],
        "templates": ["-m", "tools.check_templates"],
        "Dutch catalogue": ["-m", "tools.messages", "check"],
        "migrations": ["manage.py", "makemigrations", "--check", "--dry-run"],
        "deployment settings": ["manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        "compose file": ["-m", "tools.check_compose"],
    }


def like_production(scratch: Path) -> dict[str, str]:
    return {
        "WIJKWEB_ENV": "production",
        "WIJKWEB_VAR": str(scratch),
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "wijkweb.example.nl",
        "DATABASE_URL": f"sqlite:///{scratch}/check.sqlite3",
        "REDIS_URL": "",
        "DJANGO_SETTINGS_MODULE": "wijkweb.settings",
    }


# --- lock -------------------------------------------------------------------------------------------------------

UV_OPTIONS = "--quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header"


def lock(arguments: list[str]) -> int:
    """Work out all locks anew (ARGS=--upgrade takes newer versions); no lock may hold an address."""
    with provision.one_at_a_time():
        provision.virtual_environment()
        if subprocess.run([str(PYTHON), "-c", "import uv"], capture_output=True).returncode != 0:
            call("uv", PYTHON, "-m", "pip", "install", "--quiet", "--only-binary", ":all:", "uv")
        for name in ("run", "test", "node"):
            say(f"requirements/{name}.lock")
            # From inside the folder, so that the notes in the lock say "run.in" whatever machine made it.
            command = [
                str(PYTHON),
                "-m",
                "uv",
                "pip",
                "compile",
                *UV_OPTIONS.split(),
                *arguments,
                f"{name}.in",
                "-o",
                f"{name}.lock",
            ]
            if subprocess.run(command, cwd=ROOT / "requirements").returncode != 0:
                raise SetUpFailed(f"requirements/{name}.lock could not be made. {provision.ONLINE}")
        say("package-lock.json")
        lock_front_end()
    holding = [path.name for path in locks() if "://" in path.read_text()]
    if holding:
        raise SetUpFailed(f"These locks hold an address, which may not be: {', '.join(holding)}")
    say("locks are made, none holds an address")
    return 0


def locks() -> list[Path]:
    return [*sorted((ROOT / "requirements").glob("*.lock")), ROOT / "package-lock.json"]


def lock_front_end() -> None:
    programs = provision.node_programs(provision.NODE_FOR_NPM)
    env = {**os.environ, "PATH": f"{programs}:{os.environ.get('PATH', '')}"}
    options = ["--package-lock-only", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    call("package-lock.json", programs / "npm", "install", *options, env=env, quiet=True)
    place = ROOT / "package-lock.json"
    content = json.loads(place.read_text())
    for package in content["packages"].values():
        package.pop("funding", None)  # addresses of sponsors
    place.write_text(json.dumps(content, indent=2) + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
