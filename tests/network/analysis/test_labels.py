"""Names beside markers: how they are broken and which of them show."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from network.analysis.labels import WORD_STRETCH, Box, labels_with_room, text_box, text_width, wrap_label


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


def touch(a: Box, b: Box) -> bool:
    left, right = a.x - a.left, b.x - b.left
    return (
        left < right + b.width - 1e-6
        and right < left + a.width - 1e-6
        and (abs(a.y - b.y) < (a.height + b.height) / 2 - 1e-6)
    )


def boxes(count: int, seed: int = 0) -> tuple[dict[str, Box], dict[str, float]]:
    chance = random.Random(seed)
    found = {
        f"p{i:03d}": Box(chance.uniform(0, 1600), chance.uniform(0, 1100), chance.uniform(40, 135), 28, 10)
        for i in range(count)
    }
    return found, {key: chance.randrange(9) for key in found}


@pytest.mark.parametrize("seed", range(3))
def test_shown_labels_never_overlap_and_none_is_left_out_for_nothing(seed: int) -> None:
    web, priority = boxes(150, seed)
    shown = labels_with_room(web, priority, landmarks=150)
    assert not [(a, b) for a in shown for b in shown if a < b and touch(web[a], web[b])]
    assert 50 < len(shown) < 150
    for key in set(web) - shown:
        rivals = [one for one in shown if (priority[one], key) > (priority[key], one)]
        covered = [
            one
            for one in web
            if (priority[one], key) > (priority[key], one) and touch(web[key], marker(web[one]))
        ]
        assert covered or [one for one in rivals if touch(web[key], web[one])]


def marker(box: Box) -> Box:
    return Box(box.x, box.y, 2 * box.left, 2 * box.left, box.left)


def test_all_but_the_landmarks_leave_the_markers_of_others_free() -> None:
    web, priority = boxes(150)
    shown = labels_with_room(web, priority, landmarks=0)
    for key in shown:
        assert not [other for other in web if other != key and touch(web[key], marker(web[other]))]
    more = labels_with_room(web, priority)
    assert [key for key in more if any(touch(web[key], marker(web[one])) for one in web if one != key)]


def test_the_more_important_label_comes_first() -> None:
    web = {"a": Box(0, 0, 100, 28, 10), "b": Box(30, 5, 100, 28, 10), "c": Box(300, 5, 100, 28, 10)}
    assert labels_with_room(web, {"b": 5}) == {"b", "c"}
    assert labels_with_room(dict(reversed(web.items())), {}) == labels_with_room(web, {}) == {"a", "c"}


def test_of_labels_in_one_place_one_is_shown() -> None:
    web = {key: Box(5, 5, 100, 28, 10) for key in "abc"}
    assert labels_with_room(web, {"c": 1}) == {"c"}
    assert labels_with_room({}, {}) == frozenset()
    assert labels_with_room({"a": Box(5, 5, 100, 28, 10)}, {}) == {"a"}
