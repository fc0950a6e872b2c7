"""The process that makes a PDF of one page: its own group, little memory, little time, no network, no scripts.

    python -m halfyear.printer BROWSER PAGE OUTPUT FOLDER

BROWSER is a Chromium, PAGE a file with everything in it, OUTPUT becomes a tagged PDF, FOLDER is for what the browser wants
to keep. The browser is spoken to through two pipes, so that no port is open. This process knows nothing of Django or secrets.
"""

import base64
import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

WALL_SECONDS = 40
CPU_SECONDS = 60
DATA_BYTES = 2 * 1024**3  # of each process of the browser
OUTPUT_BYTES = 60 * 1024**2
ARGUMENTS = (
    "--headless", "--remote-debugging-pipe", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--no-default-browser-check",
    "--disable-background-networking", "--disable-component-update", "--disable-default-apps", "--disable-extensions", "--disable-sync",
    "--disable-breakpad", "--no-zygote", "--hide-scrollbars", "--mute-audio", "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=127.0.0.1:9", "--proxy-bypass-list=<-loopback>", "--blink-settings=scriptEnabled=false",
)  # fmt: skip
FOOTER = (
    '<div style="width:100%;margin:0 16mm;font:8px sans-serif;color:#444;text-align:right">'
    '<span class="pageNumber"></span> / <span class="totalPages"></span></div>'
)
PAPER = {
    "paperWidth": 8.27, "paperHeight": 11.69, "marginTop": 0.63, "marginBottom": 0.71, "marginLeft": 0.63, "marginRight": 0.63,
    "printBackground": True, "generateTaggedPDF": True, "generateDocumentOutline": True, "preferCSSPageSize": False,
    "displayHeaderFooter": True, "headerTemplate": "<span></span>", "footerTemplate": FOOTER,
}  # fmt: skip
READ, WRITE = 3, 4  # where Chromium reads what is asked and writes what it answers


class Browser:
    """A Chromium that is asked one thing after the other."""

    def __init__(self, program: str, folder: str) -> None:
        ours_out, theirs_in = os.pipe()[::-1]
        ours_in, theirs_out = os.pipe()
        # As root a Chromium runs without its own sandbox or not at all; the page has no scripts and loads nothing.
        free = ["--no-sandbox"] if os.geteuid() == 0 or os.environ.get("PDF_NO_SANDBOX") else []

        def arrange() -> None:
            os.dup2(theirs_in, 10)  # out of the way of the numbers that it wants
            os.dup2(theirs_out, 11)
            os.dup2(10, READ)
            os.dup2(11, WRITE)
            limit()

        self.process = subprocess.Popen(
            [program, *ARGUMENTS, *free, f"--user-data-dir={folder}"],
            preexec_fn=arrange,
            close_fds=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(theirs_in)
        os.close(theirs_out)
        self.out, self.answers = os.fdopen(ours_out, "wb"), os.fdopen(ours_in, "rb")
        self.number, self.rest, self.session = 0, b"", ""
        self.events: list[dict[str, Any]] = []

    def ask(self, method: str, **values: Any) -> dict[str, Any]:
        """The answer to one question. Raises RuntimeError when the browser says no, EOFError when it is gone."""
        self.number += 1
        message: dict[str, Any] = {"id": self.number, "method": method, "params": values}
        if self.session:
            message["sessionId"] = self.session
        self.out.write(json.dumps(message).encode() + b"\0")
        self.out.flush()
        while True:
            answer = self._next()
            if answer.get("id") == self.number:
                break
        if "error" in answer:
            raise RuntimeError(method)
        result: dict[str, Any] = answer["result"]
        return result

    def wait_for(self, event: str, **values: Any) -> None:
        """Until this event came, with these values among its own; also when it came before."""
        while True:
            for one in self.events:
                if one["method"] == event and values.items() <= one.get("params", {}).items():
                    return
            self._next()

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self.rest:
            piece = os.read(self.answers.fileno(), 1 << 20)
            if not piece:
                raise EOFError
            self.rest += piece
        first, _mark, self.rest = self.rest.partition(b"\0")
        found: dict[str, Any] = json.loads(first)
        if "method" in found:
            self.events.append(found)
        return found


def limit() -> None:
    """What holds for the browser and all that it starts."""
    resource.setrlimit(resource.RLIMIT_DATA, (DATA_BYTES, DATA_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 2))
    resource.setrlimit(resource.RLIMIT_FSIZE, (OUTPUT_BYTES, OUTPUT_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(program: str, page: str, target: str, folder: str) -> int:
    browser = Browser(program, folder)
    try:
        made = browser.ask("Target.createTarget", url="about:blank")
        attached = browser.ask("Target.attachToTarget", targetId=made["targetId"], flatten=True)
        browser.session = attached["sessionId"]
        browser.ask("Page.enable")
        browser.ask("Emulation.setScriptExecutionDisabled", value=True)
        browser.ask("Page.setLifecycleEventsEnabled", enabled=True)
        opened = browser.ask("Page.navigate", url=Path(page).as_uri())
        browser.wait_for("Page.lifecycleEvent", name="load", loaderId=opened["loaderId"])
        printed = browser.ask("Page.printToPDF", **PAPER)
        Path(target).write_bytes(base64.b64decode(printed["data"]))
    except (RuntimeError, EOFError, BrokenPipeError):
        return 1
    finally:
        browser.process.kill()
        browser.process.wait()
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
