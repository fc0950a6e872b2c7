from __future__ import annotations
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
import networkx as nx
@dataclass(frozen=True)
class ForceLayout:
    width: float
    height: float
    positions: dict[str, tuple[float, float]]
    made_for: int
    def to_dict(self) -> dict[str, Any]:
        return {"width": self.width, "height": self.height, "positions": self.positions, "made_for": self.made_for}
    @classmethod
    def from_dict(cls, d: Mapping[str, Any]) -> ForceLayout:
        return cls(d["width"], d["height"], {k: tuple(v) for k, v in d["positions"].items()}, d["made_for"])
def force_layout(graph, boxes, previous=None, seed=0):
    pos = nx.spring_layout(graph, seed=seed) if len(graph) else {}
    return ForceLayout(1600, 1100, {k: (round(800 + 750 * float(x), 1), round(550 + 500 * float(y), 1)) for k, (x, y) in pos.items()}, len(graph))
