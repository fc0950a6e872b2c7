"""The steps that turn a fresh clone into something that runs. Standard library only.

Each step leaves a stamp in .venv/.stamps: a hash of the files it was made from and of the Python that made it.
A step whose stamp still holds, and whose outcome is still there, is skipped.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin/python"
VAR = ROOT / "var"
STAMPS = VENV / ".stamps"
BROWSER_BOX = VENV / "browser"
BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
NODE_FOR_NPM = (20, 0)
NODE_FOR_TESTS = (22, 22)  # html-validate asks for it
ONLINE = "Are you online, and does your network let you reach the package registries? Run the same command again: finished steps are kept."
STARTED = time.monotonic()


class SetUpFailed(Exception):
    """A step did not succeed; the message says which one and what to do."""


def say(message: str) -> None:
    print(f"[{time.monotonic() - STARTED:6.1f} s] {message}", flush=True)


def call(
    step: str,
    *command: object,
    advice: str = ONLINE,
    env: Mapping[str, str] | None = None,
    quiet: bool = False,
) -> None:
    """Run a command of a step; when it fails, say which step that was."""
    parts = [str(part) for part in command]
    try:
        outcome = subprocess.run(parts, cwd=ROOT, env=env, stdout=subprocess.DEVNULL if quiet else None)
    except OSError as error:
        raise SetUpFailed(f"{step}: {parts[0]} could not be started ({error.strerror}). {advice}") from error
    if outcome.returncode != 0:
        raise SetUpFailed(f"{step} did not succeed (exit code {outcome.returncode}). {advice}")


# --- stamps -----------------------------------------------------------------------------------------------------


def fingerprint(*sources: Path) -> str:
    """A hash of this Python and of the files, or of all files in the folders, that a step is made from."""
    total = hashlib.sha256(sys.version.encode())
    for source in sources:
        for file in sorted(source.rglob("*")) if source.is_dir() else [source]:
            if file.is_file():
                total.update(
                    str(file.relative_to(ROOT)).encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest()
                )
    return total.hexdigest()


def once(name: str, title: str, sources: list[Path], outcome: Path, work: Callable[[], None]) -> None:
    """Do the work of a step, unless it was done before from the same sources."""
    stamp, print_now = STAMPS / name, fingerprint(*sources)
    if outcome.exists() and stamp.exists() and stamp.read_text() == print_now:
        return
    say(title)
    stamp.unlink(missing_ok=True)
    work()
    STAMPS.mkdir(exist_ok=True)
    stamp.write_text(print_now)


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Two commands in two windows set up one after the other."""
    VAR.mkdir(exist_ok=True)
    with (VAR / "setup.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("waiting for another command that is setting up in this folder")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


# --- python -----------------------------------------------------------------------------------------------------


def venv_works() -> bool:
    """Whether .venv has a running pip and still stands where it was made."""
    config = VENV / "pyvenv.cfg"
    if not config.exists() or f"-m venv {VENV}\n" not in config.read_text().replace("--clear ", "") + "\n":
        return False
    probe = "import sys, pip; sys.exit(list(sys.version_info[:2]) != [int(n) for n in sys.argv[1:]])"
    version = [str(number) for number in sys.version_info[:2]]
    return (
        PYTHON.exists()
        and subprocess.run([PYTHON, "-c", probe, *version], capture_output=True).returncode == 0
    )


def virtual_environment() -> None:
    if venv_works():
        return
    say("virtual environment in .venv")
    create = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    if subprocess.run(create, capture_output=True).returncode == 0:
        return
    install_venv_module()
    last_try = subprocess.run(create, capture_output=True, text=True)
    if last_try.returncode != 0:
        raise SetUpFailed(
            f"Python could not make a virtual environment in {VENV}: {last_try.stdout}{last_try.stderr}"
        )


def install_venv_module() -> None:
    """Debian and its family ship Python without the venv module; root may add it, others are told to ask."""
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    advice = f"This Python cannot make a virtual environment: install the package {package} (or python3-venv) of your system and run again."
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise SetUpFailed(advice)
    say(f"system package {package}")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], env=env, stdout=subprocess.DEVNULL)
    call(
        "System package",
        "apt-get",
        "install",
        "-y",
        "-qq",
        "--no-install-recommends",
        package,
        advice=advice,
        env=env,
        quiet=True,
    )


def python_packages(name: str) -> None:
    lock = ROOT / f"requirements/{name}.lock"
    command = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    command += ["--only-binary", ":all:", "--requirement", lock]
    once(
        f"pip-{name}",
        f"Python packages ({name}.lock)",
        [lock],
        PYTHON,
        lambda: call(f"Python packages ({name}.lock)", *command),
    )


# --- front-end --------------------------------------------------------------------------------------------------


def node_version(node: str) -> tuple[int, int]:
    answer = subprocess.run([node, "--version"], capture_output=True, text=True).stdout
    major, minor, *_ = (answer.strip().removeprefix("v") or "0.0").split(".")
    return int(major), int(minor)


