"""Forms in the look of the site, with messages in plain words."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.validators import URLValidator
from django.forms.widgets import Input
from django.utils.translation import gettext_lazy as _

from wijkweb.kit.partial_dates import PartialDate, PartialDateFormField
from wijkweb.kit.privacy import holds_bsn

CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxInput, "utrecht-checkbox utrecht-checkbox--html-input"),
    (forms.RadioSelect, "choice"),
    (forms.CheckboxSelectMultiple, "choice"),
    (forms.SelectMultiple, "utrecht-select utrecht-select--html-select"),
    (forms.Select, "utrecht-select utrecht-select--html-select"),
    (forms.Textarea, "utrecht-textarea utrecht-textarea--html-textarea"),
    (Input, "utrecht-textbox utrecht-textbox--html-input"),
)


class StyledForm(forms.Form):
    """A form whose fields carry the classes of the design system; an invalid field says so to everybody.

    Use `components/field.html` for each field. Views answer an invalid form with status 422.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            dress(field)


class CarefulForm(StyledForm):
    """A form with free text, in which no citizen service number may be written down."""

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        for name, field in self.fields.items():
            if type(field) is forms.CharField and holds_bsn(str(values.get(name) or "")):
                self.add_error(
                    name,
                    _(
                        "This looks like a citizen service number (BSN). Take it out; it may not be kept here."
                    ),
                )
        return values


def any_wrong(fields: Iterable[forms.BoundField]) -> bool:
    """Whether one of these fields has a mistake: the fold that they stand in opens for it, and for no other mistake."""
    return any(field.errors for field in fields)


def dress(field: forms.Field) -> None:
    """Give a field its classes and a message that says what to do when it is left empty."""
    for kind, classes in CLASSES:
        if isinstance(field.widget, kind) and not isinstance(field.widget, forms.HiddenInput):
            field.widget.attrs.setdefault("class", classes)
            break
    if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
        field.error_messages["required"] = _("Fill this in.")
    if isinstance(field.widget, forms.Textarea):
        field.widget.attrs.setdefault("rows", 4)


def add_errors(form: forms.Form, error: ValidationError) -> None:
    """Show what the model or a service refused: at its field when the form has it, else above the form."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        place = name if name in form.fields and name != NON_FIELD_ERRORS else None
        known: Any = form.errors.get(place or NON_FIELD_ERRORS, [])
        for one in errors:
            if not {str(text) for text in one.messages} <= set(known):
                form.add_error(place, one)


class WebsiteField(forms.URLField):
    """An address that a browser opens: http or https, which is added when it is left out."""

    default_validators = [URLValidator(schemes=["http", "https"])]
    default_error_messages = {
        "invalid": _("This is not an address of a website. An example: https://www.voorbeeld.nl.")
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=200, assume_scheme="https", **kwargs)


class OnceField(forms.UUIDField):
    """A hidden token: a form that is sent twice does its work once.

    Hand the cleaned value to `recorded(token=...)`. A missing or spoilt token counts as a new one.
    """

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, initial=uuid4, **kwargs)

    def clean(self, value: Any) -> UUID:
        try:
            return super().clean(value) or uuid4()
        except forms.ValidationError:
            return uuid4()


class VersionField(forms.IntegerField):
    """A hidden number: the line of history that a form was opened with. A spoilt one counts as the oldest."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, min_value=0, max_value=2**62, **kwargs)

    def clean(self, value: Any) -> int:
        try:
            return super().clean(value) or 0
        except forms.ValidationError:
            return 0


class EndForm(StyledForm):
    """Since when something is over, and perhaps why."""

    ended_on = PartialDateFormField(
        label=_("Stopped on"),
        help_text=_("As precise as you know: 2014, 2014-12 or 2014-12-31."),
    )
    reason = forms.CharField(label=_("Why it ended"), required=False, max_length=300)

    def __init__(self, data: Any = None, *, with_reason: bool = True) -> None:
        super().__init__(data, auto_id="veld-%s", initial={"ended_on": PartialDate.today()})
        if not with_reason:
            del self.fields["reason"]
