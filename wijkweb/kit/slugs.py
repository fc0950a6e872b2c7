"""Short names, by which a record stands in addresses."""

from typing import Any

from django.db.models import QuerySet
from django.utils.text import slugify

LONGEST = 110  # leaves room for a number behind it


def free_slug(rows: QuerySet[Any], words: str, otherwise: str) -> str:
    """A short name that none of `rows` has, made of `words`; of `otherwise` when nothing in them fits in an address."""
    start = slugify(words)[:LONGEST].strip("-") or otherwise
    taken = set(rows.filter(slug__startswith=start).values_list("slug", flat=True))
    number, slug = 1, start
    while slug in taken:
        number += 1
        slug = f"{start}-{number}"
    return slug
