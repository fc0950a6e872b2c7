"""What a kern shares with the municipality: the decision that holds, those before it, and writing down a new one."""

from itertools import pairwise

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import require
from changes.services import change_of, made_with, told
from dashboards.forms import SharingForm
from dashboards.models import SharingDecision
from dashboards.municipal.families import current_municipality
from dashboards.services import decide
from places.models import Kern
from wijkweb.kit.forms import add_errors


@require_http_methods(["GET", "HEAD", "POST"])
def sharing(request: HttpRequest, slug: str) -> HttpResponse:
    """For who looks after the kern. A decision is never changed; the next one takes its place."""
    kern = get_object_or_404(Kern.objects.with_places(), slug=slug)
    require(request.user, "edit", kern)
    decisions = list(SharingDecision.objects.filter(kern=kern).select_related("entered_by").latest_first())
    current = next((one for one in decisions if one.decided_on <= timezone.localdate()), None)
    form = SharingForm(request.POST if request.method == "POST" else None, kern=kern, current=current)
    if request.method == "POST" and form.is_valid():
        reply = _decided(request, kern, form)
        if reply is not None:
            return reply
    context = {
        "kern": kern,
        "municipality": current_municipality(kern),
        "form": form,
        "current": current,
        "past": _with_ends(decisions, current),
        "action": request.path,
    }
    return render(request, "dashboards/sharing.html", context, status=422 if form.errors else 200)


def _decided(request: HttpRequest, kern: Kern, form: SharingForm) -> HttpResponse | None:
    """The answer when it was written down; None when something was refused, which then stands in the form."""
    values = form.values()
    try:
        decision = decide(kern, acting_user=request.user, **values)
    except ValidationError as error:
        add_errors(form, error)
        return None
    except IntegrityError:
        change = made_with(values["token"])
        if change is not None and change.made_by_id == request.user.pk:
            return redirect(change.subject)
        form.add_error(None, _("Not saved: somebody added the same at this very moment. Try once more."))
        return None
    text = _("The decision of %(kern)s was written down.") % {"kern": kern.name}
    return told(request, text, change_of(decision), then=decision.get_absolute_url())


def _with_ends(
    decisions: list[SharingDecision], current: SharingDecision | None
) -> list[tuple[SharingDecision, SharingDecision]]:
    """Each earlier decision with the one that ended it, the latest first."""
    return [(one, later) for later, one in pairwise(decisions) if one is not current]