def node_programs(at_least: tuple[int, int]) -> Path:
    """The folder with node and npm: of this machine when they are new enough, else of the wheel."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and Path(node).parent == Path(npm).parent and node_version(node) >= at_least:
        return Path(node).parent
    python_packages("node")
    return VENV / "bin"


def npm_packages(*, with_dev: bool) -> None:
    sources = [ROOT / "package.json", ROOT / "package-lock.json"]
    everything = STAMPS / "npm-dev"
    modules = ROOT / "node_modules/.package-lock.json"
    if (
        not with_dev
        and modules.exists()
        and everything.exists()
        and everything.read_text() == fingerprint(*sources)
    ):
        return

    def install() -> None:
        programs = node_programs(NODE_FOR_TESTS if with_dev else NODE_FOR_NPM)
        env = {**os.environ, "PATH": f"{programs}:{os.environ.get('PATH', '')}"}
        command = [
            programs / "npm",
            "ci",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--no-update-notifier",
            "--loglevel=error",
        ]
        call("Front-end packages", *command, *([] if with_dev else ["--omit=dev"]), env=env, quiet=True)

    everything.unlink(missing_ok=True)
    once("npm-dev" if with_dev else "npm", "front-end packages", sources, modules, install)


def stylesheet() -> None:
    sheet, maker = VAR / "vendor/nlds/nlds.css", ROOT / "tools/stylesheet.py"
    command = [PYTHON, "-m", "tools.stylesheet", sheet]
    advice = "Remove node_modules and run again."
    sources = [ROOT / "package-lock.json", maker, ROOT / "static/css"]
    once(
        "stylesheet",
        "stylesheet of NL Design System",
        sources,
        sheet,
        lambda: call("Stylesheet", *command, advice=advice),
    )


def catalogue() -> None:
    source = ROOT / "locale/nl/LC_MESSAGES/django.po"
    command = [PYTHON, "-m", "tools.messages", "compile"]
    advice = "Mend the line it names in the catalogue."
    if source.exists():
        once(
            "catalogue",
            "Dutch catalogue",
            [source],
            source.with_suffix(".mo"),
            lambda: call("Dutch catalogue", *command, advice=advice),
        )


def static_files(env: Mapping[str, str]) -> None:
    command = [PYTHON, "manage.py", "collectstatic", "--noinput", "--clear", "-v0"]
    sources = [ROOT / "static", VAR / "vendor", ROOT / "requirements/run.lock"]
    advice = "The message above names the file."
    manifest = VAR / "static/staticfiles.json"
    once(
        "static",
        "static files",
        sources,
        manifest,
        lambda: call("Static files", *command, advice=advice, env=env),
    )


# --- browser ----------------------------------------------------------------------------------------------------


def browser() -> Path:
    """CHROMIUM, else a Chromium or Chrome of this machine, else the one inside an npm package."""
    named = os.environ.get("CHROMIUM")
    for name in [named] if named else BROWSERS:
        if found := shutil.which(name):
            return Path(found)
    if named:
        raise SetUpFailed(f"CHROMIUM={named} is not a program that can be started.")
    once("browser", "browser", [ROOT / "package-lock.json"], BROWSER_BOX / "chrome", unpack_browser)
    return BROWSER_BOX / "chrome"


def unpack_browser() -> None:
    """Take the program out of @sparticuz/chromium, and start it through a wrapper that knows its libraries and fonts."""
    shutil.rmtree(BROWSER_BOX, ignore_errors=True)
    BROWSER_BOX.mkdir(parents=True)
    # The package unpacks to TMPDIR, and unpacks its NSS libraries and fonts only where it thinks it is on Lambda.
    env = {**os.environ, "TMPDIR": str(BROWSER_BOX), "AWS_EXECUTION_ENV": "AWS_Lambda_nodejs22.x"}
    script = "import chromium from '@sparticuz/chromium'; await chromium.executablePath()"
    node = node_programs(NODE_FOR_TESTS) / "node"
    call("Browser", node, "--input-type=module", "-e", script, env=env, quiet=True)
    # Its own fonts.conf knows only Lambda's folders, and without any font Chromium stops.
    folders = "".join(f"<dir>{folder}</dir>" for folder in (BROWSER_BOX / "fonts", "/usr/share/fonts"))
    fonts = f"<fontconfig>{folders}<cachedir>{BROWSER_BOX}/font-cache</cachedir></fontconfig>"
    (BROWSER_BOX / "fonts.conf").write_text(
        f'<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">{fonts}\n'
    )
    wrapper = BROWSER_BOX / "chrome"
    surroundings = 'LD_LIBRARY_PATH="$here/al2023/lib" FONTCONFIG_FILE="$here/fonts.conf"'
    wrapper.write_text(f'#!/bin/sh\nhere=$(dirname "$0")\n{surroundings} exec "$here/chromium" "$@"\n')
    wrapper.chmod(0o755)
