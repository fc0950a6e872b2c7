"""At home: every note becomes a partner, a tie, a task, or nothing."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import require, viewer_of
from changes.messages import done
from partners.models import Partner
from partners.similar import Candidate, SimilarIndex
from places.models import Kern
from rounds.forms import OutcomeForm
from rounds.models import Note, NoteState
from rounds.services import bring_back_note, confirm_note, dismiss_note
from wijkweb.kit.text import fold

MOST_SUGGESTIONS = 4
SURE = 85  # from this likeness on the first suggestion is chosen beforehand
MOST_NOTES = 25  # on one page; the rest follows when these are done
MOST_HANDLED = 20


@dataclass
class Desk:
    """What is needed to work out notes in one kern: its parties, read once for any number of notes."""

    partners: list[Partner]

    @cached_property
    def by_name(self) -> dict[str, Partner]:
        return {fold(partner.name): partner for partner in reversed(self.partners)}

    @cached_property
    def index(self) -> SimilarIndex:
        return SimilarIndex(
            Candidate(partner.pk, partner.name, is_person=partner.is_person, folded=partner.search_name)
            for partner in self.partners
        )

    def form(self, note: Note, data: Any = None) -> OutcomeForm:
        """The form of one note, with the parties that its name may mean, the likeliest first."""
        found = self.index.find(note.party, MOST_SUGGESTIONS) if note.party else []
        by_pk = {partner.pk: partner for partner in self.partners}
        is_sure = bool(found) and found[0].score >= SURE
        return OutcomeForm(note, [by_pk[one.key] for one in found], self.by_name, data, is_sure=is_sure)


def _desk(request: HttpRequest, slug: str) -> tuple[Kern, Desk]:
    kern = get_object_or_404(Kern, slug=slug)
    require(request.user, "edit", kern)
    visible = Partner.objects.visible_to_viewer(viewer_of(request.user))
    partners = visible.in_kernen(Kern.objects.ids_below(kern.pk)).filter(ended_on__isnull=True)
    return kern, Desk(list(partners))


def _note(request: HttpRequest, kern: Kern, pk: int) -> Note:
    """Somebody else's note does not exist."""
    return get_object_or_404(Note.objects.select_for_update(), pk=pk, kern=kern, made_by_id=request.user.pk)


@require_GET
def note_list(request: HttpRequest, slug: str) -> HttpResponse:
    kern, desk = _desk(request, slug)
    return _list(request, kern, desk)


def _list(
    request: HttpRequest, kern: Kern, desk: Desk, failed: OutcomeForm | None = None, note: Note | None = None
) -> HttpResponse:
    """All notes with their forms; the one that was refused keeps what was filled in."""
    waiting = Note.objects.waiting_for(request.user, kern)
    rows = [
        {"note": row, "form": failed if failed and note and row.pk == note.pk else desk.form(row)}
        for row in waiting[:MOST_NOTES]
    ]
    handled = Note.objects.filter(made_by_id=request.user.pk, kern=kern).exclude(state=NoteState.NEW)
    context = {
        "kern": kern,
        "rows": rows,
        "count": waiting.count(),
        "parties": [partner.name for partner in desk.partners],
        "handled": handled.order_by("-handled_at")[:MOST_HANDLED],
    }
    return render(request, "rounds/note_list.html", context, status=422 if failed else 200)


@require_POST
@transaction.atomic
def note_confirm(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    kern, desk = _desk(request, slug)
    note = _note(request, kern, pk)
    if note.state != NoteState.NEW:
        messages.info(request, _("This note was worked out already. Nothing was done twice."))
        return redirect("note_list", slug)
    form = desk.form(note, request.POST)
    if form.is_valid():
        try:
            change = confirm_note(note, form.outcome(), acting_user=request.user)
        except ValidationError as error:
            form.refuse(error)
        else:
            done(request, _("The note has been worked out."), change)
            return redirect("note_list", slug)
    return _list(request, kern, desk, form, note)


@require_POST
@transaction.atomic
def note_dismiss(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    kern, _unused = _desk(request, slug)
    dismiss_note(_note(request, kern, pk))
    messages.success(request, _("The note has been put away. You find it below for a month."))
    return redirect("note_list", slug)


@require_POST
@transaction.atomic
def note_bring_back(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    kern, _unused = _desk(request, slug)
    bring_back_note(_note(request, kern, pk))
    return redirect("note_list", slug)
