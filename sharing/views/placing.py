"""The coordinator reads the card of a resident before anybody else does."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import require
from changes.messages import done
from changes.models import Change
from changes.services import made_with
from places.models import Kern
from sharing.consents import may_show_name
from sharing.models import Posting
from sharing.posting_forms import NotPlacedForm, PlaceForm
from sharing.services.placing import (
    AlreadyDecided,
    ChangedMeanwhile,
    OwnCard,
    decline,
    is_own,
    page_of,
    place,
)
from wijkweb.kit.forms import add_errors


@require_http_methods(["GET", "HEAD", "POST"])
def posting_detail(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    """What the resident wrote, with two ways on: on the list, or not and why."""
    kern = get_object_or_404(Kern, slug=slug)
    require(request.user, "edit", kern)
    rows = Posting.objects.filter(kern=kern, confirmed_at__isnull=False)
    posting = rows.select_related("kern", "words", "offer__kern", "decided_by").filter(key=key).first()
    if posting is None:
        raise Http404
    if request.method != "POST" or not hasattr(posting, "words"):
        return _page(request, posting, status=409 if request.method == "POST" else 200)
    if request.POST.get("doe") == "afwijzen":
        form: Any = NotPlacedForm(request.POST, posting=posting)
        if not form.is_valid():
            return _page(request, posting, status=422, decline_form=form)
    else:
        form = PlaceForm(request.POST, posting=posting)
        if not form.is_valid() or form.questions:
            return _page(request, posting, status=422, form=form)
    return _decide(request, posting, form)


def _decide(request: HttpRequest, posting: Posting, form: Any) -> HttpResponse:
    values = {name: value for name, value in form.cleaned_data.items() if name != "token"}
    token = form.cleaned_data["token"]
    try:
        if isinstance(form, NotPlacedForm):
            decline(posting, values.pop("text"), acting_user=request.user, token=token, **values)
            said = _("Not put on the list. The resident gets a mail and reads your reason.")
        else:
            place(posting, acting_user=request.user, token=token, **values)
            said = _("“%(name)s” is on the list. The resident gets a mail.") % {"name": values["label"]}
    except AlreadyDecided as error:
        return _page(request, posting, status=409, problem=str(error))
    except ChangedMeanwhile as error:
        return _changed_meanwhile(request, posting, type(form), str(error))
    except OwnCard:
        return _page(request, posting, status=409)
    except ValidationError as error:
        add_errors(form, error)
        return _page(request, posting, status=422, form=form)
    except IntegrityError:
        if made_with(token) is None:
            raise
        return redirect(page_of(posting))
    done(request, said, Change.objects.filter(token=token).first())
    return redirect(page_of(posting))


def _changed_meanwhile(request: HttpRequest, posting: Posting, form: Any, problem: str) -> HttpResponse:
    """What it says now, with what was typed still in the form."""
    posting.refresh_from_db()
    data = request.POST.copy()
    data["version"] = str(posting.words.version)
    again = form(data, posting=posting)
    again.is_valid()
    name = "decline_form" if form is NotPlacedForm else "form"
    return _page(request, posting, status=409, problem=problem, **{name: again})


def _page(request: HttpRequest, posting: Posting, *, status: int = 200, **more: Any) -> HttpResponse:
    posting.refresh_from_db()
    words = getattr(posting, "words", None)
    may_decide = words is not None and posting.is_waiting and not is_own(posting, request.user)
    form = more.pop("form", None)
    is_asked = form is not None and not form.errors and status == 422
    context = {
        "kern": posting.kern,
        "posting": posting,
        "words": words,
        "offer": posting.offer,
        "is_own": words is not None and is_own(posting, request.user),
        "may_decide": may_decide,
        "shows_name": words is not None and may_show_name(posting),
        "form": form or (PlaceForm(posting=posting) if may_decide else None),
        "decline_form": NotPlacedForm(posting=posting) if may_decide else None,
        "questions": form.questions if is_asked else [],
        "seen": form.seen if is_asked else "",
        **more,
    }
    return render(request, "sharing/posting_detail.html", context, status=status)
