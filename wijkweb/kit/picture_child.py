"""The process that opens a picture of a stranger: little memory, little time, no network, no other programs.

    python -I picture_child.py LONGEST_SIDE

Standard input is what was uploaded. Standard output becomes a line of JSON (kind, width, height; or why it was refused)
and then the new picture. Only dots of colour go over: no place, no camera, no name, no hidden second picture. This
process knows nothing of Django, database or secrets.
"""

import io
import json
import resource
import sys
import warnings
from typing import Any

from PIL import Image, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP")
MEMORY_BYTES = 768 * 1024 * 1024
CPU_SECONDS = 15
MOST_BYTES = 5 * 1024 * 1024
# A JPEG is read at the size that is needed, other pictures whole.
MOST_DOTS = {"JPEG": 64_000_000, "PNG": 25_000_000, "WEBP": 25_000_000}
LEAST_SIDE = 40
FORBIDDEN = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.fork",
    "os.spawn",
    "os.system",
    "os.posix_spawn",
    "ctypes.",
)


class Refused(Exception):
    """Why this is no picture that we can show."""


def limit() -> None:
    """What holds from here on; nothing that is read afterwards can lift it."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 2))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.addaudithook(_refuse)


def _refuse(event: str, _arguments: Any) -> None:
    if event.startswith(FORBIDDEN):
        raise PermissionError(f"not allowed here: {event}")


def made_anew(raw: bytes, longest: int) -> tuple[dict[str, Any], bytes]:
    """The same picture, upright, at most `longest` dots on a side, without anything that is no colour."""
    try:
        with Image.open(io.BytesIO(raw), formats=FORMATS) as image:
            kind = str(image.format)
            if image.width * image.height > MOST_DOTS[kind]:
                raise Refused("too-large")
            if min(image.size) < LEAST_SIDE:
                raise Refused("too-small")
            image.draft("RGB", (longest, longest))
            image.thumbnail((longest, longest), Image.Resampling.LANCZOS)
            upright = ImageOps.exif_transpose(image)
            mode = "RGBA" if kind != "JPEG" and upright.has_transparency_data else "RGB"
            dots = upright.convert(mode)
            clean = Image.new(mode, dots.size)
            clean.paste(dots)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused("too-large") from error
    except Refused:
        raise
    except (OSError, ValueError, SyntaxError, TypeError, KeyError, IndexError, EOFError) as error:
        raise Refused("no-picture") from error
    out = io.BytesIO()
    choices: dict[str, Any] = {"PNG": {"optimize": True}}.get(kind, {"quality": 82})
    clean.save(out, kind, **choices)
    return {"kind": kind.lower(), "width": clean.width, "height": clean.height}, out.getvalue()


def main(longest: int) -> int:
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = max(MOST_DOTS.values())
    Image.init()
    limit()
    head: dict[str, Any]
    try:
        raw = sys.stdin.buffer.read(MOST_BYTES + 1)
        if len(raw) > MOST_BYTES:
            raise Refused("too-heavy")
        head, content = made_anew(raw, longest)
    except Refused as refused:
        head, content = {"refused": str(refused)}, b""
    except MemoryError:
        head, content = {"refused": "too-large"}, b""
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + content)
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
