"""Fields of the forms of this room: a place, several organisers, and the rule that comes of what was chosen."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from initiatives.recurrence import LAST, UNKNOWN_START, Rule
from partners.forms.choosing import Parties, PartyField
from partners.models import Partner
from wijkweb.kit.forms import dress
from wijkweb.kit.partial_dates import PartialDate
from wijkweb.kit.text import fold

EMPTY_BOXES, MOST_ORGANISERS = 2, 12


def words(choices: Any) -> list[tuple[str, str]]:
    """Choices that begin with a capital."""
    return [(value, capfirst(str(label))) for value, label in choices]


class PlaceField(forms.CharField):
    """A place in words; when it is the name of an organisation or group here, that one."""

    def __init__(self, **kwargs: Any) -> None:
        help_text = _("A party from the list, or any place in words. Never somebody's home address.")
        super().__init__(required=False, max_length=420, help_text=help_text, **kwargs)
        self.widget.attrs.update({"list": "partijen", "autocomplete": "off"})
        self.parties: Parties | None = None

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Partner):
            return self.parties.labels.get(value.pk, value.name) if self.parties else value.name
        return value

    def clean(self, value: Any) -> Partner | str:  # type: ignore[override]
        text = super().clean(value)
        found = self.parties.by_words.get(fold(text)) if self.parties and text else None
        return found if found and not found.is_person else text

    @staticmethod
    def values(place: Partner | str | None) -> dict[str, Any]:
        """The two fields of an activity in which a place is stored."""
        if isinstance(place, Partner):
            return {"location_partner": place, "location": ""}
        return {"location_partner": None, "location": place or ""}


class OrganisersSeen(forms.CharField):
    """A hidden list of the organisers that the form showed, so that what a colleague added meanwhile stays."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=500, **kwargs)

    def clean(self, value: Any) -> set[int]:  # type: ignore[override]
        parts = str(value or "")[:500].split(",")
        return {int(part) for part in parts if part.isascii() and part.isdigit() and len(part) < 18}


def organiser_fields(form: Any, organisers: list[Partner]) -> list[str]:
    """Give a form a box for each organiser and a few empty ones; the names of the boxes."""
    names = []
    for number in range(min(max(len(organisers) + EMPTY_BOXES, 3), MOST_ORGANISERS)):
        name = f"organiser_{number + 1}"
        field = PartyField(label=_("Organiser %(number)d") % {"number": number + 1})
        field.parties = form.parties
        dress(field)
        form.fields[name] = field
        if number < len(organisers):
            form.initial[name] = organisers[number].pk
        names.append(name)
    return names


class Times:
    """What a person chose about repeating, made into the rule and days that are stored."""

    def __init__(self, values: dict[str, Any], before: Rule | None = None) -> None:
        self.values = values
        self.before = before  # the rule that the form showed

    def settle(self, from_day: date | None = None) -> None:
        """Put `rule`, `dated_on`, `repeats_until` and `except_on` right. Raises ValidationError at a field.

        from_day: on which a series begins anew; it may not begin before that.
        """
        values = self.values
        repeat, dated = values.get("repeat"), values.get("dated_on")
        values["rule"] = ""
        if from_day and dated and dated.last_day < from_day:
            raise _at("dated_on", _("Choose %(day)s or a later day; what came before stays as it was."), day=from_day.isoformat())  # fmt: skip
        if not repeat:
            values["repeats_until"], values["except_on"] = None, []
            return
        start = self._start(dated)
        rule = self._rule(repeat, start)
        first = rule.first_day(start)
        until = values.get("repeats_until")
        if first is None or (until and until < first):
            raise _at("repeats_until", _("It would end before it ever took place. Choose a later day."))
        values["rule"] = str(rule)
        if dated is not None and dated.day:
            values["dated_on"] = PartialDate.from_day(first)

    def _start(self, dated: PartialDate | None) -> date:
        """The first day; what happens every day, or on weekdays that were ticked, may have gone on for ever."""
        if dated is not None:
            return dated.first_day
        repeat, interval = self.values.get("repeat"), self.values.get("interval") or 1
        if interval == 1 and (repeat == "DAILY" or (repeat == "WEEKLY" and self.values.get("weekdays"))):
            return UNKNOWN_START
        raise _at("dated_on", _("Fill in the day of the first time."))

    def _rule(self, repeat: str, start: date) -> Rule:
        interval = self.values.get("interval") or 1
        if repeat == "WEEKLY":
            days = tuple(sorted(set(self.values.get("weekdays") or [start.weekday()])))
            return Rule("WEEKLY", interval, days)
        if repeat == "nth":
            nth = (start.day - 1) // 7 + 1
            is_last = (start + timedelta(days=7)).month != start.month
            if nth == 5 or (is_last and self.before is not None and self.before.nth == LAST):
                nth = LAST
            return Rule("MONTHLY", interval, (start.weekday(),), nth)
        if repeat == "MONTHLY":
            return Rule("MONTHLY", interval, monthday=start.day)
        return Rule(repeat, interval)


def _at(field: str, text: Any, **params: Any) -> ValidationError:
    return ValidationError({field: ValidationError(text, params=params)})
