"""What of spreadsheets need not be kept any longer, at a moment; what came of a job stays, in numbers."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from interchange.models import WAITS_FOR, JobState, SheetFile, SheetJob, SheetRow

FILE_KEPT, ROWS_KEPT = timedelta(days=7), timedelta(days=30)
OVER = (JobState.DONE, JobState.UNDONE, JobState.STOPPED, JobState.REFUSED)


def old_files(now: datetime) -> "QuerySet[Any]":
    return SheetFile.objects.filter(job__made_at__lt=now - FILE_KEPT)


def old_rows(now: datetime) -> "QuerySet[Any]":
    return SheetRow.objects.filter(job__made_at__lt=now - ROWS_KEPT)


def stale_jobs(now: datetime) -> "QuerySet[Any]":
    """Those that nobody finished, and that nobody is at."""
    return SheetJob.objects.filter(made_at__lt=now - FILE_KEPT).exclude(state__in=[*OVER, *WAITS_FOR])


def stop(jobs: "QuerySet[Any]") -> int:
    said = _("The file was kept for seven days and is gone now.")
    return jobs.update(state=JobState.STOPPED, message=said, done=F("done"))
