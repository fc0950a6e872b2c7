"""Writing a story down and correcting it."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import require
from changes.services import change_of, made_with, settle, stale_page, told, version_of
from initiatives.models import Story
from places.models import Kern
from stories.consents import is_given
from stories.forms import StoryForm
from stories.services import add_story, change_story, keep_picture
from stories.views.reading import story_seen
from wijkweb.kit.forms import add_errors
from wijkweb.kit.replies import form_context, page
from wijkweb.kit.sealed import mark_of

READ_AND_SEND = ["GET", "HEAD", "POST"]
TEMPLATE = "stories/story_form.html"


@require_http_methods(READ_AND_SEND)
def story_add(request: HttpRequest, slug: str) -> HttpResponse:
    """Write a story down. It stays with who looks after the kern until its teller agreed."""
    kern = get_object_or_404(Kern, slug=slug)
    require(request.user, "edit", kern)
    if request.method != "POST":
        return _form_page(request, kern, StoryForm(user=request.user, kern=kern))
    form = _sent(request, kern)
    if not _is_good(request, form):
        return _form_page(request, kern, form, status=422)
    token: UUID = form.cleaned_data["token"]
    try:
        story = add_story(acting_user=request.user, kern=kern, token=token, **form.values())
    except ValidationError as error:
        add_errors(form, error)
        return _form_page(request, kern, form, status=422)
    except IntegrityError:
        change = made_with(token)
        if change is not None and change.made_by_id == request.user.pk:
            return redirect(change.subject)
        form.add_error(None, _("Not saved: somebody added the same at this very moment. Try once more."))
        return _form_page(request, kern, form, status=422)
    text = _("“%(title)s” was written down. Now ask whether it may be read.") % {"title": story.title}
    return told(request, text, change_of(story), then=story.get_absolute_url())


@require_http_methods(READ_AND_SEND)
def story_edit(request: HttpRequest, slug: str) -> HttpResponse:
    story = story_seen(request, slug)
    require(request.user, "edit", story)
    if request.method != "POST":
        form = StoryForm(
            user=request.user,
            kern=story.kern,
            story=story,
            may_open=is_given(story),
            version=version_of(story),
        )
        return _form_page(request, story.kern, form, story=story)
    form = _sent(request, story.kern, story)
    if not _is_good(request, form):
        return _form_page(request, story.kern, form, story=story, status=422)
    try:
        with transaction.atomic():
            return _correct(request, form, story)
    except ValidationError as error:
        add_errors(form, error)
        return _form_page(request, story.kern, form, story=story, status=422)


def _correct(request: HttpRequest, form: StoryForm, story: Story) -> HttpResponse:
    stored = Story.objects.select_for_update(of=("self",)).select_related("kern").get(pk=story.pk)
    card = stored.get_absolute_url()
    settled = settle(stored, form.cleaned_data["version"], form.values(), request.POST)
    if settled.open:
        return stale_page(request, stored, form, settled.open, card)
    changed: dict[str, Any] = {
        name: value for name, value in settled.values.items() if getattr(stored, name) != value
    }
    if not changed:
        return told(request, _("Nothing was changed."), None, then=card)
    change_story(stored, changed, acting_user=request.user)
    text = _("The changes to “%(name)s” were saved.") % {"name": stored.title}
    return told(request, text, change_of(stored), then=card)


def _sent(request: HttpRequest, kern: Kern, story: Story | None = None) -> StoryForm:
    return StoryForm(
        request.POST.copy(),
        request.FILES,
        user=request.user,
        kern=kern,
        story=story,
        may_open=story is not None and is_given(story),
        was_too_large=getattr(request, "upload_was_too_large", False),
    )


def _is_good(request: HttpRequest, form: StoryForm) -> bool:
    """Whether it can be stored: right, and looked at once more where something strikes.

    A picture is kept at once, so that it need not be chosen again when something else is wrong.
    """
    is_right = form.is_valid()
    if form.new_picture is not None:
        key = keep_picture(form.kern, form.new_picture).key
        form.data["picture"] = str(key)  # type: ignore[index]
        form.cleaned_data["picture"] = key
    if not is_right:
        return False
    form.asked = form.questions  # type: ignore[attr-defined]
    seen = mark_of(
        "\n".join(str(form.cleaned_data[name]) for name in ("title", "text", "voice")), "story-seen"
    )
    form.seen = seen  # type: ignore[attr-defined]
    return not form.asked or request.POST.get("bekeken") == seen or "gezien" in request.POST  # type: ignore[attr-defined]


def _form_page(
    request: HttpRequest, kern: Kern, form: StoryForm, *, story: Story | None = None, status: int = 200
) -> HttpResponse:
    back = story.get_absolute_url() if story else reverse("story_list", args=[kern.slug])
    context = form_context(request, form, kern=kern, story=story, back=back)
    return page(request, TEMPLATE, context, status=status)
