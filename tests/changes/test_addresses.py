"""Every kind of record that has a history can be pointed at from the list of changes."""

import uuid
from typing import Any

import pytest

from changes.lines import tracked_models

WITH_A_PAGE = [model for model in tracked_models() if hasattr(model, "get_absolute_url")]
NUMBERS = ("AutoField", "IntegerField")
GUESSES: dict[str, Any] = {"slug": "dorp", "name": "Dorp", "key": uuid.UUID(int=1), "year": 2025}


def line_of(model: Any) -> Any:
    """A line of its history with something in every field that an address may be made of."""
    return filled(model, model.history.model(history_id=9))


def filled(model: Any, row: Any) -> Any:
    for field in model._meta.concrete_fields:
        if field.is_relation:
            other = field.related_model
            setattr(row, field.name, None if other is model else filled(other, other()))
        elif field.name in GUESSES:
            setattr(row, field.name, GUESSES[field.name])
        elif getattr(row, field.name, None) is None and field.get_internal_type().endswith(NUMBERS):
            setattr(row, field.name, 1)
    return row


def test_there_are_such_kinds() -> None:
    assert len(WITH_A_PAGE) > 5


@pytest.mark.parametrize("model", WITH_A_PAGE, ids=lambda model: model._meta.label)
def test_a_line_of_history_knows_its_page(model: Any) -> None:
    """A line has the fields of its record, but none of its methods: an address is made of fields alone."""
    assert model.get_absolute_url(line_of(model)).startswith("/")
