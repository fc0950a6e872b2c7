"""Partners and ties of a kern as a list to take along."""

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_GET

from accounts.access import ANYBODY, coordinates, viewer_of
from interchange.sheets import listing
from places.models import Kern


def _list_for(request: HttpRequest, slug: str) -> listing.KernList:
    """What this visitor may take along: who looks after the kern all of it, everybody else what is public."""
    kern = Kern.objects.filter(slug=slug).first()
    if kern is None:
        raise Http404
    return listing.KernList(kern, viewer_of(request.user) if coordinates(request.user, kern) else ANYBODY)


@require_GET
@login_not_required
def list_xlsx(request: HttpRequest, slug: str) -> HttpResponseBase:
    """A workbook with a sheet of partners and one of ties, in the columns in which they can come in again."""
    found = _list_for(request, slug)
    return FileResponse(
        listing.workbook(found), as_attachment=True, filename=f"wijkweb-{found.kern.slug}.xlsx"
    )


@require_GET
@login_not_required
def list_csv(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The partners as CSV; with ?wat=banden the ties."""
    found = _list_for(request, slug)
    what = "banden" if request.GET.get("wat") == "banden" else "partners"
    response = StreamingHttpResponse(listing.csv_lines(found, what), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="wijkweb-{found.kern.slug}-{what}.csv"'
    return response
