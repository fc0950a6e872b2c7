"""Every figure is worked out once per engine."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from network.analysis.figures import FIGURES, Figure, Material, Reading

Make = Callable[..., Figure]


@pytest.fixture(params=["fast", "reference"])
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def make(engine: str) -> Make:
    """One figure of some material."""

    def made(key: str, material: Material) -> Figure:
        return FIGURES[key](Reading(material, engine))

    return made
