"""What the teller of a story agrees to, and taking a story back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import require
from changes.services import told
from stories.consents import TEXTS, VERSION, lines_of
from stories.forms import ConsentForm, WithdrawForm
from stories.models import ConsentState
from stories.services import note_consent, withdraw
from stories.views.reading import story_seen


@require_http_methods(["GET", "HEAD", "POST"])
def story_consent(request: HttpRequest, slug: str) -> HttpResponse:
    """Note that the teller was asked, or said yes; then others can read it."""
    story = story_seen(request, slug)
    require(request.user, "edit", story)
    form = ConsentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        state = form.cleaned_data["state"]
        change = note_consent(
            story,
            state,
            channel=form.cleaned_data["channel"],
            visibility=form.cleaned_data["visibility"],
            acting_user=request.user,
        )
        text = _("It was noted that you asked.")
        if state == ConsentState.GIVEN:
            text = _("It was noted that the teller agrees.")
        return told(request, text, change, then=story.get_absolute_url())
    context = {
        "story": story,
        "kern": story.kern,
        "form": form,
        "text": TEXTS[VERSION],
        "consents": lines_of(story),
    }
    return render(request, "stories/story_consent.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def story_withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """First say what will be gone, then take it away, for good."""
    story = story_seen(request, slug)
    require(request.user, "edit", story)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        kern = story.kern
        withdraw(story)
        return told(
            request,
            _("The story was withdrawn. Its words and its picture are gone everywhere."),
            None,
            then=reverse("story_list", args=[kern.slug]),
        )
    context = {"story": story, "kern": story.kern, "form": form}
    return render(request, "stories/story_withdraw.html", context, status=422 if form.errors else 200)
