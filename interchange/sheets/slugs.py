"""Short names for records that come in many at a time."""

from collections import Counter
from typing import Any
from uuid import uuid4

from django.utils.text import slugify

from interchange.matching import chunks


def give_slugs(model: Any, records: list[Any]) -> None:
    """A short name for each new record that no other has; two queries for each chunk of names."""
    bases = [slugify(record.name)[:100].strip("-") or "partij" for record in records]
    taken = _taken(model, set(bases))
    often = Counter(bases)
    crowded = {base for base in often if base in taken or often[base] > 1}
    taken |= _taken(model, {f"{base}-{number}" for base in crowded for number in range(2, 12 + often[base])})
    for record, base in zip(records, bases, strict=True):
        slug, number = base, 1
        while slug in taken:
            number += 1
            slug = f"{base}-{number}" if number < 12 + often[base] else f"{base}-{uuid4().hex[:8]}"
        taken.add(slug)
        record.slug = slug


def _taken(model: Any, slugs: set[str]) -> set[str]:
    """Which of these some record has, also one that was merged into another."""
    found: set[str] = set()
    for chunk in chunks(slugs):
        found |= set(model._base_manager.filter(slug__in=chunk).values_list("slug", flat=True))
    return found
