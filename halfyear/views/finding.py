"""Which report an address is about, and who may see it."""

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from accounts.access import require, viewer_of
from halfyear.composing import has_data
from halfyear.models import Edition, HalfYearReport
from halfyear.periods import HalfYear
from halfyear.sections import SECTIONS


def report_to_edit(request: HttpRequest, slug: str, period: HalfYear) -> HalfYearReport:
    """The report, for who looks after its kern; 404 and 403 as everywhere."""
    report = _report(slug, period)
    require(request.user, "edit", report)
    return report


def report_to_read(request: HttpRequest, slug: str, period: HalfYear) -> HalfYearReport:
    """The report, for who may read what was published of it; for others it does not exist."""
    report = _report(slug, period)
    if not report.may_be_read_by(viewer_of(request.user)):
        raise Http404
    return report


def _report(slug: str, period: HalfYear) -> HalfYearReport:
    reports = HalfYearReport.objects.select_related("kern__municipality", "kern__parent")
    return get_object_or_404(reports, kern__slug=slug, year=period.year, half=period.half)


def parts_of(content: dict[str, Any]) -> list[dict[str, Any]]:
    """The parts of a report as they are read: heading, what was written, and whether anything stands there by itself."""
    return [
        {
            "section": section,
            "text": content["texts"].get(section.key, ""),
            "has_data": has_data(content, section.data),
        }
        for section in SECTIONS
    ]


def writers_of(editions: list[Edition]) -> dict[int, str]:
    """Who published each version, in words, by its id; one query."""
    lines = Edition.history.filter(id__in=[one.pk for one in editions], history_type="+")  # type: ignore[attr-defined]
    found = lines.select_related("change__made_by", "change__kern")
    return {line.id: line.change.who for line in found if line.change}
