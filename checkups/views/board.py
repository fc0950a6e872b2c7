"""The check-ups of a kern: what has its turn, what comes, what was done, and how the kern wants it."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import require
from changes.services import change_of, settle, stale_page, told, version_of
from checkups.forms import SettingsForm
from checkups.models import CheckUp, KernCheckups, Support
from checkups.rows import COMING, DUE, LATER, NONE, OVERDUE, initiatives_in, rows_of, with_owners
from checkups.services.planning import set_checkups, settings_of
from checkups.views.common import READ_AND_SEND
from places.models import Kern

MOST_DONE = 20


@require_GET
def checkup_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Whose turn it is in this kern and below, in calm words; an interval is each kern's own."""
    kern = get_object_or_404(Kern, slug=slug)
    require(request.user, "edit", kern)
    initiatives = initiatives_in(Kern.objects.ids_below(kern.pk), request.user)
    rows = rows_of(initiatives, user=request.user)
    done = CheckUp.objects.filter(initiative__in=initiatives).select_related("initiative")
    support = Support.objects.filter(initiative__in=initiatives).open().select_related("initiative", "owner")
    resting = [row for row in rows if row.state == NONE]
    context: dict[str, Any] = {
        "kern": kern,
        "is_on": any(row.is_on for row in rows) or settings_of(kern).is_on,
        "to_talk": [row for row in rows if row.waits_for_talk],
        "overdue": [row for row in rows if row.state == OVERDUE],
        "due": [row for row in rows if row.state == DUE],
        "coming": [row for row in rows if row.state == COMING],
        "later": [row for row in rows if row.state == LATER],
        "resting": resting,
        "support": with_owners(support, request.user),
        "done": done[:MOST_DONE],
        "today": timezone.localdate(),
    }
    return render(request, "checkups/checkup_list.html", context)


@require_http_methods(READ_AND_SEND)
def checkup_settings(request: HttpRequest, slug: str) -> HttpResponse:
    """Whether this kern does check-ups, how often, and whether it invites by mail."""
    kern = get_object_or_404(Kern, slug=slug)
    require(request.user, "edit", kern)
    stored = settings_of(kern)
    if request.method != "POST":
        version = version_of(stored) if stored.pk else 0
        return _settings_page(request, kern, SettingsForm(stored=stored, version=version))
    form = SettingsForm(request.POST, stored=stored)
    if not form.is_valid():
        return _settings_page(request, kern, form, status=422)
    with transaction.atomic():
        Kern.objects.select_for_update(of=("self",)).get(pk=kern.pk)
        return _set(request, kern, form)


def _set(request: HttpRequest, kern: Kern, form: SettingsForm) -> HttpResponse:
    stored, values, back = settings_of(kern), form.values(), reverse("checkup_list", args=[kern.slug])
    if stored.pk:
        blank = KernCheckups(kern=kern)
        settled = settle(stored, form.cleaned_data["version"], values, request.POST, blank=blank)
        if settled.open:
            return stale_page(request, stored, form, settled.open, back, name=str(kern))
        values = settled.values
    row = set_checkups(kern, values, acting_user=request.user)
    if row is None:
        return told(request, _("Nothing was changed."), None, then=back)
    return told(request, _("The settings are saved."), change_of(row), then=back)


def _settings_page(
    request: HttpRequest, kern: Kern, form: SettingsForm, *, status: int = 200
) -> HttpResponse:
    context = {"kern": kern, "form": form}
    return render(request, "checkups/checkup_settings.html", context, status=status)
