"""What who looks after a kern does with wishes."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import require
from changes.services import change_of, settle, stale_page, told
from places.models import Kern
from wijkweb.kit.forms import add_errors
from wishes import services
from wishes.forms import AnswerForm, EraseForm, MakeForm, NoteForm
from wishes.helping import write_helpers
from wishes.models import ENOUGH, State, Wish
from wishes.views.tree import wish_page, wish_seen

DEEDS = {"tonen": State.SHOWN, "niet": State.DECLINED, "sluiten": State.CLOSED}


def _mine(request: HttpRequest, key: UUID) -> Wish:
    wish = wish_seen(request, key)
    require(request.user, "edit", wish)
    return wish


@require_POST
def wish_decide(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show it, do not show it, close it."""
    wish = _mine(request, key)
    state = DEEDS.get(request.POST.get("doe", ""))
    if state is None or wish.state == State.INITIATIVE:
        raise Http404
    change = services.decide(wish, state, acting_user=request.user)
    text = {
        State.SHOWN: _("The wish hangs in the tree."),
        State.DECLINED: _("The wish is not shown. Its words go after thirty days."),
        State.CLOSED: _("The wish was closed."),
    }[state]
    then = (
        reverse("wish_list", args=[wish.kern.slug]) if request.POST.get("lijst") else wish.get_absolute_url()
    )
    return told(request, text, change, then=then)


@require_POST
def wish_answer(request: HttpRequest, key: UUID) -> HttpResponse:
    """Write an answer, or other words for it. Who was overtaken sees both."""
    wish = _mine(request, key)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return wish_page(request, wish, status=422, answer_form=form)
    card = wish.get_absolute_url()
    with transaction.atomic():
        held = Wish.objects.select_for_update(of=("self",)).select_related("kern").get(pk=wish.pk)
        values = {"answer": form.cleaned_data["answer"]}
        settled = settle(held, form.cleaned_data["version"], values, request.POST)
        if settled.open:
            return stale_page(request, held, form, settled.open, card)
        answer = settled.values.get("answer", held.answer)
        change = services.answer(held, answer, acting_user=request.user)
    return told(request, _("Your answer stands with the wish."), change, then=card)


@require_POST
def wish_make(request: HttpRequest, key: UUID) -> HttpResponse:
    """Let it become an initiative, once enough people want to help."""
    wish = _mine(request, key)
    if wish.state != State.INITIATIVE and wish.helpers.sure().count() < ENOUGH:
        raise Http404
    form = MakeForm(request.POST)
    if not form.is_valid():
        return wish_page(request, wish, status=422, make_form=form)
    try:
        initiative = services.make_initiative(
            wish, form.cleaned_data["name"], acting_user=request.user, token=form.cleaned_data["token"]
        )
    except ValidationError as error:
        add_errors(form, error)
        return wish_page(request, wish, status=422, make_form=form)
    text = _("The wish became the initiative “%(name)s”. Who helps gets a mail.") % {"name": initiative.name}
    return told(request, text, change_of(wish), then=initiative.get_absolute_url())


@require_POST
def wish_write(request: HttpRequest, key: UUID) -> HttpResponse:
    wish = _mine(request, key)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return wish_page(request, wish, status=422, note_form=form)
    number = write_helpers(wish, form.cleaned_data["text"], acting_user=request.user)
    text = ngettext("%(number)d mail goes out.", "%(number)d mails go out.", number) % {"number": number}
    return told(request, text, None, then=wish.get_absolute_url())


@require_http_methods(["GET", "HEAD", "POST"])
def wish_erase(request: HttpRequest, key: UUID) -> HttpResponse:
    """First say what goes, then erase it, for good."""
    wish = _mine(request, key)
    form = EraseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        services.erase(wish)
        then = reverse("wish_list", args=[wish.kern.slug])
        return told(request, _("The wish was erased."), None, then=then)
    context = {"wish": wish, "kern": wish.kern, "form": form}
    return render(request, "wishes/wish_erase.html", context, status=422 if form.errors else 200)


@require_POST
def wish_open(request: HttpRequest, slug: str) -> HttpResponse:
    """For an afternoon: many wishes from one tablet."""
    kern = get_object_or_404(Kern, slug=slug)
    require(request.user, "edit", kern)
    change = services.open_tree(kern, acting_user=request.user)
    text = _("The tree is open for five hours: many wishes may come from one tablet.")
    return told(request, text, change, then=reverse("wish_list", args=[kern.slug]))
