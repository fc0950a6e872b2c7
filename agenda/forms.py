"""Entering what there is to do: an activity with the days on which it falls, and what one time of it shares with that."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.access import Visibility, may, viewer_of
from agenda.acting import own_in
from agenda.fields import OrganisersSeen, PlaceField, Times, organiser_fields, words
from initiatives.happening import ACCESS, Known, days_of
from initiatives.models import Activity, Initiative, OpenToAll
from initiatives.recurrence import MOST_INTERVAL, Series
from partners.forms.choosing import Parties
from partners.models import Partner
from places.models import Kern
from wijkweb.kit.forms import CarefulForm, OnceField, VersionField, any_wrong, dress
from wijkweb.kit.partial_dates import PartialDate, PartialDateFormField

REPEATS = (
    ("", _("does not repeat")),
    ("DAILY", _("each day")),
    ("WEEKLY", _("each week")),
    ("nth", _("each month, on the same weekday")),
    ("MONTHLY", _("each month, on the same date")),
    ("YEARLY", _("each year")),
)
MOST_EXCEPTIONS = 100
OF_CONTACTS = (Visibility.PUBLIC, Visibility.NETWORK)  # what a partner contact sees too
KNOWN = [
    (Known.UNKNOWN.value, _("not known")),
    (Known.YES.value, _("yes")),
    (Known.NO.value, _("no")),
]


class HappeningFields(CarefulForm):
    """What an activity and one time of it both have."""

    begins_at = forms.TimeField(
        label=_("Begins at"), required=False, widget=forms.TimeInput({"type": "time"}, "%H:%M")
    )
    ends_at = forms.TimeField(
        label=_("Ends at"), required=False, widget=forms.TimeInput({"type": "time"}, "%H:%M")
    )
    place = PlaceField(label=_("Where"))
    is_step_free = forms.ChoiceField(label=_("Step-free"), required=False, choices=KNOWN)
    has_lift = forms.ChoiceField(label=_("Lift, or all on the ground floor"), required=False, choices=KNOWN)
    has_toilet = forms.ChoiceField(label=_("Accessible toilet"), required=False, choices=KNOWN)
    note = forms.CharField(
        label=_("Message to visitors"),
        required=False,
        max_length=300,
        help_text=_("Such as: bring your own cup. It stands in the agenda and in calendars."),
    )

    def __init__(self, data: Any = None, *, user: Any, kern: Kern, **kwargs: Any) -> None:
        super().__init__(data, auto_id="veld-%s", **kwargs)
        self.user = user
        self.parties = Parties(user, kern)
        self.fields["place"].parties = self.parties  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        begins, ends = values.get("begins_at"), values.get("ends_at")
        if ends and not begins:
            self.add_error("begins_at", _("Fill in when it begins, or leave out when it ends."))
        elif begins and ends and not _is_plausible(begins, ends):
            self.add_error("ends_at", _("It ends before it begins. Change one of the two times."))
        for name in ACCESS:
            values[name] = values.get(name) or Known.UNKNOWN.value
        return values


def _is_plausible(begins: time, ends: time) -> bool:
    """Past midnight is fine, as long as it lasts no more than twelve hours."""
    day = date(2000, 1, 3)
    begin, end = datetime.combine(day, begins), datetime.combine(day, ends)
    return begin < end or (begin != end and end + timedelta(days=1) - begin <= timedelta(hours=12))


class ActivityForm(HappeningFields):
    """All of an activity. `day` is where a series begins anew, when it is changed from a day on."""

    token = OnceField()
    version = VersionField()
    seen = OrganisersSeen()
    name = forms.CharField(
        label=_("Name"),
        max_length=300,
        error_messages={"required": _("Fill in what there is to do.")},
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    dated_on = PartialDateFormField(label=_("Day"), required=False)
    repeat = forms.ChoiceField(label=_("Repeats"), required=False, choices=REPEATS)
    interval = forms.IntegerField(
        label=_("Once in how many"),
        required=False,
        min_value=1,
        max_value=MOST_INTERVAL,
        help_text=_("1 is each day, week, month or year; 2 is every other one."),
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("On"),
        required=False,
        coerce=int,
        choices=[(number, capfirst(str(WEEKDAYS[number]))) for number in range(7)],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("For every week. Without a tick: the weekday of the first time."),
    )
    repeats_until = forms.DateField(
        label=_("Last time, at the latest on"),
        required=False,
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
        help_text=_("Leave it empty when it just goes on."),
    )
    except_on = forms.CharField(
        label=_("Not on"),
        required=False,
        max_length=1500,
        help_text=_("Days that it skips, with commas: 2026-12-29, 2027-01-05."),
    )
    target_groups = forms.CharField(
        label=_("For whom"), required=False, max_length=300, help_text=_("With commas: jongeren, ouderen")
    )
    open_to_all = forms.ChoiceField(
        label=_("Open to all"),
        required=False,
        choices=[(value, label) for value, label in KNOWN],
        help_text=_("Can somebody who knows nobody just walk in?"),
    )
    description = forms.CharField(
        label=_("Description"), required=False, max_length=5000, widget=forms.Textarea({"rows": 3})
    )
    kern = forms.ModelChoiceField(Kern.objects.none(), label=_("Kern"), empty_label=None)
    initiative = forms.ModelChoiceField(
        Initiative.objects.none(), label=_("Part of"), required=False, empty_label=_("no initiative")
    )
    source = forms.CharField(label=_("Source"), required=False, max_length=500)
    visibility = forms.ChoiceField(
        label=_("Visible to"),
        choices=words(choice for choice in Visibility.choices if choice[0] != Visibility.SELF),
        initial=Visibility.PUBLIC,
        required=False,
    )

    REPEATING = ("repeat", "interval", "weekdays", "repeats_until", "except_on")
    MORE = ("kern", "initiative", "note", "source", "visibility")

    def __init__(
        self,
        data: Any = None,
        *,
        user: Any,
        kern: Kern,
        activity: Activity | None = None,
        day: date | None = None,
        version: int = 0,
        initial: dict[str, Any] | None = None,
    ) -> None:
        self.activity, self.from_day = activity, day
        start = {"kern": kern.pk, "version": version, "interval": 1, **(initial or {})}
        organisers: list[Partner] = []
        if activity is not None:
            start |= _initial(activity)
            organisers = [row.partner for row in activity.organiser_rows.all()]
            start["seen"] = ",".join(str(partner.pk) for partner in organisers)
            if day is not None:
                start["dated_on"] = PartialDate.from_day(day)
        super().__init__(data, user=user, kern=kern, initial=start)
        self.is_contact = not may(user, "edit", activity or kern)
        self.organiser_names = [] if self.is_contact else organiser_fields(self, organisers)
        self._choices(kern, activity)
        if self.is_contact:
            self._on_behalf(kern)
        dated = start.get("dated_on")
        if not dated or dated.day:
            self.fields["dated_on"].widget.input_type = "date"  # type: ignore[attr-defined]

    def _choices(self, kern: Kern, activity: Activity | None) -> None:
        kernen = viewer_of(self.user).kernen
        around = kernen if activity else set(Kern.objects.ids_below(kern.pk)) & kernen
        field: Any = self.fields["kern"]
        field.queryset = Kern.objects.filter(pk__in=around)
        if len(field.queryset) < 2 or self.from_day:
            del self.fields["kern"]
        choice: Any = self.fields["initiative"]
        near = Kern.objects.ids_around(kern.pk)
        choice.queryset = Initiative.objects.visible_to(self.user).filter(kern_id__in=near)
        if activity is not None and activity.visibility == Visibility.SELF:
            del self.fields["visibility"]

    def _on_behalf(self, kern: Kern) -> None:
        """A partner contact says what their own partner does, and neither who else does it nor what it belongs to."""
        for name in ("kern", "initiative", "source"):
            self.fields.pop(name, None)
        if "visibility" in self.fields:
            field: Any = self.fields["visibility"]
            field.choices = words(choice for choice in Visibility.choices if choice[0] in OF_CONTACTS)
        if self.activity is None:
            own = own_in(self.user, kern)
            choice = forms.ModelChoiceField(own, label=_("Who organises it"), empty_label=None)
            choice.initial = own.first()
            dress(choice)
            self.fields["on_behalf_of"] = choice

    def field_group(self, names: Any) -> list[forms.BoundField]:
        return [self[name] for name in names if name in self.fields]

    @property
    def organiser_boxes(self) -> list[forms.BoundField]:
        return self.field_group(self.organiser_names)

    @property
    def more(self) -> list[forms.BoundField]:
        return self.field_group(self.MORE)

    @property
    def more_is_open(self) -> bool:
        """Whether a mistake is folded away."""
        return any_wrong(self.more)

    def clean_target_groups(self) -> list[str]:
        text = str(self.cleaned_data["target_groups"])
        groups = [" ".join(part.split())[:60] for part in text.replace(";", ",").split(",")]
        return list(dict.fromkeys(group for group in groups if group))

    def clean_visibility(self) -> str:
        kept = self.activity.visibility if self.activity else Visibility.PUBLIC
        return str(self.cleaned_data["visibility"] or kept)

    def clean_open_to_all(self) -> str:
        return str(self.cleaned_data["open_to_all"] or OpenToAll.UNKNOWN.value)

    def clean_except_on(self) -> list[str]:
        parts = [part.strip() for part in str(self.cleaned_data["except_on"]).replace(";", ",").split(",")]
        field, days = PartialDateFormField(), set()
        for part in filter(None, parts):
            try:
                known = field.clean(part)
            except ValidationError:
                known = None
            if known is None or not known.day:
                raise ValidationError(
                    _("“%(text)s” is no day. Write 2026-12-29."), params={"text": part[:40]}
                )
            days.add(known.first_day)
        if len(days) > MOST_EXCEPTIONS:
            raise ValidationError(_("More than a hundred days is too many; end the series instead."))
        return [day.isoformat() for day in sorted(days)]

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        series = self.activity.series if self.activity else None
        try:
            Times(values, series.rule if series else None).settle(self.from_day)
        except ValidationError as error:
            self.add_error(None, error)
        return values

    def values(self) -> dict[str, Any]:
        """What the services take, apart from the organisers."""
        out = {"token", "version", "seen", "repeat", "interval", "weekdays", "place", "on_behalf_of"}
        out |= set(self.organiser_names)
        found = {name: value for name, value in self.cleaned_data.items() if name not in out}
        return found | PlaceField.values(self.cleaned_data.get("place"))

    @property
    def chosen_organisers(self) -> list[Partner]:
        chosen = (self.cleaned_data.get(name) for name in ("on_behalf_of", *self.organiser_names))
        return list(dict.fromkeys(partner for partner in chosen if partner))

    def organiser_changes(self) -> tuple[list[Partner], set[int]]:
        """Who joins and who leaves, beside what the form showed; what a colleague changed meanwhile stays."""
        if self.is_contact:
            return [], set()
        seen = self.cleaned_data["seen"]
        chosen = self.chosen_organisers
        return [partner for partner in chosen if partner.pk not in seen], seen - {p.pk for p in chosen}


def _initial(activity: Activity) -> dict[str, Any]:
    names = (
        "name", "dated_on", "begins_at", "ends_at", *ACCESS, "note", "open_to_all", "description", "source",
        "repeats_until", "initiative", "visibility",
    )  # fmt: skip
    found: dict[str, Any] = {name: getattr(activity, name) for name in names}
    found |= {
        "place": activity.location_partner or activity.location,
        "kern": activity.kern_id,
        "target_groups": ", ".join(activity.target_groups),
        "except_on": ", ".join(day.isoformat() for day in days_of(activity.except_on)),
    }
    series: Series | None = activity.series
    if series is not None:
        rule = series.rule
        found |= {
            "repeat": "nth" if rule.nth else rule.frequency,
            "interval": rule.interval,
            "weekdays": list(rule.weekdays) if rule.frequency == "WEEKLY" else [],
        }
    return found
