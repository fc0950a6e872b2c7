"""Names beside markers: how they are broken and when they show."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from network.analysis.labels import WORD_STRETCH, Box, label_levels, text_box, text_width, wrap_label

SCALES = (0.25, 0.35, 0.5, 0.7, 0.85, 1, 1.4, 2, 2.8, 4)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", ()),
        ("   ", ()),
        ("Rotary", ("Rotary",)),
        ("Zorgcentrum De Buitensluis", ("Zorgcentrum De", "Buitensluis")),
        ("Zwembad De Waterstee (Sportfondsen)", ("Zwembad De", "Waterstee (Sport…")),
        ("Lid van de WMO-raad", ("Lid van de WMO-", "raad")),
        ("Numansdorp/Cromstrijen", ("Numansdorp/", "Cromstrijen")),
        ("Welzijnscoördinator", ("Welzijnscoördinator",)),
        ("Boodschappenvrijwilligers van de supermarkt", ("Boodschappenvrij-", "willigers van de…")),
    ],
)
def test_a_name_is_broken_where_it_reads_best(text: str, lines: tuple[str, ...]) -> None:
    assert wrap_label(text) == lines


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.text(max_size=80), st.integers(4, 25), st.integers(1, 3))
def test_a_label_never_outgrows_its_room(text: str, width: int, lines: int) -> None:
    label = wrap_label(text, width, lines)
    assert len(label) <= lines
    assert all(0 < len(line) <= width + WORD_STRETCH for line in label)
    assert bool(label) is bool(text.split())


def test_a_label_needs_room() -> None:
    with pytest.raises(ValueError, match="four characters"):
        wrap_label("Rotary", 3)


def test_the_box_of_a_text_grows_with_its_longest_line() -> None:
    assert text_box((), 12) == (0.0, 0.0)
    width, height = text_box(("Wijk", "Wijkverpleging"), 10)
    assert width == text_width("Wijkverpleging", 10)
    assert height == pytest.approx(24)
    assert text_width("mm", 10) > text_width("ii", 10)
    assert text_width("漢", 10) >= 10


def touch(a: Box, b: Box, scale: float) -> bool:
    left, right = a.x * scale - a.left, b.x * scale - b.left
    return (
        left < right + b.width - 1e-6
        and right < left + a.width - 1e-6
        and (abs(a.y - b.y) * scale < (a.height + b.height) / 2 - 1e-6)
    )


def boxes(count: int, seed: int = 0) -> tuple[dict[str, Box], dict[str, float]]:
    chance = random.Random(seed)
    found = {
        f"p{i:03d}": Box(chance.uniform(0, 1600), chance.uniform(0, 1100), chance.uniform(40, 135), 28, 10)
        for i in range(count)
    }
    return found, {key: chance.randrange(9) for key in found}


@pytest.mark.parametrize("seed", range(3))
def test_shown_labels_never_overlap_and_stay(seed: int) -> None:
    web, priority = boxes(150, seed)
    levels = label_levels(web, priority, SCALES)
    assert set(levels) == set(web)
    for index, scale in enumerate(SCALES):
        shown = [key for key in web if levels[key] <= index]
        assert not [(a, b) for a in shown for b in shown if a < b and touch(web[a], web[b], scale)]
    assert 0 < sum(level == 0 for level in levels.values()) < 40
    assert sum(level == len(SCALES) for level in levels.values()) < 15


def test_all_but_the_landmarks_leave_the_markers_of_others_free() -> None:
    web, priority = boxes(150)
    levels = label_levels(web, priority, SCALES, landmarks=0)
    markers = {key: Box(box.x, box.y, 2 * box.left, 2 * box.left, box.left) for key, box in web.items()}
    for index, scale in enumerate(SCALES):
        for key in (key for key in web if levels[key] <= index):
            assert not [other for other in web if other != key and touch(web[key], markers[other], scale)]


def test_the_more_important_label_comes_first() -> None:
    web = {"a": Box(0, 0, 100, 28, 10), "b": Box(30, 5, 100, 28, 10)}
    levels = label_levels(web, {"b": 5}, SCALES)
    assert levels["b"] < levels["a"]
    assert label_levels(dict(reversed(web.items())), {}, SCALES)["a"] == label_levels(web, {}, SCALES)["a"]


def test_a_label_without_room_is_never_shown() -> None:
    web = {key: Box(5, 5, 100, 28, 10) for key in "abc"}
    assert label_levels(web, {"c": 1}, SCALES) == {"c": 0, "a": len(SCALES), "b": len(SCALES)}
    assert label_levels({}, {}, SCALES) == {}
    assert label_levels(web, {}, ()) == {"a": 0, "b": 0, "c": 0}


@pytest.mark.parametrize("scales", [(1, 1), (2, 1), (0, 1), (-1,)])
def test_scales_ascend(scales: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="ascend"):
        label_levels({}, {}, scales)
