"""What a coordinator does on the work list. Each POST answers with the list as it is then."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import viewer_of
from brokering import services
from brokering.forms import BACK, Decision, DecisionForm, StepForm
from brokering.models import Introduction, State
from brokering.views.work_list import looked_after, work_list
from brokering.worklist import reasons_for
from changes.messages import announce, done
from changes.services import made_with
from partners.models import Partner
from places.models import Kern
from wijkweb.kit.replies import wants_fragment
from wijkweb.kit.typed import not_taken_in


@require_POST
def introduction_decide(request: HttpRequest, slug: str) -> HttpResponse:
    """Take an idea on the list, or put it aside."""
    kern = looked_after(request, slug)
    viewer = viewer_of(request.user)
    form = DecisionForm(request.POST, partners=Partner.objects.visible_to_viewer(viewer))
    if not form.is_valid():
        messages.error(request, _("Nothing was changed: one of the two parties is no longer here."))
        return _answer(request, kern, "ideeen")
    one, other = form.cleaned_data["pair"]
    is_aside = form.cleaned_data["besluit"] == Decision.ASIDE
    act = services.put_aside if is_aside else services.propose
    values = {
        "reasons": reasons_for(kern, viewer, one, other, timezone.localdate()),
        "acting_user": request.user,
        "token": form.cleaned_data["token"],
    }
    said = (
        _("Put aside. This pair is not suggested again.")
        if is_aside
        else _("On your list: go and propose it.")
    )
    if _done(request, said, lambda: act(kern, one, other, **values), form.cleaned_data["token"]):
        return _answer(request, kern, "ideeen", focus_idea=_place(request))
    return _answer(request, kern, "ideeen")


@require_POST
def introduction_step(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Go on with an introduction: made, led to something, faded, put aside, brought back."""
    kern = looked_after(request, slug)
    rows = Introduction.objects.visible_to_viewer(viewer_of(request.user)).in_kernen(
        Kern.objects.ids_below(kern.pk)
    )
    introduction = get_object_or_404(rows.with_parties(), pk=pk)
    form = StepForm(request.POST)
    if not form.is_valid():
        raise Http404
    step, note = form.cleaned_data["stap"], form.cleaned_data["tekst"]
    if step == State.LED and not note.strip():
        wrong = {"wrong_pk": pk, "wrong_text": request.POST.get("tekst", "")}
        return work_list(request, kern, status=422, **wrong)
    values = {"acting_user": request.user, "token": form.cleaned_data["token"]}
    steps: dict[str, tuple[str, Callable[[], Any]]] = {
        State.MADE: (
            _("Made. The tie stands on the map from today."),
            lambda: services.make(introduction, **values),
        ),
        State.LED: (_("Written down."), lambda: services.led_to(introduction, note, **values)),
        State.FADED: (
            _("Faded. The tie that came of it ended today."),
            lambda: services.fade(introduction, **values),
        ),
        State.ASIDE: (
            _("Put aside. This pair is not suggested again."),
            lambda: services.set_aside(introduction, **values),
        ),
        BACK: (
            _("Brought back. While there is a reason, this pair stands among the ideas."),
            lambda: services.bring_back(introduction, **values),
        ),
    }
    if step not in steps:
        raise Http404
    _done(request, steps[step][0], steps[step][1], form.cleaned_data["token"], pk)
    return _answer(request, kern, f"lijntje-{pk}", focus_pk=pk)


def _done(
    request: HttpRequest, said: str, act: Callable[[], Any], token: UUID, pk: int | None = None
) -> bool:
    """Do it and say so, with "undo"; or say why not. The same form a second time does nothing and is no error."""
    try:
        made = act()
    except ValidationError as error:
        messages.error(request, " ".join([_("Nothing was changed."), *error.messages]))
        not_taken_in(request)
        return False
    except IntegrityError:
        if made_with(token) is None:
            messages.error(request, _("Somebody else went on with this introduction in the meantime."))
            return False
        return True
    done(request, said, services.last_change(pk or made.pk))
    return True


def _place(request: HttpRequest) -> int:
    """Where in the list the idea stood, so that the focus stays there."""
    text = request.POST.get("plek", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0


def _answer(request: HttpRequest, kern: Kern, anchor: str, **extra: Any) -> HttpResponse:
    if wants_fragment(request):
        return announce(request, work_list(request, kern, **extra))
    return redirect(f"{reverse('introduction_list', args=[kern.slug])}#{anchor}")
