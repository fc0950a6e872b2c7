"""Beginning, writing and publishing a report."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from halfyear.models import HalfYearReport, Readers, period_in_words
from halfyear.periods import HalfYear, half_years_until
from halfyear.sections import SECTIONS, TEXT_FIELDS, Section
from initiatives.models import Story
from partners.models import Identity
from wijkweb.kit.forms import CarefulForm, OnceField, StyledForm, VersionField, dress
from wijkweb.kit.text import fold

CHOICES = 24  # half-years that may be chosen: twelve years back
NO_NAMES = _("Roles and organisations, no names of residents.")


class StartForm(StyledForm):
    """Which half-year; the last one that is over stands in front."""

    period = forms.ChoiceField(label=_("Half-year"))
    token = OnceField()

    def __init__(self, data: Any = None) -> None:
        known = half_years_until(timezone.localdate(), CHOICES)
        super().__init__(data, auto_id="veld-%s", initial={"period": known[1].slug})
        fields: dict[str, Any] = self.fields
        fields["period"].choices = [(one.slug, period_in_words(one)) for one in known]

    def chosen(self) -> HalfYear:
        return HalfYear.parse(self.cleaned_data["period"])


class WriteForm(CarefulForm):
    """A field to write in for each part of the report, and the stories to pick."""

    stories = forms.MultipleChoiceField(
        label=_("Which stories belong in it?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    version = VersionField()

    def __init__(
        self, data: Any = None, *, report: HalfYearReport, stories: list[Story], version: int = 0
    ) -> None:
        initial = {name: getattr(report, name) for name in (*TEXT_FIELDS, "stories")}
        super().__init__(data, auto_id="veld-%s", initial=initial | {"version": version})
        self.report = report
        fields: dict[str, Any] = self.fields
        for section in SECTIONS:
            fields[section.field] = _text_field(section)
        fields["stories"].choices = [(story.slug, story.title) for story in stories]

    def clean(self) -> dict[str, Any]:
        """No name of a person of this kern may stand in what many will read."""
        values = super().clean()
        names = _names_in(self.report.kern_id)
        for name in TEXT_FIELDS:
            text = f" {fold(str(values.get(name) or ''))} "
            if any(f" {one} " in text for one in names):
                self.add_error(
                    name, _("The name of a person stands in this text. Write down the role instead.")
                )
        return values

    def values(self) -> dict[str, Any]:
        """What the services take."""
        return {name: self.cleaned_data[name] for name in (*TEXT_FIELDS, "stories")}

    def field_of(self, section: Section) -> Any:
        return self[section.field]


def _text_field(section: Section) -> forms.CharField:
    field = forms.CharField(
        label=section.ask,
        required=False,
        strip=False,  # as it was typed
        max_length=10_000,
        widget=forms.Textarea({"rows": 4}),
        help_text=NO_NAMES if section.key == "opening" else "",
    )
    dress(field)
    return field


def _names_in(kern_id: int) -> set[str]:
    """The names of the persons of a kern, in plain letters; of one word only it might be any word."""
    names = Identity.objects.filter(partner__kern_id=kern_id).exclude(name="").values_list("name", flat=True)
    return {name for name in map(fold, names) if " " in name}


class ReadersForm(StyledForm):
    """Who may read what is published."""

    readers = forms.ChoiceField(label=_("Who may read it?"), choices=Readers, widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, report: HalfYearReport) -> None:
        super().__init__(data, auto_id="veld-%s", initial={"readers": report.readers})


class PublishForm(ReadersForm):
    """The same, with the deed of publishing; what was written since this page was opened is looked at first."""

    token = OnceField()
    version = VersionField()

    def __init__(self, data: Any = None, *, report: HalfYearReport, version: int) -> None:
        super().__init__(data, report=report)
        self.fields["version"].initial = version
        self.current = version

    def clean_version(self) -> int:
        version: int = self.cleaned_data["version"]
        if version != self.current:
            raise ValidationError(
                _now("Somebody changed this report meanwhile. Look at it once more, and publish it then.")
            )
        return version
