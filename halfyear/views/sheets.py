"""A report as a file: a tagged PDF."""

import hashlib
import json
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET

from halfyear.composing import compose
from halfyear.models import Edition, HalfYearReport
from halfyear.periods import HalfYear
from halfyear.printing import NoPrinter, PrintFailed, pdf_of, styles
from halfyear.views.finding import report_to_edit, report_to_read
from halfyear.views.reading import reading_context

FOR = 24 * 3600  # seconds that a published PDF is kept


@require_GET
@login_not_required
def half_year_pdf(request: HttpRequest, slug: str, period: HalfYear, number: int) -> HttpResponse:
    """A published version; it is made once a day at most, unless a story was taken back: then it is made anew."""
    report = report_to_read(request, slug, period)
    edition = get_object_or_404(Edition, report=report, number=number)
    drawings = caches["drawings"]
    base = request.build_absolute_uri("/").rstrip("/")
    shown = hashlib.sha256(json.dumps([edition.content, base]).encode()).hexdigest()
    name = f"report-pdf:{edition.pk}:{edition.published_at.timestamp()}:{shown}"
    made: bytes | None = drawings.get(name)
    if made is None:
        answer = _made(request, report, edition.content, edition=edition, base=base)
        if isinstance(answer, HttpResponse):
            return answer
        made = answer
        drawings.set(name, made, FOR)
    return _file(made, f"verslag-{slug}-{period.slug}-versie-{number}.pdf")


@require_GET
def half_year_draft_pdf(request: HttpRequest, slug: str, period: HalfYear) -> HttpResponse:
    """The draft, which says on every first page that it is one."""
    report = report_to_edit(request, slug, period)
    base = request.build_absolute_uri("/").rstrip("/")
    made = _made(request, report, compose(report), edition=None, base=base)
    return made if isinstance(made, HttpResponse) else _file(made, f"concept-{slug}-{period.slug}.pdf")


def _made(
    request: HttpRequest,
    report: HalfYearReport,
    content: dict[str, Any],
    *,
    edition: Edition | None,
    base: str,
) -> bytes | HttpResponse:
    """The PDF, or a page that says why it did not come."""
    context = {
        **reading_context(report, content),
        "edition": edition,
        "base": base,
        "style": mark_safe(styles()),  # noqa: S308 - our own style sheets
    }
    try:
        return pdf_of(render_to_string("halfyear/half_year_pdf.html", context))
    except NoPrinter:
        status, can_try_again = 404, False
    except PrintFailed:
        status, can_try_again = 503, True
    context |= {"can_try_again": can_try_again, "back": request.path.removesuffix("verslag.pdf")}
    answer = render(request, "halfyear/half_year_no_pdf.html", context, status=status)
    if can_try_again:
        answer["Retry-After"] = "60"
    return answer


def _file(made: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer
