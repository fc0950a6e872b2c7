"""Rows that are added and never changed or removed: a consent, a look at who somebody is."""

from typing import Any

from django.db import models


class OnlyAdded(Exception):
    """Somebody tried to change or remove a line that may only be added."""


class AddOnlyQuerySet(models.QuerySet[Any]):
    def update(self, **kwargs: Any) -> int:
        raise OnlyAdded

    def delete(self) -> tuple[int, dict[str, int]]:
        raise OnlyAdded


class AddOnly(models.Model):
    """A line that is added and never changed. On PostgreSQL the database itself refuses, see the migration."""

    objects = AddOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise OnlyAdded
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise OnlyAdded
