"""Pictures of strangers, made anew by a process that can do no harm (picture_child.py)."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

CHILD = Path(__file__).with_name("picture_child.py")
SECONDS = 30
LONGEST_SIDE = 1600


class NoPicture(Exception):
    """The file cannot be used; the text says what to do. Trying again with the same file does not help."""


@dataclass(frozen=True)
class NewPicture:
    """What the child made: "jpeg", "png" or "webp", its size in dots, and the file itself."""

    kind: str
    width: int
    height: int
    content: bytes


def made_anew(raw: bytes, longest: int = LONGEST_SIDE) -> NewPicture:
    """The picture in `raw` (JPEG, PNG or WebP), upright, no larger than `longest`, without place, camera or other notes.

    Raises NoPicture for what is none, for one that is too large, and when the child dies of it.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(CHILD), str(longest)],
            input=raw,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env={},
        )
    except (subprocess.TimeoutExpired, OSError) as error:
        raise NoPicture(_("This picture could not be read. Try another one.")) from error
    line, _newline, content = done.stdout.partition(b"\n")
    if done.returncode != 0 or not line:
        raise NoPicture(_("This picture could not be read. Try another one."))
    head = json.loads(line)
    if "refused" in head:
        raise NoPicture(_reasons().get(head["refused"], head["refused"]))
    return NewPicture(head["kind"], head["width"], head["height"], content)


def _reasons() -> dict[str, str]:
    return {
        "no-picture": _("This is no picture that we can read. Use a photo as JPEG, PNG or WebP."),
        "too-large": _("This picture has too many dots. Make it smaller first."),
        "too-small": _("This picture is too small to see something on it. Use a larger one."),
        "too-heavy": _("This file is larger than 5 MB. Make the picture smaller first."),
    }
