"""Imports run one way, and no template lies about unused."""

import re
import subprocess
import sys
from pathlib import Path

from tools.messages import ROOMS

ROOT = Path(__file__).resolve().parents[2]
FOUND_BY_DJANGO = {"400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html"}


def test_imports_run_one_way() -> None:
    lint = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run([sys.executable, "-c", lint], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def sources() -> dict[Path, str]:
    files = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    files += [path for path in (ROOT / "templates").rglob("*") if path.is_file()]
    return {path: path.read_text("utf-8") for path in files}


def test_every_template_is_used_and_every_named_template_exists() -> None:
    everything = "\n".join(sources().values())
    there = {
        str(path.relative_to(ROOT / "templates"))
        for path in (ROOT / "templates").rglob("*")
        if path.is_file()
    }
    named = set(re.findall(r"""["']([\w/]+\.(?:html|svg|txt))(?:#\w+)?["']""", everything))
    for mail in re.findall(r"""["']([\w/-]*mail[\w/-]*)["']""", everything):  # enqueue() adds the ending
        named |= {f"{mail}.txt", f"{mail}.html"}
    assert there - named - FOUND_BY_DJANGO == set()
    asked_for = set(re.findall(r"""(?:include|extends) ["']([^"']+)["']""", everything))
    assert {name.split("#")[0] for name in asked_for} - there == set()


def test_templates_run_no_script_of_their_own() -> None:
    """The policy allows neither inline scripts, styles and handlers nor addresses elsewhere."""
    forbidden = re.compile(
        r"""\son\w+\s*=\s*["']|javascript:|hx-on|hx-vals=["']js:|\sstyle\s*=\s*["']|(?:src|href|action)=["']https?://"""
    )
    for path, text in sources().items():
        if "templates" in path.parts and path.name != "standalone.html":
            hits = [hit for hit in forbidden.findall(text) if "href" not in hit]
            assert not hits, (path.name, hits)


def test_no_file_asks_another_host() -> None:
    for folder in ("css", "js"):
        for path in (ROOT / "static" / folder).rglob("*.*"):
            text = path.read_text("utf-8").replace("http://www.w3.org/", "")
            assert not re.search(r"""(?:url\(|@import|fetch\(|import)\s*["']?https?:""", text), path.name
            assert "eval(" not in text, path.name
