"""What people fill in about sharing."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.access import coordinates
from accounts.fields import AddressField
from initiatives.models import DayPart, Known, Offer, OfferKind, OfferType
from initiatives.offering import MOST_SEATS
from partners.forms.choosing import Parties, PartyField
from places.models import Kern
from sharing.acting import partners_to_enter_for
from wijkweb.kit.forms import CarefulForm, OnceField, StyledForm, VersionField, dress
from wijkweb.kit.looking import questions_about
from wijkweb.kit.partial_dates import PartialDateFormField

PRECISELY = _("As precise as you know: 2014, 2014-12 or 2014-12-31.")
NO_DAY = _("This is not a day. Write it as 2026-12-31.")


def words(choices: Any) -> list[tuple[str, str]]:
    """Choices that begin with a capital."""
    return [(str(value), capfirst(str(label))) for value, label in choices]


def day_field(label: Any, **values: Any) -> forms.DateField:
    values.setdefault("error_messages", {"invalid": NO_DAY})
    return forms.DateField(label=label, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"), **values)


def _part(label: Any, default: int) -> forms.TypedChoiceField:
    values: dict[str, Any] = {"required": False, "coerce": int, "empty_value": default}
    return forms.TypedChoiceField(label=label, **values)


def _known(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=words(Known.choices), initial=Known.UNKNOWN)


class OfferFields(CarefulForm):
    """What a partner offers or asks for. `is_sure` says that what strikes in it may be read by everybody."""

    type = forms.ChoiceField(
        label=_("Is it offered or asked for?"),
        choices=[(OfferType.OFFER, _("We offer it")), (OfferType.NEED, _("We ask for it"))],
        widget=forms.RadioSelect,
        initial=OfferType.OFFER,
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[("", _("Choose…")), *words(OfferKind.choices)],
        error_messages={"required": _("Choose what it is about.")},
    )
    label = forms.CharField(
        label=_("In a few words"),
        max_length=80,
        help_text=_("For instance: bus with eight seats"),
        error_messages={"required": _("Say in a few words what it is.")},
    )
    description = forms.CharField(
        label=_("Description"),
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_(
            "Everybody can read this. Leave out phone numbers and mail addresses: people ask through this site."
        ),
        error_messages={"required": _("Describe what it is, and for whom.")},
    )
    is_lent = forms.BooleanField(
        label=_("Others can borrow or book it here"),
        required=False,
        help_text=_(
            "For a space, material or transport. There will be a calendar, and nobody gets it twice."
        ),
    )
    started_on = PartialDateFormField(label=_("Since"), required=False, help_text=PRECISELY)
    ended_on = PartialDateFormField(label=_("Until"), required=False)
    seats = forms.IntegerField(
        label=_("Room for how many people"), required=False, min_value=1, max_value=MOST_SEATS
    )
    day_parts = forms.MultipleChoiceField(
        label=_("On which parts of the day"),
        required=False,
        choices=words(DayPart.choices),
        widget=forms.CheckboxSelectMultiple,
    )
    lift = _known(_("Lift or ground floor"))
    step_free = _known(_("Without steps"))
    toilet = _known(_("Accessible toilet"))
    is_sure = forms.BooleanField(required=False, widget=forms.HiddenInput)

    SPACE = ("seats", "lift", "step_free", "toilet")
    OWN = ("type", "kind", "label", "description", "is_lent", "started_on", "ended_on", "seats", "day_parts", "lift", "step_free", "toilet")  # fmt: skip

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, auto_id="veld-%s", **kwargs)
        self.questions: list[Any] = []

    @property
    def space(self) -> list[forms.BoundField]:
        """The fields that are only about a space."""
        return [self[name] for name in self.SPACE]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        start, end = values.get("started_on"), values.get("ended_on")
        if start and end and start.is_after(end):
            self.add_error("ended_on", _("The end lies before the start. Change one of the two dates."))
        if not values.get("is_sure"):
            self.questions = questions_about(values.get("label", ""), values.get("description", ""))
        return values

    def values(self) -> dict[str, Any]:
        """What the services take."""
        found = {name: self.cleaned_data[name] for name in self.OWN}
        return found | {name: found[name] or Known.UNKNOWN for name in ("lift", "step_free", "toilet")}


class AddOfferForm(OfferFields):
    """A coordinator types for whom it is; a partner contact chooses, when there is a choice."""

    token = OnceField()
    field_order = ["partner", "type"]

    def __init__(self, data: Any = None, *, user: Any, kern: Kern, type: str = "") -> None:
        super().__init__(data, initial={"type": type or OfferType.OFFER})
        add_partner_field(self, user, kern, _("For whom do you enter this?"))


class EditOfferForm(OfferFields):
    version = VersionField()

    def __init__(self, data: Any = None, *, offer: Offer, version: int = 0) -> None:
        initial = {name: getattr(offer, name) for name in self.OWN}
        super().__init__(data, initial={**initial, "label": offer.suggested_label, "version": version})


def add_partner_field(form: forms.Form, user: Any, kern: Kern, label: Any) -> None:
    """Give a form a field for the partner on whose behalf somebody acts."""
    allowed = partners_to_enter_for(user, kern)
    if coordinates(user, kern):
        field: Any = PartyField(label=label, help_text=_("Type the name of a party."))
        field.parties = Parties(user, kern)
        field.required = True
        field.error_messages["required"] = _("Type the name of the party.")
        form.parties = field.parties  # type: ignore[attr-defined]
    else:
        field = forms.ModelChoiceField(
            allowed, label=label, empty_label=None, to_field_name="slug",
            error_messages={"required": _("Choose for whom."), "invalid_choice": _("Choose one from the list.")},
        )  # fmt: skip
    form.fields["partner"] = field
    dress(field)
    form.order_fields(["partner", *form.fields])


class PeriodFields(CarefulForm):
    """From when until when, in parts of days."""

    first_day = day_field(_("From"), error_messages={"invalid": NO_DAY, "required": _("Choose from when.")})
    first_part = _part(_("From which part of the day"), 0)
    last_day = day_field(_("Until and including"), required=False, help_text=_("Empty means the same day."))
    last_part = _part(_("Until which part of the day"), len(DayPart) - 1)

    def __init__(self, data: Any = None, *, offer: Offer, day: date | None = None, **kwargs: Any) -> None:
        initial = {"first_part": 0, "last_part": len(DayPart) - 1} | kwargs.pop("initial", {})
        if day:
            initial |= {"first_day": day, "last_day": day}
        super().__init__(data, auto_id="veld-%s", initial=initial, **kwargs)
        numbered = [(str(number), capfirst(str(part.label))) for number, part in enumerate(DayPart)]
        for name in ("first_part", "last_part"):
            field: Any = self.fields[name]
            field.choices = numbered
        today = timezone.localdate().isoformat()
        for name in ("first_day", "last_day"):
            self.fields[name].widget.attrs["min"] = today
        if not offer.can_be_borrowed:
            for name in ("first_day", "first_part", "last_day", "last_part"):
                del self.fields[name]

    @property
    def has_period(self) -> bool:
        return "first_day" in self.fields


class AskFields(PeriodFields):
    text = forms.CharField(
        label=_("What is it for?"),
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_(
            "Whoever lends it, and the coordinator of the kern, can read this. Write nothing about other people."
        ),
        error_messages={"required": _("Say in a few words what it is for.")},
    )
    token = OnceField()

    def __init__(self, data: Any = None, *, offer: Offer, **kwargs: Any) -> None:
        super().__init__(data, offer=offer, **kwargs)
        if offer.is_need:
            field = self.fields["text"]
            field.label = _("What can you do?")
            field.help_text = _(
                "Whoever asks for it, and the coordinator of the kern, can read this. Write nothing about other people."
            )
            field.error_messages["required"] = _("Say in a few words what you can do.")


class AskAsResidentForm(AskFields):
    """For who has no account: a first name or none, and an address that nobody gets to see."""

    first_name = forms.CharField(
        label=_("Your first name"),
        required=False,
        max_length=40,
        widget=forms.TextInput({"autocomplete": "given-name"}),
        help_text=_(
            "You may leave this empty. Whoever lends it, and the coordinator of the kern, can read it."
        ),
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["email"] = AddressField(
            label=_("Your e-mail address"),
            autocomplete="email",
            help_text=_("We send a link to it with which you confirm. Nobody gets to see your address, unless you both choose so later."),
        )  # fmt: skip
        dress(self.fields["email"])


class AskForPartnerForm(AskFields):
    """For who is signed in and speaks for a partner."""

    def __init__(
        self, data: Any = None, *, user: Any, kern: Kern, may_answer: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        add_partner_field(self, user, kern, _("For whom do you ask this?"))
        if may_answer:
            self.fields["is_agreed"] = forms.BooleanField(
                label=_("It is agreed already; note it down"), required=False
            )
            dress(self.fields["is_agreed"])


class WordsForm(CarefulForm):
    """A message to the other side."""

    text = forms.CharField(
        label=_("Your message"),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Write something first.")},
    )
    token = OnceField()

    def __init__(
        self, data: Any = None, *, label: Any = "", prefix: str = "bericht", required: bool = True
    ) -> None:
        super().__init__(data, auto_id=f"{prefix}-%s")
        if label:
            self.fields["text"].label = label
        self.fields["text"].required = required


class AddressForm(StyledForm):
    """Asking for a new link."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="veld-%s")
        self.fields["email"] = AddressField(label=_("Your e-mail address"), autocomplete="email")
        dress(self.fields["email"])
