"""When something takes place and how one gets in: what an activity and one single time of it have in common."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from initiatives.recurrence import UNKNOWN_START, Rule, Series
from initiatives.words import words_of

if TYPE_CHECKING:
    from wijkweb.kit.partial_dates import PartialDate


class Known(models.TextChoices):
    """A fact about a place. What nobody knows is said to be unknown, and is never taken for yes."""

    YES = "ja", _("yes")
    NO = "nee", _("no")
    UNKNOWN = "onbekend", _("unknown")


ACCESS = ("is_step_free", "has_lift", "has_toilet")


def days_of(texts: Any) -> list[date]:
    """The days in a stored list; what is no day is left out."""
    found = []
    for text in texts if isinstance(texts, list) else ():
        try:
            found.append(date.fromisoformat(str(text)))
        except ValueError:
            continue
    return found


class RuleField(models.CharField):  # type: ignore[type-arg]
    """A column with a rule; history says it in words."""

    def in_words(self, value: str) -> str:
        try:
            return words_of(Rule.parse(value))
        except ValueError:
            return value

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class DaysField(models.JSONField):
    """A column with a list of days; history says them in words."""

    def in_words(self, value: Any) -> str:
        return ", ".join(date_format(day, "j F Y") for day in days_of(value))

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs


class Happening(models.Model):
    """The time of day, what is known of getting in, and whether it goes on."""

    begins_at = models.TimeField(_("begins at"), null=True, blank=True)
    ends_at = models.TimeField(_("ends at"), null=True, blank=True)
    is_step_free = models.CharField(
        _("step-free"), max_length=10, choices=Known.choices, default=Known.UNKNOWN
    )
    has_lift = models.CharField(_("lift"), max_length=10, choices=Known.choices, default=Known.UNKNOWN)
    has_toilet = models.CharField(
        _("accessible toilet"), max_length=10, choices=Known.choices, default=Known.UNKNOWN
    )
    is_cancelled = models.BooleanField(_("cancelled"), default=False)
    note = models.CharField(_("message to visitors"), max_length=300, blank=True)

    class Meta:
        abstract = True


class Repeating(Happening):
    """What may take place more than once. Its start is `dated_on`; without one it has always been there."""

    rule = RuleField(_("repeats"), max_length=80, blank=True)
    repeats_until = models.DateField(_("last time"), null=True, blank=True)
    except_on = DaysField(_("not on"), default=list, blank=True)

    if TYPE_CHECKING:
        dated_on: PartialDate | None

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if self.rule and self.series is None:
            raise ValidationError({"rule": _("This is no way of repeating that wijkweb knows.")})

    @property
    def series(self) -> Series | None:
        """The days on which it falls; None for what takes place once. A rule that cannot be read counts as none."""
        return series_of(self.dated_on, self.rule, self.repeats_until, self.except_on)

    @property
    def only_day(self) -> date | None:
        """The day of what takes place once, when that is known to the day."""
        known = self.dated_on if not self.rule else None
        return known.first_day if known and known.day else None


def series_of(
    dated_on: "PartialDate | None", rule: str, repeats_until: date | None, except_on: Any
) -> Series | None:
    """The days on which something falls, from its columns; None for what takes place once, or has a rule that cannot be read."""
    try:
        parsed = Rule.parse(rule)
    except ValueError:
        return None
    start = dated_on.first_day if dated_on else UNKNOWN_START
    return Series(parsed, start, repeats_until, frozenset(days_of(except_on)))
