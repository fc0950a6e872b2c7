"""Names beside markers: how much room they need, and from which zoom each of them can be read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

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


def label_levels(
    boxes: Mapping[str, Box], priority: Mapping[str, float], scales: Sequence[float], landmarks: int = 12
) -> dict[str, int]:
    """From which zoom each label can be shown.

    boxes: the markers with their labels; positions grow with the scale, sizes stay the same on the screen.
    priority: what comes first when two compete; missing counts as 0, equals go by id. scales: ascending, positive.
    landmarks: so many labels of the highest priority may lie over the markers of lesser ones, so that the whole web,
    seen from afar, has names too.
    Returns for each id the index in `scales` from which its label is shown, and from there on always; `len(scales)`
    is never. At no scale do two shown labels overlap, nor a shown label and a marker of another, landmarks excepted.
    Raises ValueError when the scales do not ascend or are not positive.
    """
    if any(scale <= 0 for scale in scales) or any(a >= b for a, b in pairwise(scales)):
        raise ValueError("scales must be positive and ascend")
    order = sorted(boxes, key=lambda key: (-priority.get(key, 0.0), key))
    if not order or not scales:
        return dict.fromkeys(order, len(scales))
    firsts, seconds, apart, off_marker = _thresholds([boxes[key] for key in order], scales[0])
    levels = _greedy(len(order), firsts, seconds, apart, off_marker, scales, landmarks)
    return {key: int(levels[rank]) for rank, key in enumerate(order)}


Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


def _thresholds(boxes: Sequence[Box], smallest: float) -> tuple[Ints, Ints, Floats, Floats]:
    """For each ordered pair that can touch: the scale from which the labels are apart, and label from other's marker."""
    x, y, width, height, left = np.array(
        [(b.x, b.y, b.width, b.height, b.left) for b in boxes], dtype=float
    ).T
    reach = np.array([max(float(width.max()), 1e-9), max(float(height.max()), 1e-9)])
    tree = cKDTree(np.column_stack([x, y]) / reach)
    pairs = tree.query_pairs(1.0 / smallest, p=np.inf, output_type="ndarray").astype(np.int64)
    firsts = np.concatenate([pairs[:, 0], pairs[:, 1]])
    seconds = np.concatenate([pairs[:, 1], pairs[:, 0]])
    across, down = x[seconds] - x[firsts], np.abs(y[seconds] - y[firsts])
    room = np.where(
        across > 0,
        width[firsts] - left[firsts] + left[seconds],
        width[seconds] - left[seconds] + left[firsts],
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        aside = np.where(across == 0, np.inf, room / np.abs(across))
        apart = np.minimum(aside, np.where(down == 0, np.inf, (height[firsts] + height[seconds]) / 2 / down))
        half = np.minimum(left[seconds], height[seconds] / 2)
        beside = np.where(across > 0, width[firsts] - left[firsts], left[firsts]) + half
        beside = np.where(across == 0, np.inf, beside / np.abs(across))
        off_marker = np.minimum(beside, np.where(down == 0, np.inf, (height[firsts] / 2 + half) / down))
    return firsts, seconds, apart, off_marker


def _greedy(
    count: int,
    firsts: Ints,
    seconds: Ints,
    apart: Floats,
    off_marker: Floats,
    scales: Sequence[float],
    landmarks: int,
) -> Ints:
    """The first scale of each label, by rank: a label waits for those before it that it would touch."""
    order = np.argsort(firsts, kind="stable")
    firsts, seconds, apart, off_marker = firsts[order], seconds[order], apart[order], off_marker[order]
    bounds = np.searchsorted(firsts, np.arange(count + 1))
    levels: Ints = np.full(count, len(scales), dtype=np.int64)
    over = np.where((firsts < landmarks) & (seconds > firsts), 0.0, off_marker)
    free_from = np.zeros(count)
    np.maximum.at(free_from, firsts, over)
    for level, scale in enumerate(scales):
        close = apart > scale + 1e-9
        for rank in np.flatnonzero((levels == len(scales)) & (free_from <= scale + 1e-9)):
            mine = slice(bounds[rank], bounds[rank + 1])
            if not np.any(levels[seconds[mine]][close[mine]] <= level):
                levels[rank] = level
    return levels
