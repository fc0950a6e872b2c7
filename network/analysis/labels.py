"""Names beside markers: how much room they need, and which of them can stand in one drawing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
ELLIPSIS = "…"

WORD_STRETCH = 4
"""By how many characters a single word may be longer than a line of a label."""

_VOWELS = frozenset("aeiouyáàâäéèëêíïóòôöúùûü")

# Advance widths as a share of the font size, the wider of DejaVu Sans and Verdana, rounded up.
_WIDTHS = {
    character: width
    for width, characters in [
        (0.36, "ijl'|‘’"),
        (0.40, " .,:;If·"),
        (0.46, 'tr-()[]J/\\!"“”'),
        (0.60, "cszkvxyaeg?_"),
        (0.64, "bdhnopquéèëêáàâäóòôöúùûüç0123456789$€"),
        (0.70, "AFLPSTEYZBCKRVX"),
        (0.80, "DGHNOQU&+=<>"),
        (1.02, "mwMW@%–—…"),
    ]
    for character in characters
}
_OTHER_WIDTH = 1.02


@dataclass(frozen=True, slots=True)
class Box:
    """A marker with its name, in drawing units: the marker's centre lies at (`x`, `y`).

    The box spans x from `x - left` to `x - left + width`, and y from `y - height / 2` to `y + height / 2`.
    """

    x: float
    y: float
    width: float
    height: float
    left: float


def text_width(text: str, font_size: float) -> float:
    """The width of one line of text in the unit of `font_size`, wide enough for DejaVu Sans and Verdana."""
    return font_size * sum(_WIDTHS.get(character, _OTHER_WIDTH) for character in text)


def text_box(lines: Sequence[str], font_size: float, line_height: float = 1.2) -> tuple[float, float]:
    """The width and height that `lines` need, in the unit of `font_size`.

    line_height: as a multiple of `font_size`. No lines need no room: (0, 0). An estimate on the safe side, because the
    server does not know the reader's font.
    """
    if not lines:
        return 0.0, 0.0
    return max(text_width(line, font_size) for line in lines), len(lines) * line_height * font_size


def wrap_label(text: str, width_chars: int = 17, lines: int = 2) -> tuple[str, ...]:
    """`text` in at most `lines` lines of about `width_chars` characters.

    Breaks at spaces, after hyphens and after slashes. A single word may stick out a little (WORD_STRETCH), because a
    whole word reads better than two halves; a longer one is broken with a hyphen. What does not fit ends in an ellipsis.
    An empty text gives no lines. Raises ValueError when there is no room for a few characters.
    """
    if width_chars < 4 or lines < 1:
        raise ValueError("a label needs at least one line of four characters")
    wrapped = [""]
    for piece in _pieces(text, width_chars):
        joined = wrapped[-1] + piece
        if len(joined.rstrip()) <= width_chars:
            wrapped[-1] = joined
        else:
            wrapped.append(piece)
    wrapped = [line.strip() for line in wrapped if line.strip()]
    if len(wrapped) <= lines:
        return tuple(wrapped)
    last, following = wrapped[lines - 1 : lines + 1]
    return (*wrapped[: lines - 1], _cut(last if last.endswith("-") else f"{last} {following}", width_chars))


def _pieces(text: str, width: int) -> list[str]:
    """The parts between which a line may break, each with the space or sign it ends in."""
    pieces = []
    for word in re.findall(r"[^\s/-]*(?:[-/]+|\s+|$)", " ".join(text.split())):
        rest = word
        while len(rest.rstrip()) > width + WORD_STRETCH:
            at = _syllable(rest, width - 1)
            pieces.append(rest[:at] + "-")
            rest = rest[at:]
        pieces.append(rest)
    return pieces


def _syllable(word: str, most: int) -> int:
    """Where to break a long word, at most after `most` characters: before a consonant with a vowel behind it."""
    for at in range(most, max(most - 6, 1), -1):
        if word[at].lower() not in _VOWELS and word[at + 1].lower() in _VOWELS:
            return at
    return most


def _cut(text: str, width: int) -> str:
    """The beginning of `text`, ended by an ellipsis."""
    return text[: width - 1].rstrip(" -/,.(&") + ELLIPSIS


def labels_with_room(
    boxes: Mapping[str, Box], priority: Mapping[str, float], landmarks: int = 12
) -> frozenset[str]:
    """Which labels can be shown together on a drawing at its own size.

    boxes: the markers with their labels. priority: what comes first when two compete; missing counts as 0, equals go by id.
    landmarks: so many labels of the highest priority may lie over the markers of lesser ones, so that a crowded web
    keeps its best known names.
    No two of the labels overlap, nor a label and the marker of another, landmarks excepted. No boxes give no labels.
    """
    order = sorted(boxes, key=lambda key: (-priority.get(key, 0.0), key))
    if not order:
        return frozenset()
    touching, covering = _close([boxes[key] for key in order])
    covers = {one for one, other in covering if one >= landmarks or other < one}
    beside: list[list[int]] = [[] for _ in order]
    for one, other in touching:
        beside[max(one, other)].append(min(one, other))
    shown: set[int] = set()
    for rank in range(len(order)):
        if rank not in covers and shown.isdisjoint(beside[rank]):
            shown.add(rank)
    return frozenset(order[rank] for rank in shown)


Pairs = list[tuple[int, int]]


def _close(boxes: Sequence[Box]) -> tuple[Pairs, Pairs]:
    """The pairs of boxes that overlap, each once, and the (label, marker) of which the first lies over the second."""
    x, y, width, height, left = np.array(
        [(b.x, b.y, b.width, b.height, b.left) for b in boxes], dtype=float
    ).T
    reach = np.array([max(float(width.max()), 1e-9), max(float(height.max()), 1e-9)])
    pairs = cKDTree(np.column_stack([x, y]) / reach).query_pairs(1.0, p=np.inf, output_type="ndarray")

    def overlap(one: Ints, other: Ints, wide: Floats, high: Floats, near: Floats) -> NDArray[np.bool_]:
        """Whether boxes `one` overlap boxes of these sizes at the places of `other`."""
        begin, start = x[one] - left[one], x[other] - near
        across = (begin < start + wide - 1e-9) & (start < begin + width[one] - 1e-9)
        both_ways: NDArray[np.bool_] = across & (np.abs(y[one] - y[other]) < (height[one] + high) / 2 - 1e-9)
        return both_ways

    one, other = pairs.T.astype(np.int64)
    touching = pairs[overlap(one, other, width[other], height[other], left[other])]
    both = np.concatenate([pairs, pairs[:, ::-1]]).astype(np.int64)
    one, other = both.T
    half = np.minimum(left[other], height[other] / 2)
    covering = both[overlap(one, other, 2 * half, 2 * half, half)]
    return list(map(tuple, touching.tolist())), list(map(tuple, covering.tolist()))
