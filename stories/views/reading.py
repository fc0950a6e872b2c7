"""Reading what people tell."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_GET

from accounts.access import coordinates, may, require, viewer_of
from changes.services import history_of
from initiatives.models import Initiative, Story
from ladder.rungs import rung
from places.models import Kern
from stories.consents import lines_of, states_of
from stories.models import ConsentState, Picture
from stories.services.telling import OPEN


def stories_seen(user: Any) -> Any:
    """What this visitor may read, with the initiatives that it may see."""
    visible = Story.objects.visible_to_viewer(viewer_of(user)).select_related("kern")
    return visible.prefetch_related(Prefetch("initiative", Initiative.objects.visible_to(user)))


def story_seen(request: HttpRequest, slug: str) -> Story:
    story: Story = get_object_or_404(stories_seen(request.user), slug=slug)
    return story


@require_GET
@login_not_required
def story_list(request: HttpRequest, slug: str) -> HttpResponse:
    """All stories of a kern. Who looks after it first sees those that others cannot read yet, and why."""
    kern = get_object_or_404(Kern.objects.with_places(), slug=slug)
    rows = list(stories_seen(request.user).in_kernen(Kern.objects.ids_below(kern.pk)).order_by("rung", "-pk"))
    can_edit = coordinates(request.user, kern)
    closed = [story for story in rows if story.visibility not in OPEN]
    states = states_of(closed) if can_edit else {}
    context = {
        "kern": kern,
        "stories": [
            {"story": story, "rung": rung(story.rung) if story.rung else None}
            for story in rows
            if story.visibility in OPEN
        ],
        "closed": [{"story": story, "state": states.get(story.pk, "")} for story in closed],
        "has_booklet": any(story.visibility == "public" for story in rows),
        "can_edit": can_edit,
    }
    return render(request, "stories/story_list.html", context)


@require_GET
@login_not_required
def story_detail(request: HttpRequest, slug: str) -> HttpResponse:
    story = story_seen(request, slug)
    can_edit = may(request.user, "edit", story)
    lines = lines_of(story) if can_edit else []
    context = {
        "story": story,
        "kern": story.kern,
        "rung": rung(story.rung) if story.rung else None,
        "can_edit": can_edit,
        "consents": lines,
        "is_given": bool(lines) and lines[-1].state == ConsentState.GIVEN,
        "is_open": story.visibility in OPEN,
    }
    return render(request, "stories/story_detail.html", context)


@require_GET
@login_not_required
def story_picture(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    """The picture of a story, for who may read that story; a picture that was taken out is gone at this address."""
    story = story_seen(request, slug)
    if story.picture != key:
        raise Http404
    picture = get_object_or_404(Picture, key=key)
    response = HttpResponse(bytes(picture.content), content_type=f"image/{picture.kind}")
    response["Content-Disposition"] = f'inline; filename="{picture.key.hex}.{picture.kind}"'
    patch_cache_control(response, private=True, no_cache=True, max_age=0)
    return response


@require_GET
def story_history(request: HttpRequest, slug: str) -> HttpResponse:
    story = story_seen(request, slug)
    require(request.user, "edit", story)
    context = {
        "record": story,
        "kern": story.kern,
        "lines": history_of(story, user=request.user),
        "groups": [],
    }
    return render(request, "dashboards/history.html", context)
