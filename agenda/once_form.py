"""The form of one time of a series: what is different about it."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agenda.fields import PlaceField
from agenda.forms import HappeningFields
from agenda.models import Occurrence
from initiatives.happening import ACCESS, Known
from initiatives.models import Activity
from wijkweb.kit.forms import VersionField


class OnceForm(HappeningFields):
    """What is different about one time; what is the same as in the series is stored as empty."""

    version = VersionField()
    name = forms.CharField(label=_("Name"), required=False, max_length=300)
    moved_to = forms.DateField(
        label=_("Day"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    description = forms.CharField(
        label=_("Description"), required=False, max_length=5000, widget=forms.Textarea({"rows": 3})
    )

    def __init__(
        self,
        data: Any = None,
        *,
        user: Any,
        activity: Activity,
        day: date,
        row: Occurrence | None,
        version: int = 0,
    ) -> None:
        self.activity, self.day = activity, day
        initial: dict[str, Any] = {"version": version, "moved_to": (row and row.moved_to) or day}
        for name in ("name", "begins_at", "ends_at", "description"):
            initial[name] = (row and getattr(row, name)) or getattr(activity, name)
        initial["note"] = row.note if row else ""
        own_place = row is not None and row.location
        initial["place"] = (
            row.location if own_place and row else (activity.location_partner or activity.location)
        )
        initial |= {name: getattr(row if own_place else activity, name) for name in ACCESS}
        super().__init__(data, user=user, kern=activity.kern, initial=initial)

    def values(self) -> dict[str, Any]:
        """What an occurrence stores; whatever says the same as the series stays empty."""
        given, activity = self.cleaned_data, self.activity
        place = PlaceField.values(given.get("place"))
        same_place = (
            place["location_partner"] == activity.location_partner and place["location"] == activity.location
        )
        host = place["location_partner"]
        values: dict[str, Any] = {
            "moved_to": None if given["moved_to"] in (None, self.day) else given["moved_to"],
            "name": "" if given["name"] == activity.name else given["name"],
            "description": "" if given["description"] == activity.description else given["description"],
            "location": "" if same_place else (host.name if host else place["location"]),
            "note": given["note"],
        }
        same_time = (given["begins_at"], given["ends_at"]) == (activity.begins_at, activity.ends_at)
        for name in ("begins_at", "ends_at"):
            values[name] = None if same_time else given[name]
        for name in ACCESS:
            values[name] = Known.UNKNOWN.value if same_place else given[name]
        return values
