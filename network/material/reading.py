"""Reads what the figures of a kern need. What an audience may not see is left out here, as in `network.source`."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Min, Q

from accounts.access import Viewer, Visibility
from initiatives.models import Activity, Initiative, Organiser
from network.material.sources import Sources
from network.models import Audience
from network.source import PARTNER_COLUMNS, Source, read_source, touching_ties
from partners.models import Partner, Relation
from places.models import Kern

Row = tuple[Any, ...]
TIE_COLUMNS = (
    "pk", "source_id", "target_id", "certainty", "started_on", "ended_on", "confirmed_on", "term_months",
    "source__kern__term_months", "target__kern__term_months",
)  # fmt: skip
ACTIVITY_COLUMNS = ("pk", "slug", "dated_on", "open_to_all", "rule", "repeats_until", "except_on")
HOME_COLUMNS = (
    "pk", "slug", "form", "hangs_on__slug", "successor__slug", "confirmed_on", "term_months", "kern__term_months",
)  # fmt: skip


def viewer_for(audience: str, kern_ids: Iterable[int]) -> Viewer:
    """Who sees what an audience sees: everybody, or who looks after all these kernen."""
    if audience == Audience.KERN:
        return Viewer(Visibility.NETWORK, frozenset(kern_ids))
    return Viewer()


def read_sources(kern: Kern, audience: str) -> Sources:
    """Read all that the figures of `kern` need for one audience; nineteen queries at most."""
    kern_ids = Kern.objects.ids_below(kern.pk)
    viewer = viewer_for(audience, kern_ids)
    source = read_source(kern, viewer)
    home = _home(viewer, kern_ids)
    ties = _ties(viewer, source)
    activities = Activity.objects.visible_to_viewer(viewer).in_kernen(kern_ids).order_by("slug")
    organisers = _organisers(viewer, kern_ids)
    initiatives = Initiative.objects.visible_to_viewer(viewer).in_kernen(kern_ids).order_by("slug")
    origins = tuple(initiatives.values_list("pk", "slug", "origin"))
    history: Any = Initiative.history
    phases = history.filter(id__in=initiatives.order_by().values("pk")).order_by("history_date", "history_id")
    return Sources(
        audience=audience,
        source=source,
        tie_rows=ties,
        home_rows=home,
        activity_rows=tuple(activities.values_list(*ACTIVITY_COLUMNS)),
        organiser_rows=tuple((row[0], row[2]) for row in organisers),
        organiser_parties=_parties_behind(viewer, {row[1] for row in organisers}, source),
        origin_rows=origins,
        phase_rows=tuple(phases.values_list("id", "history_date", "phase")),
        partners_confirmed=_confirmed(Partner, [row[0] for row in home]),
        ties_confirmed=_confirmed(Relation, [row[0] for row in ties]),
    )


def _home(viewer: Viewer, kern_ids: list[int]) -> tuple[Row, ...]:
    partners = Partner.objects.visible_to_viewer(viewer).in_kernen(kern_ids).order_by("slug")
    return tuple(partners.values_list(*HOME_COLUMNS))


def _ties(viewer: Viewer, source: Source) -> tuple[Row, ...]:
    """The ties between the parties of this web."""
    home = {row[0] for row in source.partner_rows if row[7] in source.kern_ids}
    guests = {row[0] for row in source.partner_rows} - home
    which = touching_ties(source.kern_ids, home) | Q(source_id__in=guests, target_id__in=guests)
    ties = Relation.objects.visible_to_viewer(viewer).filter(which)
    return tuple(ties.order_by("pk").values_list(*TIE_COLUMNS))


def _organisers(viewer: Viewer, kern_ids: list[int]) -> list[Row]:
    """Activity, number and short name of each organiser that may be seen, of each activity that may be seen."""
    activities = Activity.objects.visible_to_viewer(viewer).in_kernen(kern_ids)
    partners = Partner.objects.visible_to_viewer(viewer)
    rows = Organiser.objects.filter(activity__in=activities, partner__in=partners).order_by(
        "activity", "position", "pk"
    )
    return list(rows.values_list("activity_id", "partner_id", "partner__slug"))


def _parties_behind(viewer: Viewer, ids: set[int], source: Source) -> tuple[Row, ...]:
    """The organisers that have no other part in this web."""
    missing = ids - {row[0] for row in source.partner_rows}
    if not missing:
        return ()
    partners = Partner.objects.visible_to_viewer(viewer).filter(pk__in=missing).order_by("slug")
    return tuple(partners.values_list(*PARTNER_COLUMNS))


def _confirmed(model: Any, ids: list[int]) -> tuple[Row, ...]:
    """Each day of confirmation that the history of these records knows, with the first moment it was written down."""
    rows = model.history.filter(id__in=ids).order_by("id", "confirmed_on")
    return tuple(
        rows.values("id", "confirmed_on")
        .annotate(first=Min("history_date"))
        .values_list("id", "confirmed_on", "first")
    )
