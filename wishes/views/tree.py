"""Hanging a wish, on a phone or on a tablet for many, and reading them."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import coordinates, may, viewer_of
from changes.services import version_of
from initiatives.models import Initiative
from places.models import Kern
from wijkweb.kit.looking import questions_about
from wijkweb.kit.sealed import mark_of
from wishes import limits
from wishes.forms import AnswerForm, HelpForm, MakeForm, NoteForm, WishForm
from wishes.models import ENOUGH, PUBLIC, State, Wish, open_until
from wishes.services import hang


def _kern(slug: str) -> Kern:
    kern: Kern = get_object_or_404(Kern.objects.with_places(), slug=slug)
    return kern


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def wish_tree(request: HttpRequest, slug: str) -> HttpResponse:
    """One big form, for a phone and for a tablet in the community house: nothing of the one before stays on it."""
    kern = _kern(slug)
    form = WishForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _tree_page(request, kern, form, status=422 if form.errors else 200)
    values = form.values()
    questions = questions_about(values["text"])
    seen = mark_of(values["text"], "wish-seen")
    if questions and request.POST.get("gezien") != seen:
        return _tree_page(request, kern, form, status=422, questions=questions, seen=seen)
    if not Wish.objects.filter(token=values["token"]).exists():
        if not limits.count(request, limits.HANG_OPEN if open_until(kern) else limits.HANG):
            return limits.wait(request, kern=kern)
        try:
            with_mail = not values["email"] or limits.count(request, limits.MAIL, address=values["email"])
            hang(kern=kern, with_mail=with_mail, **values)
        except IntegrityError:
            if not Wish.objects.filter(token=values["token"]).exists():
                raise
    return redirect("wish_hung", kern.slug)


def _tree_page(
    request: HttpRequest, kern: Kern, form: WishForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"kern": kern, "form": form, "is_open": open_until(kern), **more}
    response = render(request, "wishes/wish_tree.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


@require_GET
@login_not_required
def wish_hung(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "wishes/wish_hung.html", {"kern": _kern(slug)})


@require_GET
@login_not_required
def wish_list(request: HttpRequest, slug: str) -> HttpResponse:
    """What hangs in the tree; who looks after the kern first sees what waits for a look or an answer."""
    kern = _kern(slug)
    wishes = Wish.objects.in_kernen(Kern.objects.ids_below(kern.pk)).select_related("words", "kern")
    can_edit = coordinates(request.user, kern)
    rows = list(wishes.public()[:200])
    context = {
        "kern": kern,
        "wishes": rows,
        "can_edit": can_edit,
        "new": list(wishes.filter(state=State.NEW, words__isnull=False)) if can_edit else [],
        "unanswered": [wish for wish in rows if wish.state == State.SHOWN and not wish.answer]
        if can_edit
        else [],
        "is_open": open_until(kern) if can_edit else None,
    }
    return render(request, "wishes/wish_list.html", context)


def wish_seen(request: HttpRequest, key: UUID) -> Wish:
    """A wish that this person may see: in the tree for all, else for who looks after its kern. An erased one is gone."""
    wishes = Wish.objects.filter(words__isnull=False).select_related("words", "kern", "initiative")
    wish: Wish = get_object_or_404(wishes, key=key)
    if wish.state not in PUBLIC and not may(request.user, "edit", wish):
        raise Http404
    return wish


@require_GET
@login_not_required
def wish_detail(request: HttpRequest, key: UUID) -> HttpResponse:
    return wish_page(request, wish_seen(request, key))


def wish_page(request: HttpRequest, wish: Wish, *, status: int = 200, **forms: Any) -> HttpResponse:
    """A wish with its answer, and who wants to help; the desk of the coordinator beside it."""
    can_edit = may(request.user, "edit", wish)
    helpers = list(wish.helpers.sure().select_related("user"))
    visible = Initiative.objects.visible_to(request.user).filter(pk=wish.initiative_id)
    viewer = viewer_of(request.user)
    context = {
        "wish": wish,
        "kern": wish.kern,
        "can_edit": can_edit,
        "initiative": visible.first() if wish.initiative_id else None,
        "is_in_network": viewer.level != "public" and wish.kern_id in viewer.places,
        "is_helper": any(helper.user_id == request.user.pk and helper.user_id for helper in helpers),
        "takes_help": wish.state == State.SHOWN,
        "helpers": helpers if can_edit else [],
        "somebody_helps": bool(helpers),
        "is_enough": len(helpers) >= ENOUGH,
        "help_form": HelpForm(),
        "answer_form": AnswerForm(answer=wish.answer, version=version_of(wish) if can_edit else 0),
        "make_form": MakeForm(),
        "note_form": NoteForm(),
        **forms,
    }
    return render(request, "wishes/wish_detail.html", context, status=status)
