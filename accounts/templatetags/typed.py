"""Whose text it is that a browser keeps, for pages that are opened by a link from a mail."""

from django import template

from wijkweb.kit.typed import LINK, mark_of

register = template.Library()


@register.filter
def mark_of_link(token: str) -> str:
    """The mark of who holds this link: says nothing about the link."""
    return mark_of(LINK, token) if token else ""
