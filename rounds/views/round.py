"""The page for on the bicycle: it opens without signal, keeps what is written, and sends it once."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts.access import ANYBODY, require
from partners.models import Partner
from places.models import Kern
from rounds.forms import NoteForm
from rounds.models import Note
from rounds.services import TEXTS, NoteDraft, receive_notes
from wijkweb.kit.middleware import is_plain

MOST_NOTES = 200  # in one sending


def _kern(request: HttpRequest, slug: str) -> Kern:
    kern = get_object_or_404(Kern, slug=slug)
    require(request.user, "edit", kern)
    return kern


@require_GET
def round_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The phone keeps a copy of this page, so it holds nothing personal: only the names of public parties."""
    return _shell(request, _kern(request, slug), NoteForm())


def _shell(request: HttpRequest, kern: Kern, form: NoteForm, status: int = 200) -> HttpResponse:
    ids = Kern.objects.ids_below(kern.pk)
    parties = Partner.objects.visible_to_viewer(ANYBODY).in_kernen(ids).filter(ended_on__isnull=True)
    context = {
        "kern": kern,
        "form": form,
        "parties": parties.values_list("name", flat=True),
        "waiting": Note.objects.waiting_for(request.user, kern).count(),
        "owner": request.user.pk,
    }
    return render(request, "rounds/round_page.html", context, status=status)


@require_GET
def round_worker(request: HttpRequest, slug: str) -> HttpResponse:
    """The script that keeps the page on the phone. It is served from the page's own folder, so it reaches no further."""
    _kern(request, slug)
    script = Path(settings.BASE_DIR, "static/js/round-worker.js").read_bytes()
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


@require_POST
def round_send(request: HttpRequest, slug: str) -> HttpResponse:
    """Receive notes: many as JSON from the page's script, or one from the plain form."""
    kern = _kern(request, slug)
    if request.content_type == "application/json":
        return _receive_many(request, kern)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _shell(request, kern, form, 422)
    values = form.cleaned_data
    draft = NoteDraft(values["client_id"], {name: values[name] for name in TEXTS}, timezone.now())
    receipt = receive_notes(kern, [draft], acting_user=request.user)
    if receipt.refused:
        form.add_error(None, next(iter(receipt.refused.values())))
        return _shell(request, kern, form, 422)
    messages.success(request, _("Your note is kept. Work it out at home."))
    return redirect("round_page", slug)


def _receive_many(request: HttpRequest, kern: Kern) -> JsonResponse:
    try:
        drafts = _drafts(json.loads(request.body))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return JsonResponse({"error": _("These notes could not be read.")}, status=400)
    receipt = receive_notes(kern, drafts, acting_user=request.user)
    count = len(receipt.received)
    said = ngettext("%(number)d note has been sent.", "%(number)d notes have been sent.", count)
    return JsonResponse(
        {
            "received": [str(item) for item in receipt.received],
            "refused": {str(item): reason for item, reason in receipt.refused.items()},
            "message": said % {"number": count} if count else "",
        }
    )


def _drafts(data: Any) -> list[NoteDraft]:
    rows = data["notes"]
    if not isinstance(rows, list) or not 0 < len(rows) <= MOST_NOTES:
        raise ValueError("not a list of notes")
    return [_draft(row) for row in rows]


def _draft(row: dict[str, Any]) -> NoteDraft:
    texts = {name: str(row.get(name, "")).strip() for name in TEXTS}
    if not all(is_plain(text) for text in texts.values()):
        raise ValueError("a text that no database can hold")
    return NoteDraft(UUID(str(row["id"])) if row.get("id") else uuid4(), texts, _moment(row.get("noted_at")))


def _moment(text: Any) -> datetime:
    moment = parse_datetime(text) if isinstance(text, str) else None
    if moment is None:
        return timezone.now()
    return moment if timezone.is_aware(moment) else moment.replace(tzinfo=UTC)
