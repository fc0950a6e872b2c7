"""What the pages of a coordinator share."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.access import require
from initiatives.models import Initiative

READ_AND_SEND = ["GET", "HEAD", "POST"]


def initiative_of(request: HttpRequest, slug: str) -> Initiative:
    """The initiative, for who looks after its kern: 404 for what one may not see, 403 for another role there."""
    visible = Initiative.objects.visible_to(request.user).select_related("kern")
    initiative: Initiative = get_object_or_404(visible, slug=slug)
    require(request.user, "edit", initiative)
    return initiative
