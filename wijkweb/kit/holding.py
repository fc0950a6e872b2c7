"""Holding a row while it is changed, so that nobody's work is written over by what was read a moment ago."""

from django.db import models


def hold(row: models.Model) -> None:
    """Lock a row until the transaction ends, and give it the values that are stored by now.

    What was read for it along the way (the kern of a partner) is kept as long as it still points there. Raises
    DoesNotExist when the row is gone.
    """
    stored = type(row)._base_manager.select_for_update().get(pk=row.pk)
    for field in row._meta.concrete_fields:
        value = getattr(stored, field.attname)
        if getattr(row, field.attname) != value:
            setattr(row, field.attname, value)
