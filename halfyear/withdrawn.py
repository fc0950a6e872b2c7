"""A story that its teller took back leaves the reports too: the picks of the writer, and what was published."""

from typing import Any

from halfyear.models import Edition, HalfYearReport
from initiatives.services import story_withdrawn


def _forget(sender: Any, slug: str, **_kwargs: Any) -> None:
    """The one thing that a published version loses; all else in it reads the same for ever."""
    for reports in (HalfYearReport.objects, HalfYearReport.history):  # type: ignore[attr-defined]
        for row in reports.exclude(stories=[]):
            if slug in row.stories:
                kept = [other for other in row.stories if other != slug]
                reports.filter(pk=row.pk).update(stories=kept)
    for editions in (Edition.objects, Edition.history):  # type: ignore[attr-defined]
        for row in editions.all():
            told = row.content.get("stories") or []
            kept = [story for story in told if not str(story.get("url", "")).endswith(f"#verhaal-{slug}")]
            if len(kept) < len(told):
                editions.filter(pk=row.pk).update(content={**row.content, "stories": kept})


def connect() -> None:
    story_withdrawn.connect(_forget, dispatch_uid="halfyear.withdrawn")
