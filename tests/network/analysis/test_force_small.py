"""Small components: they lie on a line, which has no area to scale by."""

import networkx as nx
import pytest

from network.analysis.force import force_layout


@pytest.mark.parametrize("length", [2, 3, 5])
def test_a_chain_beside_a_web_stays_within_a_page(length: int) -> None:
    graph = nx.disjoint_union(nx.wheel_graph(12), nx.path_graph(length))
    graph = nx.relabel_nodes(graph, str)
    boxes = dict.fromkeys(graph, (120.0, 60.0, 60.0))
    layout = force_layout(graph, boxes)
    assert layout.width < 6000
    assert layout.height < 6000
    assert all(0 <= x <= layout.width and 0 <= y <= layout.height for x, y in layout.positions.values())
