"""Reports of partners as a coordinator reads them: per partner, from what to what. Constant queries."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from partners.models import Partner, Relation
from partners.wording import GETS, GIVES, MUTUAL
from places.models import Kern
from upkeep.models import Direction, Report, ReportKind, ReportQuerySet, ReportState

LATEST = 20
MOST_NEW = 200


@dataclass(frozen=True, slots=True)
class Step:
    """One field, from what to what. `is_overtaken`: somebody else changed it since."""

    label: str
    before: str
    after: str
    is_overtaken: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One report in words."""

    report: Report
    steps: tuple[Step, ...] = ()
    words: Promise | str = ""
    is_mutual: bool = False

    @property
    def id(self) -> str:
        return f"melding-{self.report.pk}"


@dataclass(slots=True)
class FromPartner:
    """What one partner said, the latest first."""

    partner: Partner
    entries: list[Entry] = field(default_factory=list)


def reports_in(kern: Kern, user: Any, kern_ids: list[int] | None = None) -> ReportQuerySet:
    """The reports of partners of a kern and below it (`kern_ids`, when known) that this person may see."""
    ids = kern_ids or Kern.objects.ids_below(kern.pk)
    visible = Partner.objects.visible_to(user).in_kernen(ids)
    return Report.objects.filter(partner__in=visible).with_partners()


def new_reports(kern: Kern, user: Any, kern_ids: list[int] | None = None) -> list[FromPartner]:
    """What waits to be looked at, per partner."""
    reports = list(reports_in(kern, user, kern_ids).new().order_by("-made_at", "-pk")[:MOST_NEW])
    found: dict[int, FromPartner] = {}
    for entry in entries_of(reports):
        place = found.setdefault(entry.report.partner_id, FromPartner(entry.report.partner))
        place.entries.append(entry)
    return list(found.values())


def handled_reports(kern: Kern, user: Any) -> list[Entry]:
    """What was handled last."""
    done = reports_in(kern, user).exclude(state=ReportState.NEW)
    return entries_of(done.order_by("-handled_at", "-pk")[:LATEST])


def entries_of(reports: Iterable[Report]) -> list[Entry]:
    rows = list(reports)
    said = _said_by_others(rows)
    return [_entry(report, said) for report in rows]


def _entry(report: Report, said: set[tuple[int, int, str]]) -> Entry:
    if report.kind == ReportKind.CHANGE:
        return Entry(report, tuple(_steps(report)))
    if report.kind == ReportKind.TIE:
        words = {Direction.MUTUAL: MUTUAL, Direction.GIVES: GIVES, Direction.GETS: GETS}[
            Direction(report.direction)
        ]
        key = (report.other_id or 0, report.partner_id, report.tie_kind)
        return Entry(report, words=words.get(report.tie_kind, ""), is_mutual=key in said)
    return Entry(report)


def _steps(report: Report) -> Iterable[Step]:
    labels = {field.name: str(field.verbose_name) for field in Partner._meta.fields}
    for name, both in report.payload.items():
        label = labels.get(name, name)
        now = getattr(report.partner, name)
        overtaken = report.is_new and now not in (both["van"], both["naar"])
        yield Step(
            label,
            str(now if overtaken else both["van"]) or _("empty"),
            str(both["naar"]) or _("empty"),
            overtaken,
        )


def _said_by_others(reports: list[Report]) -> set[tuple[int, int, str]]:
    """Which of these ties the other end said too: (who, about whom, kind); one query for reports, one for ties."""
    pairs = {(row.partner_id, row.other_id or 0) for row in reports if row.kind == ReportKind.TIE}
    if not pairs:
        return set()
    who, whom = {pair[0] for pair in pairs}, {pair[1] for pair in pairs}
    rows = Report.objects.filter(kind=ReportKind.TIE, partner_id__in=whom, other_id__in=who)
    rows = rows.exclude(state=ReportState.REJECTED)
    said = set(rows.values_list("partner_id", "other_id", "tie_kind"))
    ties = Relation.objects.filter(ended_on__isnull=True, reported_by_id__in=whom)
    for first, source, target, kind in ties.values_list("reported_by_id", "source_id", "target_id", "kind"):
        said.add((first, target if first == source else source, kind))
    return {(one, other or 0, kind) for one, other, kind in said}
