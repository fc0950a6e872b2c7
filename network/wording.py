"""Words and addresses that a map asks for thousands of times: found once for each language, then read."""

from functools import cache
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language


@cache
def _words(_language: str | None, choices: Any) -> dict[str, str]:
    """The labels of choices as plain text: a map asks for them thousands of times."""
    return {value: str(label) for value, label in choices.choices}


def words(choices: Any) -> dict[str, str]:
    return _words(get_language(), choices)


@cache
def _address(name: str) -> tuple[str, str]:
    before, _slug, after = reverse(name, args=["_"]).rpartition("_")
    return before, after


def address(name: str, slug: str) -> str:
    """What `reverse` gives for a short name, looked up once: a short name needs no escaping."""
    before, after = _address(name)
    return f"{before}{slug}{after}"
