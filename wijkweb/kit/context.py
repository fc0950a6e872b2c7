"""What every template may use."""

from functools import partial

from django.conf import settings
from django.http import HttpRequest

from wijkweb.kit.typed import PERSON, mark_of


def site(request: HttpRequest) -> dict[str, object]:
    return {"is_demo": settings.IS_DEMO, "typed_by": partial(_typed_by, request)}


def _typed_by(request: HttpRequest) -> str:
    """Under which mark a browser keeps what this person types; empty for who is not signed in."""
    user = getattr(request, "user", None)
    return mark_of(PERSON, user.pk) if user is not None and user.is_authenticated else ""
