"""A report is begun, written, published and opened to others; each is one change, which can be taken back."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from changes.models import Change, Verb
from changes.services import recorded
from halfyear.composing import compose
from halfyear.models import Edition, HalfYearReport
from halfyear.periods import HalfYear
from places.models import Kern


def start_report(
    *, acting_user: Any, kern: Kern, period: HalfYear, token: UUID | None = None
) -> HalfYearReport:
    """Begin the report of a half-year. Raises ValidationError when there is one already."""
    with recorded(Verb.ADDED, acting_user=acting_user, kern=kern, token=token) as change:
        report = HalfYearReport(kern=kern, year=period.year, half=period.half)
        report.full_clean()
        report.save()
        change.subject = report.address("half_year_write")
        change.save(update_fields=["subject"])
    return report


def write_report(report: HalfYearReport, values: Mapping[str, Any], *, acting_user: Any) -> Change:
    """Store what was written, exactly as it was typed, and which stories were picked."""
    with recorded(
        Verb.CHANGED, acting_user=acting_user, kern=report.kern, subject=report.get_absolute_url()
    ) as change:
        for name, value in values.items():
            setattr(report, name, value)
        report.full_clean()
        report.save()
    return change


def publish_report(
    report: HalfYearReport, *, acting_user: Any, readers: str, token: UUID | None = None
) -> Edition:
    """Freeze what the report shows now as its next version, and say who may read it; earlier versions stay.

    Raises ValidationError when the last version shows the very same.
    """
    with recorded(Verb.ADDED, acting_user=acting_user, kern=report.kern, token=token) as change:
        stored = (
            HalfYearReport.objects.select_for_update(of=("self",)).select_related("kern").get(pk=report.pk)
        )
        content = compose(stored)
        last = stored.editions.order_by("-number").first()
        if last is not None and last.content == content:
            words = {"number": last.number}
            raise ValidationError(
                _("Nothing changed since version %(number)d; it was not published again.") % words
            )
        edition = Edition(
            report=stored,
            number=last.number + 1 if last else 1,
            published_at=timezone.now(),
            content=content,
        )
        edition.full_clean()
        edition.save()
        _set_readers(stored, readers)
        change.subject = edition.get_absolute_url()
        change.note = _("published as version %(number)d") % {"number": edition.number}
        change.save(update_fields=["subject", "note"])
    return edition


def open_report(report: HalfYearReport, *, acting_user: Any, readers: str) -> Change | None:
    """Say anew who may read the published versions; None when that was so already."""
    if report.readers == readers:
        return None
    with recorded(
        Verb.CHANGED, acting_user=acting_user, kern=report.kern, subject=report.get_absolute_url()
    ) as change:
        _set_readers(HalfYearReport.objects.select_for_update().get(pk=report.pk), readers)
    return change


def _set_readers(report: HalfYearReport, readers: str) -> None:
    if report.readers != readers:
        report.readers = readers
        report.full_clean()
        report.save()
