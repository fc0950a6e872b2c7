"""The bar with which a coordinator finds the way in a kern."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import coordinates
from places.models import Kern

register = template.Library()

# The page behind each word, and the other pages that belong to it.
ENTRIES: tuple[tuple[str, Any, frozenset[str]], ...] = (
    ("start", _("Start"), frozenset()),
    ("wijkweb", _("Map"), frozenset()),
    ("partner_add", _("Add"), frozenset()),
    ("round_page", _("Round"), frozenset({"note_list", "note_confirm"})),
    ("task_list", _("Tasks"), frozenset()),
    ("upkeep", _("Keep fresh"), frozenset({"upkeep_ask_all", "upkeep_settings"})),
    ("upkeep_reports", _("Reports"), frozenset()),
    ("introduction_list", _("Introductions"), frozenset({"introduction_consent"})),
    ("sheet_upload", _("Spreadsheet"), frozenset({"sheet_job"})),
    ("kern_changes", _("Changes"), frozenset({"change_detail"})),
    ("kern_people", _("Roles"), frozenset()),
)


@register.inclusion_tag("components/kern_nav.html", takes_context=True)
def kern_nav(context: template.Context) -> dict[str, Any]:
    """The entries for the kern of this page; nothing for who does not look after it."""
    kern, request = context.get("kern"), context.get("request")
    if not isinstance(kern, Kern) or request is None or not coordinates(request.user, kern):
        return {"entries": ()}
    here = request.resolver_match.url_name if request.resolver_match else ""
    entries = [
        {"url": reverse(name, args=[kern.slug]), "label": label, "is_here": here == name or here in others}
        for name, label, others in ENTRIES
    ]
    return {"kern": kern, "entries": entries}
