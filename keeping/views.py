"""What we keep: a page made of the lists of all rooms."""

from dataclasses import dataclass
from functools import cache

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from wijkweb.kit.personal import Kept, inventory

# The order in which a resident looks for it; what is not named here comes after, by room.
FIRST = ("residents", "wishes", "sharing", "stories", "partners", "brokering", "accounts", "post")


@dataclass(frozen=True)
class Part:
    """One kind of data on the page, and the columns in which it lies."""

    number: int
    kept: Kept
    columns: list[str]


@cache
def parts() -> list[Part]:
    """All that is kept, in the order of the page."""
    found = inventory()
    columns: dict[int, list[str]] = {id(kept): [] for kept in found.groups}
    for (label, name), kept in found.kept.items():
        if kept is not None:
            columns[id(kept)].append(f"{label}.{name}")

    def place(kept: Kept) -> int:
        room = next(iter(columns[id(kept)])).partition(".")[0]
        return FIRST.index(room) if room in FIRST else len(FIRST)

    groups = sorted(found.groups, key=place)
    return [Part(number, kept, columns[id(kept)]) for number, kept in enumerate(groups, 1)]


@require_GET
@login_not_required
def what_we_keep(request: HttpRequest) -> HttpResponse:
    return render(request, "keeping/what_we_keep.html", {"parts": parts()})
