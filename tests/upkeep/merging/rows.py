"""Every row that a merge may touch."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps

from changes.models import WithChange

APPS = (
    "partners",
    "initiatives",
    "upkeep",
    "brokering",
    "rounds",
    "residents",
    "agenda",
    "sharing",
    "stories",
    "wishes",
)


def domain_models() -> Iterator[Any]:
    for model in apps.get_models():
        if model._meta.app_label in APPS and not issubclass(model, WithChange):
            yield model


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table of people, ties and what they do, as it is stored."""
    return {model._meta.label: list(model._base_manager.order_by("pk").values()) for model in domain_models()}
