"""A picture of a stranger is made anew: only its colours go over, and nothing that it does reaches us."""

import io
import struct
import subprocess
import sys
import zlib

import pytest
from PIL import Image

from tests.stories.conftest import SECRET, photo
from wijkweb.kit import pictures
from wijkweb.kit.pictures import CHILD, NoPicture, made_anew


def test_a_photo_loses_its_place_and_its_maker_and_stands_upright() -> None:
    raw = photo((400, 300))
    assert SECRET in raw, "else this test could not fail"
    made = made_anew(raw)
    assert (made.kind, made.width, made.height) == ("jpeg", 300, 400)
    assert SECRET not in made.content
    with Image.open(io.BytesIO(made.content)) as image:
        assert not dict(image.getexif())
        assert "comment" not in image.info
        assert image.size == (300, 400)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_large_picture_becomes_small_enough_and_keeps_its_sort(kind: str) -> None:
    made = made_anew(photo((3000, 2000), kind))
    assert made.kind == kind.lower()
    assert max(made.width, made.height) == 1600


def test_what_can_be_seen_through_stays_so() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (80, 80), (1, 2, 3, 0)).save(out, "PNG", pnginfo=None)
    with Image.open(io.BytesIO(made_anew(out.getvalue()).content)) as image:
        assert image.mode == "RGBA"


def bomb(side: int) -> bytes:
    """A PNG of a few hundred bytes that says it is `side` by `side`."""

    def part(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + part(b"IHDR", head)
        + part(b"IDAT", zlib.compress(b"\0" * 1000))
        + part(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "geen foto"),
        (b"GIF89a" + b"x" * 200, "geen foto"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "geen foto"),
        (photo()[:900], "geen foto"),
        (bomb(6000), "te veel beeldpunten"),
        (bomb(60_000), "te veel beeldpunten"),
        (bomb(3000), "geen foto"),  # says more than it holds
        (photo((20, 20)), "te klein"),
        (photo() + b"x" * 5 * 1024 * 1024, "5 MB"),
    ],
)
def test_what_is_no_picture_that_we_can_show_is_refused_with_a_reason(raw: bytes, words: str) -> None:
    with pytest.raises(NoPicture, match=words):
        made_anew(raw)


def test_a_sort_that_was_not_asked_for_is_not_even_opened() -> None:
    out = io.BytesIO()
    Image.new("RGB", (80, 80)).save(out, "TIFF")
    with pytest.raises(NoPicture):
        made_anew(out.getvalue())


def test_a_child_that_dies_is_a_reason_and_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "SECONDS", 0.001)
    with pytest.raises(NoPicture, match="andere"):
        made_anew(photo())


@pytest.mark.parametrize("deed", ["import socket; socket.socket()", "import os; os.system('true')"])
def test_the_child_has_no_network_and_starts_nothing(deed: str) -> None:
    code = f"import sys; sys.path.insert(0, {str(CHILD.parent)!r}); import picture_child; picture_child.limit(); {deed}"
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, check=False)
    assert b"not allowed here" in done.stderr
