"""One assessment: what was said, on what grounds, what the signals were then, and what became of it since."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from accounts.access import may, require, viewer_of
from changes.services import histories_of, history_of
from ladder.evidence import kept_signals
from ladder.models import Assessment, Evidence
from ladder.reading import evidence_for
from ladder.views.ladder import rungs_with
from network.snapshots import audience_of


def _assessments() -> QuerySet[Assessment]:
    return Assessment.objects.select_related("kern__municipality", "kern__parent")


@require_GET
@login_not_required
def assessment_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Public, as the ladder is. The signals that were stored are those of this visitor's audience."""
    assessment = get_object_or_404(_assessments(), pk=pk)
    viewer = viewer_of(request.user)
    kept = kept_signals(assessment.signals, audience_of(viewer, assessment.kern))
    context = {
        "assessment": assessment,
        "kern": assessment.kern,
        "evidence": (evidence := evidence_for(assessment, viewer)),
        "picked": {rule.id for rule in evidence.rules},
        "kept": kept,
        "rungs": rungs_with(kept, []) if kept else [],
        "can_edit": may(request.user, "edit", assessment),
    }
    return render(request, "ladder/assessment_detail.html", context)


@require_GET
def assessment_history(request: HttpRequest, pk: int) -> HttpResponse:
    """Who wrote down or corrected what, and what it leaned on before."""
    assessment = get_object_or_404(_assessments(), pk=pk)
    require(request.user, "edit", assessment)
    ids = Evidence.history.filter(assessment_id=pk).order_by().values_list("id", flat=True).distinct()  # type: ignore[attr-defined]
    found = histories_of(Evidence, ids, user=request.user).values()
    context = {
        "assessment": assessment,
        "kern": assessment.kern,
        "lines": history_of(assessment, user=request.user),
        "evidence": [{"title": lines[0].title, "lines": lines} for lines in found if lines],
    }
    return render(request, "ladder/assessment_history.html", context)
