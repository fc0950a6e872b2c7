"""The network of a kern drawn with marks: who left, who was cut off, and what still hangs together."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from network.picture import Edge, Node, Picture

STAYS, LEFT, CUT_OFF, ALONE = "stays", "left", "cut-off", "alone"
BIGGEST, MARKED = 11.0, 12.0  # half the size of a sign
MARGIN, NAME_WIDTH = 24, 140


@dataclass(frozen=True)
class Mark:
    """What happens to a party. number: of the piece that it is in, when it was cut off with others; words: the same, said."""

    state: str = STAYS
    number: int = 0
    words: str = ""


@dataclass(frozen=True)
class Spot:
    """A party in the drawing. lines: its name as it is broken; empty when there is no room and no need to name it."""

    id: str
    x: float
    y: float
    radius: float
    mark: Mark
    url: str
    description: str
    lines: tuple[str, ...]

    @property
    def label_x(self) -> float:
        return round((self.radius if self.mark.state == STAYS else MARKED) + 4, 1)


@dataclass(frozen=True)
class Diamond:
    """An initiative in the drawing."""

    x: float
    y: float
    label: str
    is_abandoned: bool


@dataclass(frozen=True)
class MarkedMap:
    """Everything that the template draws: places in drawing units, lines as paths. box: left, top, width and height of
    the part of the drawing in which something stands."""

    box: tuple[int, int, int, int]
    ties: str
    cut_ties: str
    spots: tuple[Spot, ...]
    diamonds: tuple[Diamond, ...]


def marked_map(
    picture: Picture, marks: Mapping[str, Mark], abandoned: frozenset[str], url_of: Callable[[str], str]
) -> MarkedMap:
    """The network view of `picture` with a mark for each party (without one it stays).

    abandoned: ids of initiatives that nobody has a part in any more. url_of: where a click on a party leads.
    """
    gone = {key for key, mark in marks.items() if mark.state == LEFT}
    kept = [edge for edge in picture.edges if not _touches(edge, gone)]
    cut = [edge for edge in picture.edges if _touches(edge, gone)]
    return MarkedMap(
        box=_box(picture),
        ties=_paths(kept) + _part_paths(picture, gone, of_gone=False),
        cut_ties=_paths(cut) + _part_paths(picture, gone, of_gone=True),
        spots=tuple(_spot(node, marks.get(node.party.id, Mark()), url_of) for node in picture.nodes),
        diamonds=tuple(
            Diamond(item.nx, item.ny, item.undertaking.label, item.undertaking.id in abandoned)
            for item in picture.diamonds
        ),
    )


def _box(picture: Picture) -> tuple[int, int, int, int]:
    """Around all that stands in the drawing, with room for signs and, at the right, for names."""
    points = [(node.nx, node.ny) for node in picture.nodes] + [
        (item.nx, item.ny) for item in picture.diamonds
    ]
    if not points:
        return (0, 0, 1, 1)
    left, top = min(x for x, _y in points) - MARGIN, min(y for _x, y in points) - MARGIN
    right, bottom = max(x for x, _y in points) + NAME_WIDTH, max(y for _x, y in points) + MARGIN
    return round(left), round(top), round(right - left), round(bottom - top)


def _spot(node: Node, mark: Mark, url_of: Callable[[str], str]) -> Spot:
    is_named = node.has_room or mark.state != STAYS
    return Spot(
        id=node.party.id,
        x=node.nx,
        y=node.ny,
        radius=min(node.radius, BIGGEST),
        mark=mark,
        url=url_of(node.party.id),
        description=f"{node.party.label}: {mark.words}" if mark.words else node.party.label,
        lines=node.lines if is_named else (),
    )


def _touches(edge: Edge, gone: set[str]) -> bool:
    return edge.source.party.id in gone or edge.target.party.id in gone


def _paths(edges: list[Edge]) -> str:
    return "".join(
        f"M{edge.source.nx:.0f} {edge.source.ny:.0f}L{edge.target.nx:.0f} {edge.target.ny:.0f}"
        for edge in edges
    )


def _part_paths(picture: Picture, gone: set[str], *, of_gone: bool) -> str:
    """The lines from initiatives to who takes part in them: those of the parties that left, or of the others."""
    spots = {node.party.id: (node.nx, node.ny) for node in picture.nodes}
    centres = {item.undertaking.id: (item.nx, item.ny) for item in picture.diamonds}
    lines = []
    for initiative, partner, _role in picture.participations:
        if (partner in gone) == of_gone:
            (x, y), (to_x, to_y) = centres[initiative], spots[partner]
            lines.append(f"M{x:.0f} {y:.0f}L{to_x:.0f} {to_y:.0f}")
    return "".join(lines)
