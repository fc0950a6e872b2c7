"""The groups of a kern that belong together by their ties, and what the kern calls them."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import coordinates, require, viewer_of
from changes.services import made_with, settle, stale_page, told, version_of
from network.analysis.figures import Community, communities
from network.kept import kept_communities
from network.models import GroupName
from network.naming import forget_name, name_group, names_of
from network.seen_web import DayForm, SeenWeb, seen_web
from network.source import Party, Undertaking
from network.wording import words
from partners.models import LifeDomain
from places.models import Kern
from wijkweb.kit.forms import CarefulForm, OnceField, VersionField, add_errors
from wijkweb.kit.replies import form_context, page, wants_fragment


@dataclass(frozen=True)
class Group:
    """A community with its records. name: what the kern calls it, empty when it has no name of its own. domain: the life
    domain that most share, with how many; empty when none is known. has_core: whether it can be known again.
    """

    central: Party
    name: str
    domain: str
    of_domain: int
    parties: tuple[Party, ...]
    undertakings: tuple[Undertaking, ...]
    has_core: bool


@require_GET
@login_not_required
def network_communities(request: HttpRequest, slug: str) -> HttpResponse:
    """Each group with its name, its parties and the initiatives among them, of what this viewer may see."""
    kern = get_object_or_404(Kern.objects.with_places(), slug=slug)
    form = DayForm(request.GET)
    viewer = viewer_of(request.user)
    seen = seen_web(kern, viewer, form.day)
    found = kept_communities(kern, viewer, seen)
    names = names_of(kern, found, seen.material.web)
    context = {
        "kern": kern,
        "day": form.day,
        "form": form,
        "groups": [_group(seen, one, names.get(one)) for one in found],
        "may_name": coordinates(request.user, kern) and form.day == timezone.localdate(),
        "level": 3 if wants_fragment(request) else 2,
    }
    status = 200 if form.is_valid() else 422
    return page(request, "network/network_communities.html", context, fragment="groups", status=status)


def _group(seen: SeenWeb, found: Community, named: GroupName | None) -> Group:
    parties = seen.source.parties
    return Group(
        central=parties[found.central_id],
        name=named.name if named else "",
        domain=words(LifeDomain).get(found.life_domain, ""),
        of_domain=found.of_domain,
        parties=tuple(sorted((parties[key] for key in found.partner_ids), key=lambda one: one.search_name)),
        undertakings=tuple(seen.source.undertakings[key] for key in found.initiative_ids),
        has_core=bool(found.core),
    )


class GroupNameForm(CarefulForm):
    """What a kern calls a group; nothing means: after the party in its middle."""

    name = forms.CharField(
        label=gettext_lazy("What do you call this group?"),
        required=False,
        max_length=80,
        help_text=gettext_lazy(
            "Everybody may read this; no names of residents. Leave it empty to call the group after the party in its middle."
        ),
    )
    version = VersionField()
    token = OnceField()


@require_http_methods(["GET", "HEAD", "POST"])
def group_name(request: HttpRequest, slug: str, party: str) -> HttpResponse:
    """Name the group of today in which this party is. Who was overtaken sees both names."""
    kern = get_object_or_404(Kern, slug=slug)
    require(request.user, "edit", kern)
    seen = seen_web(kern, viewer_of(request.user), timezone.localdate())
    found = communities(seen.material)
    community = next((one for one in found if party in one.partner_ids and one.core), None)
    if community is None:
        raise Http404
    row = names_of(kern, found, seen.material.web).get(community)
    initial = {"name": row.name if row else "", "version": version_of(row) if row else 0}
    data = request.POST if request.method == "POST" else None
    form = GroupNameForm(data, initial=initial, auto_id="veld-%s")
    context = {
        "kern": kern,
        "group": _group(seen, community, row),
        "back": reverse("network_communities", args=[slug]),
    }
    if data is not None and form.is_valid():
        try:
            with transaction.atomic():
                answer = _save(request, kern, form, community, row)
        except ValidationError as error:
            add_errors(form, error)
        else:
            return answer
    return page(
        request,
        "network/group_name.html",
        form_context(request, form, **context),
        status=422 if form.errors else 200,
    )


def _save(
    request: HttpRequest, kern: Kern, form: GroupNameForm, community: Community, row: GroupName | None
) -> HttpResponse:
    back = reverse("network_communities", args=[kern.slug])
    values: dict[str, Any] = {"name": form.cleaned_data["name"].strip()}
    stored = GroupName.objects.select_for_update().filter(pk=row.pk).first() if row else None
    if stored is not None:
        settled = settle(stored, form.cleaned_data["version"], values, request.POST)
        if settled.open:
            return stale_page(request, stored, form, settled.open, back)
        values = {"name": settled.values.get("name", stored.name)}
    if values["name"] == (stored.name if stored else ""):
        return told(request, _("Nothing was changed."), None, then=back)
    if not values["name"] and stored is not None:
        change = forget_name(stored, acting_user=request.user)
        return told(request, _("The group has no name of its own any more."), change, then=back)
    token = None if stored else form.cleaned_data["token"]
    try:
        change = name_group(
            kern, community, values["name"], acting_user=request.user, row=stored, token=token
        )
    except IntegrityError:
        if token is not None and made_with(token) is not None:
            return redirect(back)  # a double click: the first one did it
        raise ValidationError(
            _("Not saved: somebody added the same at this very moment. Try once more.")
        ) from None
    text = _("The group is called “%(name)s” from now on.") % values
    return told(request, text, change, then=back)
