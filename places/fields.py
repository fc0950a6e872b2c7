"""Choosing a kern in a form."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext as _

from places.models import Kern


class _NearFirst(ModelChoiceIterator):
    """Kernen that belong together first; places from further away, that belong to nothing here, in a group below."""

    def __iter__(self) -> Iterator[Any]:
        field: Any = self.field
        if field.empty_label is not None:
            yield ("", field.empty_label)
        rows: list[Kern] = list(self.queryset)
        parents = {row.parent_id for row in rows}
        near: list[Kern] = []
        far: list[Kern] = []
        for row in rows:
            (near if row.parent_id or row.pk in parents else far).append(row)
        yield from (self.choice(row) for row in near or far)
        if near and far:
            yield (_("Elsewhere"), [self.choice(row) for row in far])


class KernField(forms.ModelChoiceField):
    """A list of all kernen by name. Where none of them belongs to another one it is one list without groups."""

    iterator = _NearFirst
