"""Dates that are known to the year, the month or the day, and never more precisely.

Stored as one whole number, YYYYMMDD, with 00 for what is unknown: 2014-12 is 20141200. So dates sort
and compare in every database, and a period can be guarded by a constraint.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import Combinable
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

WRITTEN = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?")


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A year, perhaps with a month, perhaps with a day; 0 stands for unknown."""

    year: int
    month: int = 0
    day: int = 0

    def __post_init__(self) -> None:
        if self.day and not self.month:
            raise ValueError("a day needs a month")
        date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "2014", "2014-12" or "2014-12-31"; ValueError for anything else."""
        match = WRITTEN.fullmatch(text)
        if not match:
            raise ValueError(f"{text!r} is not a year, a month or a day")
        year, month, day = (None if part is None else int(part) for part in match.groups())
        if month == 0 or day == 0:
            raise ValueError(f"{text!r} has a month or day zero")
        return cls(year or 0, month or 0, day or 0)

    @classmethod
    def from_day(cls, day: date) -> Self:
        return cls(day.year, day.month, day.day)

    @classmethod
    def today(cls) -> Self:
        return cls.from_day(timezone.localdate())

    @classmethod
    def from_number(cls, number: int) -> Self:
        return cls(number // 10_000, number // 100 % 100, number % 100)

    @property
    def number(self) -> int:
        return self.year * 10_000 + self.month * 100 + self.day

    @property
    def first_day(self) -> date:
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> date:
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def is_after(self, other: Self) -> bool:
        """True when it lies after the other as far as both are known."""
        return self.first_day > other.last_day

    def or_start(self, start: "PartialDate | None") -> "PartialDate":
        """The end of what should end on this day: never before the day on which it begins."""
        return start if start is not None and start.is_after(self) else self

    def __str__(self) -> str:
        parts = [f"{self.year:04d}"] + [f"{part:02d}" for part in (self.month, self.day) if part]
        return "-".join(parts)

    @property
    def in_words(self) -> str:
        """As precise as it is known: "2014", "december 2014", "31 december 2014"."""
        words = [str(self.year)]
        if self.month:
            words.insert(0, str(MONTHS[self.month]))
        if self.day:
            words.insert(0, str(self.day))
        return " ".join(words)


class PartialDateFormField(forms.Field):
    """Takes 2014, 2014-12, 2014-12-31, and the Dutch 12-2014 and 31-12-2014."""

    default_error_messages = {"invalid": _("Fill in a year (2014), a month (2014-12) or a day (2014-12-31).")}

    widget = forms.TextInput

    def to_python(self, value: Any) -> PartialDate | None:
        if isinstance(value, PartialDate):
            return value
        text = str(value or "").strip()
        if not text:
            return None
        if re.fullmatch(r"([0-9]{1,2}-)?[0-9]{1,2}-[0-9]{4}", text):
            text = "-".join(part.zfill(2) for part in reversed(text.split("-")))
        try:
            return PartialDate.parse(text)
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error

    def prepare_value(self, value: Any) -> Any:
        return str(value) if isinstance(value, PartialDate) else value


class PartialDateField(models.IntegerField):
    """A column that holds a PartialDate; empty means unknown."""

    description = _("a year, a month or a day")

    if TYPE_CHECKING:
        _pyi_private_set_type: PartialDate | str | Combinable | None  # type: ignore[assignment]
        _pyi_private_get_type: PartialDate  # type: ignore[assignment]
        _pyi_lookup_exact_type: PartialDate | int  # type: ignore[assignment]

    def from_db_value(self, value: int | None, expression: object, connection: object) -> PartialDate | None:
        return None if value is None else PartialDate.from_number(value)

    def to_python(self, value: Any) -> Any:
        if value is None or isinstance(value, PartialDate):
            return value
        try:
            return PartialDate.from_number(value) if isinstance(value, int) else PartialDate.parse(str(value))
        except ValueError as error:
            raise ValidationError(
                PartialDateFormField.default_error_messages["invalid"], code="invalid"
            ) from error

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, PartialDate):
            return value.number
        if isinstance(value, str):
            return PartialDate.parse(value).number
        return super().get_prep_value(value)

    def value_to_string(self, obj: models.Model) -> str:
        value = self.value_from_object(obj)
        return "" if value is None else str(value)

    def run_validators(self, value: Any) -> None:
        """The range of a whole number says nothing about a date; to_python has judged it."""

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        return models.Field.formfield(self, **{"form_class": PartialDateFormField, **kwargs})


def not_ended_before(day: date, field: str = "ended_on") -> Q:
    """Rows whose end is unknown or not before `day`; a year ends on its last day."""
    number = PartialDate(day.year, day.month, day.day).number
    return (
        Q(**{f"{field}__isnull": True})
        | Q(**{f"{field}__gte": number})
        | Q(**{f"{field}__in": [number // 10_000 * 10_000, number // 100 * 100]})
    )


def started_by(day: date, field: str = "started_on") -> Q:
    """Rows that had started on `day`; an unknown start counts as always."""
    number = PartialDate(day.year, day.month, day.day).number
    return Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__lte": number})


def dated_within(first: PartialDate, last: PartialDate, field: str) -> Q:
    """Rows with a date in this period: `first` known to the month, `last` to the day. A year alone counts when it touches it."""
    years = sorted({first.year * 10_000, last.year * 10_000})
    return Q(**{f"{field}__gte": first.number, f"{field}__lte": last.number}) | Q(**{f"{field}__in": years})


def is_dated_within(day: PartialDate | None, first: PartialDate, last: PartialDate) -> bool:
    """The same, for one date that was read already."""
    if day is None:
        return False
    return first.number <= day.number <= last.number or (
        not day.month and first.year <= day.year <= last.year
    )


def end_not_before_start(name: str, message: Any) -> models.CheckConstraint:
    """A constraint on started_on and ended_on, as far as both are known."""
    start = F("started_on")
    return models.CheckConstraint(
        name=name,
        condition=Q(started_on__isnull=True)
        | Q(ended_on__isnull=True)
        | Q(ended_on__gte=start)
        | Q(ended_on=start - start % 100)
        | Q(ended_on=start - start % 10_000),
        violation_error_message=message,
    )
