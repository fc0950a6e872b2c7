"""The coordinator reads what residents registered, and publishes, asks back or declines."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import require, viewer_of
from changes.messages import done
from changes.models import Change
from changes.services import made_with
from places.models import Kern
from residents.consents import consents_of
from residents.deciding_forms import DeclineForm, PublishForm
from residents.ground import suggestions_for, words_of
from residents.models import Invitation, Registration, State, Takeover, Words
from residents.news import waiting_in
from residents.services.changing import Overtaken
from residents.services.deciding import (
    AlreadyDecided,
    OwnInitiative,
    decline,
    is_own,
    look,
    publish,
    subject_of,
    text_for_the_map,
)
from residents.services.inviting import still_drives
from wijkweb.kit.forms import add_errors
from wijkweb.kit.looking import questions_about
from wijkweb.kit.sealed import mark_of

READ_AND_SEND = ["GET", "HEAD", "POST"]
FEW = 50


def kern_of(request: HttpRequest, slug: str) -> Kern:
    kern = get_object_or_404(Kern, slug=slug)
    require(request.user, "edit", kern)
    return kern


def registration_in(request: HttpRequest, slug: str, key: UUID) -> Registration:
    """A confirmed registration of this kern, for who looks after it; anything else does not exist."""
    kern = kern_of(request, slug)
    rows = Registration.objects.filter(kern=kern, key=key).exclude(state=State.SENT)
    registration = rows.select_related("kern", "initiative", "decided_by").first()
    if registration is None:
        raise Http404
    return registration


@require_GET
def registration_list(request: HttpRequest, slug: str) -> HttpResponse:
    """What waits, and what was decided last."""
    kern = kern_of(request, slug)
    ids = set(Kern.objects.ids_below(kern.pk)) & viewer_of(request.user).kernen
    decided = Registration.objects.in_kernen(ids).filter(
        state__in=[State.PUBLISHED, State.DECLINED, State.WITHDRAWN]
    )
    decided = decided.exclude(confirmed_at__isnull=True)
    context = {
        "kern": kern,
        "waiting": waiting_in(kern, request.user),
        "decided": decided.select_related("kern", "initiative", "decided_by").order_by("-decided_at", "-pk")[
            :FEW
        ],
    }
    return render(request, "residents/registration_list.html", context)


@require_GET
def registration_detail(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    return detail(request, registration_in(request, slug, key))


@require_POST
def registration_who(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    """Who the resident is, for one page; that somebody looked is written down, and the resident sees it."""
    registration = registration_in(request, slug, key)
    return detail(request, registration, who=look(registration, acting_user=request.user))


def detail(request: HttpRequest, registration: Registration, *, who: Words | None = None) -> HttpResponse:
    initiative = registration.initiative
    invitations = (
        list(Invitation.objects.filter(initiative=initiative).select_related("partner")) if initiative else []
    )
    context = {
        "registration": registration,
        "kern": registration.kern,
        "initiative": initiative,
        "words": Words.objects.filter(registration=registration).defer("email", "first_name").first(),
        "who": who,
        "who_decided": _who_decided(registration),
        "is_own": is_own(registration, request.user),
        "consents": [purpose for purpose, is_given in consents_of(registration).items() if is_given],
        "thread": registration.messages.all(),
        "wants_help": registration.wants_successor and still_drives(registration),
        "takeovers": Takeover.objects.filter(registration=registration).select_related(
            "initiative", "successor__kern"
        ),
        "took_over": Takeover.objects.filter(successor=registration).select_related("registration").first(),
        "suggestions": suggestions_for(registration, request.user) if registration.erased_on is None else [],
        "invitations": [(row, words_of(row.reasons)) for row in invitations],
    }
    return render(request, "residents/registration_detail.html", context)


def decide(
    request: HttpRequest, registration: Registration, token: UUID, deed: Callable[[], Any], said: str
) -> HttpResponse:
    """Do it, and say so with a way back; who came too late sees who decided."""
    try:
        deed()
    except AlreadyDecided as error:
        return too_late(request, error.registration)
    except OwnInitiative:
        return own(request, registration)
    except IntegrityError:
        if made_with(token) is None:
            raise
        return redirect(subject_of(registration))
    done(request, said, Change.objects.filter(token=token).first())
    return redirect(subject_of(registration))


def too_late(request: HttpRequest, registration: Registration) -> HttpResponse:
    context = {"registration": registration, "kern": registration.kern, "who": _who_decided(registration)}
    return render(request, "residents/already_decided.html", context, status=409)


def _who_decided(registration: Registration) -> str:
    if registration.decided_by is None:
        return ""
    return registration.decided_by.name or _("a colleague (%(initials)s)") % {
        "initials": registration.decided_by.initials
    }


def own(request: HttpRequest, registration: Registration) -> HttpResponse:
    context = {"registration": registration, "kern": registration.kern, "is_own": True}
    return render(request, "residents/already_decided.html", context, status=409)


def _closed(request: HttpRequest, registration: Registration) -> HttpResponse | None:
    """Why there is nothing to decide here, before a form is shown."""
    if is_own(registration, request.user):
        return own(request, registration)
    return (
        None if registration.is_open and registration.erased_on is None else too_late(request, registration)
    )


@require_http_methods(READ_AND_SEND)
def registration_publish(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    """Put it on the map. The words may be made better first; what may be better not said is asked about once."""
    registration = registration_in(request, slug, key)
    if (closed := _closed(request, registration)) is not None:
        return closed
    words = registration.words
    form = PublishForm(
        request.POST if request.method == "POST" else None,
        text=text_for_the_map(words),
        version=words.version,
    )
    if request.method != "POST" or not form.is_valid():
        return _publish_page(request, registration, form, status=422 if form.errors else 200)
    texts = (form.cleaned_data["name"], form.cleaned_data["description"])
    questions, seen = questions_about(*texts), mark_of("\n".join(texts), "resident-seen")
    if questions and request.POST.get("gezien") != seen:
        return _publish_page(request, registration, form, status=422, questions=questions, seen=seen)
    token = form.cleaned_data["token"]

    def deed() -> None:
        publish(registration, acting_user=request.user, token=token, **form.values())

    try:
        said = _("“%(name)s” stands on the map. The resident gets a mail.") % {
            "name": form.cleaned_data["name"]
        }
        return decide(request, registration, token, deed, said)
    except ValidationError as error:
        add_errors(form, error)
        return _publish_page(request, registration, form, status=422)
    except Overtaken:
        again = PublishForm(_with_new_version(request, registration))
        return _publish_page(request, registration, again, status=409, is_overtaken=True)


def _with_new_version(request: HttpRequest, registration: Registration) -> QueryDict:
    """What was typed, for the words as they are now."""
    registration.words.refresh_from_db()
    data = request.POST.copy()
    data["version"] = str(registration.words.version)
    return data


def _publish_page(
    request: HttpRequest, registration: Registration, form: PublishForm, *, status: int, **more: Any
) -> HttpResponse:
    context = {
        "registration": registration,
        "kern": registration.kern,
        "form": form,
        "words": registration.words,
        **more,
    }
    return render(request, "residents/registration_publish.html", context, status=status)


@require_http_methods(READ_AND_SEND)
def registration_decline(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    """Not on the map, with a reason that the resident reads."""
    registration = registration_in(request, slug, key)
    if (closed := _closed(request, registration)) is not None:
        return closed
    form = DeclineForm(request.POST if request.method == "POST" else None, version=registration.words.version)
    if request.method == "POST" and form.is_valid():
        token = form.cleaned_data["token"]

        def deed() -> None:
            decline(
                registration,
                form.cleaned_data["text"],
                acting_user=request.user,
                version=form.cleaned_data["version"],
                token=token,
            )

        said = _("Declined. The resident gets a mail with your reason.")
        try:
            return decide(request, registration, token, deed, said)
        except Overtaken:
            form = DeclineForm(_with_new_version(request, registration))
            return text_page(request, registration, form, is_question=False, is_overtaken=True)
    return text_page(request, registration, form, is_question=False)


def text_page(
    request: HttpRequest,
    registration: Registration,
    form: Any,
    *,
    is_question: bool,
    is_answer: bool = False,
    is_overtaken: bool = False,
) -> HttpResponse:
    context = {
        "registration": registration,
        "kern": registration.kern,
        "form": form,
        "words": registration.words,
        "is_question": is_question,
        "is_answer": is_answer,
        "thread": registration.messages.all(),
        "is_overtaken": is_overtaken,
    }
    status = 409 if is_overtaken else 422 if form.errors else 200
    return render(request, "residents/registration_text.html", context, status=status)
