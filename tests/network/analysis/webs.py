"""Made-up webs, and a plain look at whether boxes overlap."""

from __future__ import annotations

import random
from collections.abc import Mapping

import numpy as np

from network.analysis.figure import RINGS, SECTORS, FigureNode

Size = tuple[float, float, float]


def skewed_web(count: int, seed: int = 0) -> tuple[list[FigureNode], list[tuple[str, str]]]:
    """A web like a real one: a quarter in one sector, half in the outer two rings, some without life domain."""
    chance = random.Random(seed)
    domains = chance.choices([*SECTORS, ""], [25, 8, 6, 12, 3, 14, 9, 9, 5, 9, 5], k=count)
    involvements = chance.choices(RINGS, [5, 13, 28, 29, 25], k=count)
    nodes = [
        FigureNode(f"p{i:04d}", domain, ring, chance.uniform(40, 135), 28, chance.choice([8, 10, 12, 14]))
        for i, (domain, ring) in enumerate(zip(domains, involvements, strict=True))
    ]
    ties = [
        (f"p{int(count * chance.random() ** 2):04d}", f"p{chance.randrange(count):04d}")
        for _ in range(3 * count)
    ]
    return nodes, ties


def overlaps(
    positions: Mapping[str, tuple[float, float]], sizes: Mapping[str, Size]
) -> list[tuple[str, str]]:
    """The pairs whose boxes overlap."""
    keys = sorted(positions)
    at = np.array([positions[key] for key in keys]).reshape(-1, 2)
    size = np.array([sizes[key] for key in keys]).reshape(-1, 3)
    left, right = at[:, 0] - size[:, 2], at[:, 0] - size[:, 2] + size[:, 0]
    top, bottom = at[:, 1] - size[:, 1] / 2, at[:, 1] + size[:, 1] / 2
    over = (left[:, None] < right - 1e-6) & (left < right[:, None] - 1e-6)
    over &= (top[:, None] < bottom - 1e-6) & (top < bottom[:, None] - 1e-6)
    return [(keys[a], keys[b]) for a, b in zip(*np.nonzero(np.triu(over, 1)), strict=True)]
