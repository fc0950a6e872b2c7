"""The page of the figures of a kern: what they say now, then, and over time."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from accounts.access import coordinates, viewer_of
from network.gaps import gaps_of
from network.made_of import is_long, shown_parts
from network.matrix import matrix_picture
from network.models import Snapshot, SnapshotRun
from network.shown_figures import card_of, table_of, themes_of
from network.snapshots import audience_of, latest_snapshot, snapshots_over_time
from network.telling import warning
from places.models import Kern
from wijkweb.kit.replies import page

PROGRESS = "cijfer-stand"  # the part of the page that asks again how far it is


class DaysForm(forms.Form):
    """Which day, and with which earlier day to compare; any day will do, that of the last figures before it is shown."""

    dag = forms.DateField(label=_("Figures of"), required=False, input_formats=["%Y-%m-%d"])
    toen = forms.DateField(label=_("Beside those of"), required=False, input_formats=["%Y-%m-%d"])

    def __init__(self, data: Any, days: Sequence[date]) -> None:
        super().__init__({name: data.get(name, "") for name in self.base_fields}, auto_id="dagen-%s")
        self.days = days
        for name in self.fields:
            self.fields[name].error_messages["invalid"] = _("This is not a day. Write it as 2017-10-31.")

    def clean_dag(self) -> date | None:
        return self._last_before("dag")

    def clean_toen(self) -> date | None:
        return self._last_before("toen")

    def _last_before(self, name: str) -> date | None:
        """The day of the last figures on that day or before."""
        asked: date | None = self.cleaned_data[name]
        if asked is None:
            return None
        earlier = [day for day in self.days if day <= asked]
        if not earlier:
            raise forms.ValidationError(_("There are no figures yet of so long ago. Choose a later day."))
        return earlier[-1]

    def chosen(self, name: str) -> date | None:
        """The answer, when it was understood."""
        self.is_valid()
        found: date | None = self.cleaned_data.get(name)
        return found

    def choices(self, name: str) -> list[dict[str, Any]]:
        """The days as choices, the last first."""
        chosen = self.chosen(name)
        return [
            {"value": day.isoformat(), "label": date_format(day, "j F Y"), "is_chosen": day == chosen}
            for day in reversed(self.days)
        ]


@require_GET
@login_not_required
def network_figures(request: HttpRequest, slug: str) -> HttpResponse:
    """All figures of a kern on a day; htmx gets what another day changes, or how far newer figures are."""
    kern = get_object_or_404(Kern.objects.with_places(), slug=slug)
    viewer = viewer_of(request.user)
    audience = audience_of(viewer, kern)
    line = snapshots_over_time([kern.pk], audience)[kern.pk]
    form = DaysForm(request.GET, [one.day for one in line])
    is_asking = getattr(request, "htmx", None) and request.htmx.target == PROGRESS  # type: ignore[attr-defined]
    context: dict[str, Any] = {"kern": kern, "form": form, "state": _state(kern, line)}
    if is_asking:
        return page(request, "network/network_figures.html", context, fragment="state")
    now, then = _whole(kern, audience, line, form)
    figures = now.all_figures()
    short = [figure for figure in figures.values() if not is_long(figure)]
    titles, rows = table_of(now, line)
    context |= {
        "now": now,
        "then": then,
        "themes": themes_of(now, then, line, shown_parts(short, viewer)),
        "warning": warning(figures["freshness"]),  # records are of the kern, so it holds for every figure
        "matrix": matrix_picture(figures["domain_pairs"]),
        "gaps": gaps_of(figures),
        "titles": titles,
        "rows": rows,
        "choices": {"dag": form.choices("dag"), "toen": form.choices("toen")},
        "coordinates": coordinates(request.user, kern),
    }
    status = 200 if form.is_valid() else 422
    return page(request, "network/network_figures.html", context, fragment="figures", status=status)


@require_GET
@login_not_required
def network_figure(request: HttpRequest, slug: str, figure_id: str) -> HttpResponse:
    """One figure with all that it is made of, however much that is."""
    kern = get_object_or_404(Kern.objects.with_places(), slug=slug)
    viewer = viewer_of(request.user)
    audience = audience_of(viewer, kern)
    line = snapshots_over_time([kern.pk], audience)[kern.pk]
    form = DaysForm(request.GET, [one.day for one in line])
    now, then = _whole(kern, audience, line, form)
    figure = now.all_figures().get(figure_id)
    if figure is None:
        raise Http404
    card = card_of(figure, now, then, line, shown_parts([figure], viewer))
    context = {"kern": kern, "form": form, "now": now, "card": card}
    return page(request, "network/network_figure.html", context, status=200 if form.is_valid() else 422)


def _whole(
    kern: Kern, audience: str, line: Sequence[Snapshot], form: DaysForm
) -> tuple[Snapshot, Snapshot | None]:
    """The snapshots with everything in them of the chosen days; without a choice the latest, and none beside it."""
    day, then = form.chosen("dag") or (line[-1].day if line else None), form.chosen("toen")
    stored = Snapshot.objects.filter(
        kern=kern, audience=audience, day__in=[one for one in (day, then) if one]
    )
    found = {one.day: one for one in stored}
    now = found.get(day) if day else None
    return now or latest_snapshot(kern, audience), found.get(then) if then else None


def _state(kern: Kern, line: Sequence[Snapshot]) -> dict[str, Any]:
    """Of when the figures are, and how far newer ones are while they are being made."""
    latest = line[-1] if line else None
    run = SnapshotRun.objects.filter(kern=kern).first() if latest and latest.is_behind else None
    return {
        "latest": latest,
        "run": run,
        "percent": round(100 * run.step / run.steps) if run and run.steps else 0,
        "target": PROGRESS,
    }
