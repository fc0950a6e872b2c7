"""Replies that know htmx: a fragment when it asks for one, the whole page otherwise."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def wants_fragment(request: HttpRequest) -> bool:
    """True for an htmx request that swaps a part; a boosted or restored page is a whole page."""
    htmx: Any = getattr(request, "htmx", None)
    return bool(htmx and not htmx.boosted and not htmx.history_restore_request)


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    fragment: str = "",
    status: int = 200,
) -> HttpResponse:
    """Render `template`, or only its named part `fragment` when htmx asks for it."""
    name = f"{template}#{fragment}" if fragment and wants_fragment(request) else template
    return render(request, name, dict(context), status=status)


def form_context(request: HttpRequest, form: Any, **more: Any) -> dict[str, Any]:
    """What every page with a form needs: the form, whether it stands in a panel, and the level of its heading."""
    in_panel = wants_fragment(request)
    return {
        "form": form,
        "in_panel": in_panel,
        "level": 2 if in_panel else 1,
        "action": request.get_full_path(),
        **more,
    }
