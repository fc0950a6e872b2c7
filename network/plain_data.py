"""A picture as plain data, for programs: the content of wijkweb.json."""

from typing import Any

from network.picture import Picture


def as_data(picture: Picture, day: str) -> dict[str, Any]:
    """The web as plain data, ids as in the package."""
    return {
        "kern": picture.drawing.kern.slug,
        "dag": day,
        "nodes": [
            {
                "id": node.party.id,
                "label": node.party.label,
                "soort": node.party.kind,
                "levensgebied": node.party.life_domain or None,
                "laag": node.party.layer or None,
                "betrokkenheid": node.party.involvement,
                "gast": node.is_guest,
                "x": node.x,
                "y": node.y,
                "nx": node.nx,
                "ny": node.ny,
                "url": node.url,
            }
            for node in picture.nodes
        ],
        "edges": [
            {
                "van": edge.source.party.id,
                "naar": edge.target.party.id,
                "soorten": list(edge.kinds),
                "sterkte": edge.strength,
            }
            for edge in picture.edges
        ],
        "initiatieven": [
            {
                "id": diamond.undertaking.id,
                "label": diamond.undertaking.label,
                "fase": diamond.undertaking.phase,
                "x": diamond.x,
                "y": diamond.y,
                "nx": diamond.nx,
                "ny": diamond.ny,
                "url": diamond.url,
            }
            for diamond in picture.diamonds
        ],
        "deelnames": [
            {"initiatief": initiative, "partij": partner, "rol": role}
            for initiative, partner, role in picture.participations
        ],
    }
