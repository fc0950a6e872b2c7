"""The map of a kern as somebody may see it: the records, and where everything stands."""

import hashlib
import json
import math
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.conf import settings
from django.db import DatabaseError, transaction

from accounts.access import Viewer, every_viewer
from network.analysis.figure import FigureLayout, FigureNode, figure_layout
from network.analysis.force import ForceLayout, force_layout
from network.analysis.labels import text_box, wrap_label
from network.analysis.web import Web, build_web, initiative_node
from network.models import Layout
from network.source import Party, Source, read_source
from places.models import Kern

ENGINE = "figure/pivot-mds 5"  # a new way to lay out starts anew
FONT_SIZE = 12.0
GAP = 4.0  # between a marker and its name
DIAMOND_RADIUS = 8.0


@dataclass(frozen=True)
class Drawing:
    """A kern's web on all days with the place of everything in it, for one viewer."""

    kern: Kern
    source: Source
    figure: FigureLayout
    force: ForceLayout

    def web_on(self, day: date | None) -> Web:
        return build_web(self.source.records, [str(pk) for pk in self.source.kern_ids], day)


def marker_radius(degree: int) -> float:
    """Half the size of a marker in drawing units; more ties, larger, never more than 13."""
    return min(5.0 + 1.6 * math.sqrt(degree), 13.0)


def label_box(label: str, radius: float) -> tuple[float, float, float]:
    """Width, height and left reach of marker and label together, in drawing units.

    The label stands to the right of its marker: so it is drawn on paper, and so the script tries first.
    """
    width, height = text_box(wrap_label(label), FONT_SIZE)
    return 2 * radius + GAP + width, max(height, 2 * radius) + 2, radius


def drawing_of(kern: Kern, viewer: Viewer, source: Source | None = None) -> Drawing:
    """The drawing of `kern` for `viewer`; positions come from the stored layout while it still fits.

    source: what `viewer` may see of it, when it was read already.
    When the web changed, the new layout starts from the stored one, so that people find back what
    they know, and is stored in its place.
    """
    source = source or read_source(kern, viewer)
    web = build_web(source.records, [str(pk) for pk in source.kern_ids], None)
    mark = _fingerprint(web, source)
    stored = Layout.objects.filter(kern=kern, audience=viewer.key, engine=ENGINE).first()
    if stored and stored.fingerprint == mark:
        return Drawing(
            kern, source, FigureLayout.from_dict(stored.figure), ForceLayout.from_dict(stored.force)
        )
    figure, force = lay_out(web, source, stored)
    _store(kern, viewer, mark, figure, force)
    return Drawing(kern, source, figure, force)


def layout_stamp(kern: Kern, viewer: Viewer) -> str:
    """Which stored layout there is, or an empty text; another layout has another stamp."""
    stored = Layout.objects.filter(kern=kern, audience=viewer.key, engine=ENGINE)
    found = stored.values_list("pk", "computed_at").first()
    return f"{found[0]} {found[1].isoformat()}" if found else ""


def lay_out(web: Web, source: Source, stored: Layout | None = None) -> tuple[FigureLayout, ForceLayout]:
    """Places for every party and initiative of `web`, starting from the stored layout when there is one."""
    boxes = {
        node: label_box(source.parties[node].label, marker_radius(degree))
        for node, degree in web.partners.degree()
    }
    nodes = [_figure_node(source.parties[node], box) for node, box in boxes.items()]
    figure = figure_layout(
        nodes, list(web.partners.edges()), FigureLayout.from_dict(stored.figure) if stored else None
    )
    boxes |= {
        initiative_node(slug): label_box(source.undertakings[slug].label, DIAMOND_RADIUS)
        for slug in web.initiatives
    }
    force = force_layout(web.whole, boxes, ForceLayout.from_dict(stored.force) if stored else None)
    return figure, force


def _figure_node(party: Party, box: tuple[float, float, float]) -> FigureNode:
    width, height, left = box
    return FigureNode(party.id, party.life_domain, party.involvement, width, height, left)


def _fingerprint(web: Web, source: Source) -> str:
    found = (source.parties[node] for node in web.partners)
    parties = [(party.id, party.label, party.life_domain, party.involvement) for party in found]
    labels = [source.undertakings[slug].label for slug in web.initiatives]
    content = [ENGINE, parties, sorted(web.whole.edges()), list(web.initiatives), labels]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def _store(kern: Kern, viewer: Viewer, mark: str, figure: FigureLayout, force: ForceLayout) -> None:
    """Keep the layout. It can be made again, so a database that cannot write now does not stop a reader."""
    values = {
        "fingerprint": mark,
        "figure": figure.to_dict(),
        "force": force.to_dict(),
        "engine": ENGINE,
    }
    try:
        with transaction.atomic():
            Layout.objects.update_or_create(kern=kern, audience=viewer.key, defaults=values)
    except DatabaseError:
        return


def refresh_layouts_of(kern: Kern) -> int:
    """Bring the stored layouts of a kern up to date for everybody who has an own view of it."""
    viewers = {
        viewer.key: viewer for viewer in every_viewer() if not viewer.kernen or kern.pk in viewer.kernen
    }
    for viewer in viewers.values():
        drawing_of(kern, viewer)
    Layout.objects.filter(kern=kern).exclude(audience__in=viewers).delete()
    return len(viewers)


def request_layouts(kern_ids: list[int] | None = None) -> None:
    """Ask the workers for fresh layouts of these kernen (all when None) after the current transaction.

    Without workers nothing is asked: the next reader of a map makes its layout, instead of whoever imports
    making all of them one after another.
    """
    from network.tasks import refresh_all_layouts, refresh_layouts

    if settings.CELERY_TASK_ALWAYS_EAGER:
        return
    if kern_ids is None:
        transaction.on_commit(refresh_all_layouts.delay)
    else:
        for pk in kern_ids:
            transaction.on_commit(partial(refresh_layouts.delay, pk))
