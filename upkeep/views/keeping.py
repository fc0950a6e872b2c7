"""The list of what is old: klopt nog, aanpassen, gestopt. One form, so it works without JavaScript."""

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.access import require
from changes.messages import done
from changes.models import Change
from changes.services import CannotUndo, undo
from partners.models import Partner
from places.models import Kern
from upkeep.old import counts_of, old_list
from upkeep.services.looking import Record, confirm_all, stop, stop_on_another_day
from upkeep.views.deeds import Deed, change_for, partner_for, record_for, records_named
from upkeep.views.rows import Row, group_of, row_of, rows_of
from wijkweb.kit.partial_dates import PartialDateFormField
from wijkweb.kit.replies import wants_fragment

TICKED = "klopt"
MOST_AT_ONCE = 150


@require_http_methods(["GET", "POST"])
def upkeep(request: HttpRequest, slug: str) -> HttpResponse:
    kern = get_object_or_404(Kern.objects.with_places(), slug=slug)
    require(request.user, "edit", kern)
    if request.method == "POST":
        return _do(request, kern)
    return _page(request, kern)


def _page(request: HttpRequest, kern: Kern, error: str = "") -> HttpResponse:
    everything = old_list(kern, request.user)
    pages = everything.pages
    number = _page_number(request, len(pages))
    context = {
        "kern": kern,
        "counts": everything.counts,
        "groups": [rows_of(group) for group in everything.groups_on(number)],
        "page_number": number,
        "page_total": len(pages),
        "error": error,
        **_just_done(request),
    }
    return render(request, "upkeep/upkeep.html", context, status=422 if error else 200)


def _page_number(request: HttpRequest, total: int) -> int:
    """The page that is asked for; after work on the last one there may be fewer."""
    asked = _number(request.GET.get("pagina") or request.POST.get("pagina") or "")
    return max(1, min(asked, total))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _just_done(request: HttpRequest) -> dict[str, Any]:
    """What the address says was done a moment ago: a row with its undo, for who has no JavaScript."""
    if not (number := _number(request.GET.get("gedaan", ""))):
        return {}
    try:
        change = change_for(request.user, number)
        if hasattr(change, "undone_by"):
            return {}
        deed = Deed.read(request.GET.get("rij", ""))
        if deed is None:
            return {}
        row = row_of(record_for(request.user, deed.sort, deed.pk))
    except Http404:
        return {}
    row.change = change
    return {"done_row": row}


def _do(request: HttpRequest, kern: Kern) -> HttpResponse:
    said = request.POST.get("doe", "")
    if said == TICKED:
        return _confirm_ticked(request, kern)
    deed = Deed.read(said)
    if deed is None:
        return _page(request, kern, _("Nothing was ticked, so nothing has changed."))
    if deed.sort == "groep":
        return _do_group(request, kern, deed)
    record = record_for(request.user, deed.sort, deed.pk)
    row = row_of(record, _beside(request, record))
    try:
        row.change = _carry_out(request, deed, record)
    except (CannotUndo, ValidationError) as error:
        row.error = _in_words(error)
        row.typed = request.POST.get(f"op-{row.key}", "")[:40]
        row.change = change_for(request.user, deed.change_pk) if deed.change_pk else None
    return _answer(request, kern, row)


def _carry_out(request: HttpRequest, deed: Deed, record: Record) -> Change | None:
    """Do what the button says; None when the record is back as it was."""
    user: Any = request.user
    kern = _kern_of(record)
    if deed.verb == "klopt":
        return confirm_all([record], acting_user=user, kern=kern, subject=_subject(record))
    if deed.verb == "gestopt":
        return stop(record, acting_user=user, kern=kern)
    change = change_for(user, deed.change_pk)
    if deed.verb == "einde":
        day = PartialDateFormField().clean(request.POST.get(f"op-{deed.sort}:{deed.pk}", ""))
        return stop_on_another_day(change, record, day, acting_user=user, kern=kern)
    undo(change, acting_user=user)
    record.refresh_from_db()
    return None


def _do_group(request: HttpRequest, kern: Kern, deed: Deed) -> HttpResponse:
    """All rows of one partner at once, and that taken back."""
    partner = partner_for(request.user, deed.pk)
    records = records_named(request.user, request.POST.get(f"groep-{deed.pk}", "").split())
    group = group_of(partner, records)
    try:
        if deed.verb == "terug":
            undo(change_for(request.user, deed.change_pk), acting_user=request.user)
            group = group_of(partner, records_named(request.user, group.keys.split()))
        else:
            group.change = confirm_all(
                records, acting_user=request.user, kern=kern, subject=partner.get_absolute_url()
            )
    except CannotUndo as error:
        group.error = _in_words(error)
        group.change = change_for(request.user, deed.change_pk)
    if not wants_fragment(request):
        return _tell(request, kern, group.change, len(records))
    context = {"kern": kern, "group": group, "counts": counts_of(kern, request.user)}
    return render(request, "upkeep/_group_changed.html", context, status=422 if group.error else 200)


def _confirm_ticked(request: HttpRequest, kern: Kern) -> HttpResponse:
    records = records_named(request.user, request.POST.getlist("rij")[:MOST_AT_ONCE])
    if not records:
        return _page(request, kern, _("Nothing was ticked, so nothing has changed."))
    subject = reverse("upkeep", args=[kern.slug])
    change = confirm_all(records, acting_user=request.user, kern=kern, subject=subject)
    return _tell(request, kern, change, len(records))


def _tell(request: HttpRequest, kern: Kern, change: Change | None, count: int) -> HttpResponse:
    """To the list again, with a message that can be undone."""
    text = ngettext(
        "%(number)d record is still right, confirmed today.",
        "%(number)d records are still right, confirmed today.",
        count,
    )
    done(request, text % {"number": count}, change)
    return _back(request, kern, None)


def _answer(request: HttpRequest, kern: Kern, row: Row) -> HttpResponse:
    status = 422 if row.error else 200
    if wants_fragment(request):
        context = {"kern": kern, "row": row, "counts": counts_of(kern, request.user)}
        return render(request, "upkeep/_row_changed.html", context, status=status)
    if row.error:
        return _page(request, kern, row.error)
    return _back(request, kern, row.change, f"klopt:{row.key}")


def _back(request: HttpRequest, kern: Kern, change: Change | None, row: str = "") -> HttpResponse:
    """To the list again; it shows the row on top when something was done with it."""
    asked = {"gedaan": change.pk, "rij": row} if change else {}
    asked["pagina"] = request.POST.get("pagina", "")[:6]
    query = urlencode({name: value for name, value in asked.items() if value})
    return redirect(f"{reverse('upkeep', args=[kern.slug])}{'?' if query else ''}{query}")


def _beside(request: HttpRequest, record: Record) -> Partner | None:
    """The partner under which the row of a tie stands, as the form says."""
    if isinstance(record, Partner):
        return None
    named = request.POST.get(f"bij-{record.pk}", "")
    return record.target if named == str(record.target_id) else record.source


def _kern_of(record: Record) -> Kern:
    kern = record.kern if isinstance(record, Partner) else record.source.kern or record.target.kern
    if kern is None:
        raise Http404
    return kern


def _subject(record: Record) -> str:
    partner = record if isinstance(record, Partner) else record.source
    return partner.get_absolute_url()


def _in_words(error: CannotUndo | ValidationError) -> str:
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    return " ".join(dict.fromkeys(obstacle.reason for obstacle in error.obstacles))
