"""The bar with which a coordinator finds the way in a kern: a row of groups, and under it the pages of this group.

For who sees the overview of its municipality: the way back to it.
"""

from dataclasses import dataclass
from typing import Any

from django import template
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.access import coordinates
from dashboards.municipal.seeing import overview_for
from places.models import Kern

register = template.Library()


@dataclass(frozen=True)
class Entry:
    """A page by the name of its address, and the names of the pages that belong to it."""

    page: str
    label: str | Promise
    others: frozenset[str] = frozenset()

    def holds(self, name: str) -> bool:
        return name == self.page or name in self.others


@dataclass(frozen=True)
class Group:
    """Pages for one kind of work; its own link opens the first. A group of one page has no second row."""

    label: str | Promise
    entries: tuple[Entry, ...]


def _alone(page: str, label: str | Promise, *others: str) -> Group:
    return Group(label, (Entry(page, label, frozenset(others)),))


def _entry(page: str, label: str | Promise, *others: str) -> Entry:
    return Entry(page, label, frozenset(others))


GROUPS = (
    _alone("start", _("Start")),
    _alone("wijkweb", _("Map")),
    _alone("partner_add", _("Add")),
    Group(
        _("Village life"),
        (
            _entry(
                "agenda",
                _("Agenda"),
                "activity_add",
                "activity_detail",
                "activity_edit",
                "activity_cancel",
                "activity_history",
                "agenda_poster",
                "agenda_subscribe",
                "calendar_list",
                "calendar_edit",
            ),
            _entry(
                "sharing_list",
                _("Sharing"),
                "sharing_add",
                "sharing_detail",
                "sharing_edit",
                "sharing_end",
                "sharing_ask",
            ),
            _entry("loan_list", _("Loans"), "loan_detail"),
            _entry(
                "story_list",
                _("Stories"),
                "story_add",
                "story_detail",
                "story_edit",
                "story_consent",
                "story_withdraw",
                "story_history",
                "booklet",
                "booklet_order",
            ),
            _entry("wish_list", _("Wish tree"), "wish_detail", "wish_erase"),
        ),
    ),
    Group(
        _("Work"),
        (
            _entry("task_list", _("Tasks")),
            _entry("round_page", _("Round"), "note_list", "note_confirm"),
            _entry("introduction_list", _("Introductions"), "introduction_consent"),
            _entry("upkeep", _("Keep fresh"), "upkeep_ask_all", "upkeep_settings", "upkeep_persons"),
            _entry("upkeep_reports", _("Reports")),
            _entry(
                "registration_list",
                _("Residents"),
                "registration_detail",
                "registration_publish",
                "registration_ask",
                "registration_decline",
                "registration_who",
                "registration_answered",
                "registration_take_back",
                "look_here",
            ),
            _entry(
                "checkup_list",
                _("Check-ups"),
                "checkup_settings",
                "checkup_initiative",
                "checkup_fill",
                "checkup_edit",
                "checkup_paper",
                "checkup_plan",
                "checkup_history",
                "support_add",
                "support_edit",
            ),
        ),
    ),
    Group(
        _("Insight"),
        (
            _entry(
                "network_figures",
                _("Figures"),
                "network_what_if",
                "network_communities",
                "group_name",
                "snapshot_state",
            ),
            _entry(
                "ladder",
                _("Ladder"),
                "assessment_add",
                "ladder_prepare",
                "step_edit",
                "kern_layers",
                "assessment_detail",
                "assessment_edit",
                "assessment_history",
                "initiative_layers",
            ),
            _entry(
                "half_year_list",
                _("Half-year"),
                "half_year_start",
                "half_year_edition",
                "half_year_draft",
                "half_year_write",
                "half_year_publish",
                "half_year_readers",
                "half_year_history",
            ),
            _entry("fact_list", _("Facts"), "fact_add", "fact_edit", "fact_end", "fact_history"),
            _entry("sharing", _("Municipality"), "municipal_kern"),
        ),
    ),
    Group(
        _("Manage"),
        (
            _entry("sheet_upload", _("Spreadsheet"), "sheet_job"),
            _entry("kern_changes", _("Changes"), "change_detail"),
            _entry("kern_people", _("Roles")),
        ),
    ),
)


@register.inclusion_tag("components/kern_nav.html", takes_context=True)
def kern_nav(context: template.Context) -> dict[str, Any]:
    """The groups for the kern of this page, and the pages of the group one is in; who does not look after it gets nothing, or the overview."""
    kern, request = context.get("kern"), context.get("request")
    if not isinstance(kern, Kern) or request is None or not request.user.is_authenticated:
        return {"groups": ()}
    if not coordinates(request.user, kern):
        return {"kern": kern, "groups": _of_the_overview(request.user, kern), "is_overview": True}
    here = _name_of(request)
    inside = next((group for group in GROUPS if any(entry.holds(here) for entry in group.entries)), None)
    groups = [
        _link(kern, group.entries[0], group.label, is_here=group is inside and len(group.entries) == 1)
        | {"is_open": group is inside}
        for group in GROUPS
    ]
    rows = inside.entries if inside and len(inside.entries) > 1 else ()
    entries = [_link(kern, entry, entry.label, is_here=entry.holds(here)) for entry in rows]
    return {"kern": kern, "groups": groups, "group": inside, "entries": entries}


def _name_of(request: HttpRequest) -> str:
    return (request.resolver_match.url_name or "") if request.resolver_match else ""


def _link(kern: Kern, entry: Entry, label: str | Promise, *, is_here: bool) -> dict[str, Any]:
    return {"url": reverse(entry.page, args=[kern.slug]), "label": label, "is_here": is_here}


def _of_the_overview(user: Any, kern: Kern) -> list[dict[str, Any]]:
    """The way back to the overview, and how this kern stands on it; nothing for who does not see it."""
    place = overview_for(user, kern)
    if place is None:
        return []
    return [
        {"url": place.get_absolute_url(), "label": _("Overview of the municipality")},
        {
            "url": reverse("municipal_kern", args=[place.name, kern.slug]),
            "label": _("This kern on the overview"),
        },
    ]
