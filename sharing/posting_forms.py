"""What is filled in about the card of a resident: by the resident, and by the coordinator who reads it first."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.fields import AddressField
from initiatives.models import OfferKind, OfferType
from initiatives.offering import LONGEST_LABEL
from places.models import Kern
from sharing.consents import TEXTS, VERSION
from sharing.forms import NO_DAY, day_field, words
from sharing.models import Posting
from sharing.postings import latest_end
from sharing.reachable import MOST_NAME
from wijkweb.kit.forms import CarefulForm, OnceField, VersionField, dress
from wijkweb.kit.looking import questions_about
from wijkweb.kit.sealed import mark_of

MOST_WORDS = 1000
KIND = _("Kind")


def _kind() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=KIND,
        choices=[("", _("Choose…")), *words(OfferKind.choices)],
        error_messages={"required": _("Choose what it is about.")},
    )


class CardWords(CarefulForm):
    """What stands on a card. `questions` says what may be better not said; `seen` marks that very text."""

    label = forms.CharField(
        label=_("What is it, in a few words?"),
        max_length=LONGEST_LABEL,
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text=_("For instance: help with filling in forms, or a ladder to borrow."),
        error_messages={"required": _("Say in a few words what it is.")},
    )
    description = forms.CharField(
        label=_("More about it"),
        required=False,
        max_length=MOST_WORDS,
        widget=forms.Textarea({"rows": 4}),
        help_text=_(
            "You may leave this empty. Everybody can read it. Leave out phone numbers and addresses: people ask through this site."
        ),
    )

    def clean_label(self) -> str:
        return " ".join(self.cleaned_data["label"].split())

    def clean_description(self) -> str:
        return str(self.cleaned_data["description"]).replace("\r\n", "\n").strip()

    @property
    def seen(self) -> str:
        texts = (self.cleaned_data.get("label", ""), self.cleaned_data.get("description", ""))
        return mark_of("\n".join(texts), "sharing-seen")

    @property
    def questions(self) -> list[Any]:
        """What strikes in it and was not answered yet with "as it is"; to ask of a valid form."""
        if self.data.get("gezien") == self.seen:
            return []
        return questions_about(self.cleaned_data["label"], self.cleaned_data["description"])


class CardFields(CardWords):
    """The same with the days and the first name, as a resident fills it in."""

    first_day = day_field(
        _("From"), required=False, help_text=_("Empty means: as soon as the coordinator has read it.")
    )
    last_day = day_field(
        _("Until and including"),
        help_text=_("At most half a year from now. You can make it longer later."),
        error_messages={"invalid": NO_DAY, "required": _("Choose until when it holds.")},
    )
    first_name = forms.CharField(
        label=_("Your first name"),
        required=False,
        max_length=MOST_NAME,
        widget=forms.TextInput({"autocomplete": "given-name"}),
        help_text=_(
            "You may leave this empty. The coordinator of your kern can read it, and who gets in touch with you about this."
        ),
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, auto_id="veld-%s", **kwargs)
        today = timezone.localdate()
        for name in ("first_day", "last_day"):
            self.fields[name].widget.attrs |= {"min": today.isoformat(), "max": latest_end(today).isoformat()}

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        today = timezone.localdate()
        start, end = values.get("first_day"), values.get("last_day")
        if end and end < today:
            self.add_error("last_day", _("This day is past. Choose another one."))
        elif end and end > latest_end(today):
            self.add_error("last_day", _("This is more than half a year from now. Choose an earlier day."))
        elif start and end and start > end:
            self.add_error("last_day", _("The end lies before the start. Change one of the two."))
        return values

    def card(self) -> dict[str, Any]:
        """What is kept of it."""
        names = ("label", "description", "first_day", "last_day", "first_name")
        return {name: self.cleaned_data[name] for name in names}


def _name_field() -> forms.BooleanField:
    return forms.BooleanField(label=TEXTS[VERSION], required=False)


class PostForm(CardFields):
    """All that is asked of a resident who puts up a card."""

    type = forms.ChoiceField(
        label=_("Do you offer something, or do you look for something?"),
        choices=[(OfferType.OFFER, _("I offer something")), (OfferType.NEED, _("I look for something"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )
    kind = _kind()
    kern = forms.ModelChoiceField(
        Kern.objects.none(),
        label=_("Where is it?"),
        empty_label=None,
        to_field_name="slug",
        error_messages={
            "required": _("Choose a village or neighbourhood."),
            "invalid_choice": _("Choose a village or neighbourhood from the list."),
        },
    )
    shows_name = _name_field()
    token = OnceField()

    def __init__(self, data: Any = None, *, kern: Kern, type: str = "") -> None:
        super().__init__(data, initial={"kern": kern.slug, "type": type})
        field: Any = self.fields["kern"]
        field.queryset = Kern.objects.all()
        self.fields["email"] = AddressField(
            label=_("Your e-mail address"),
            autocomplete="email",
            help_text=_("We send a link to it with which you confirm. Nobody gets to see your address, unless you and somebody else both choose so later."),
        )  # fmt: skip
        dress(self.fields["email"])

    def values(self) -> dict[str, Any]:
        """What the service takes."""
        names = ("type", "kind", "kern", "email", "shows_name", "token")
        return self.card() | {name: self.cleaned_data[name] for name in names}


class OwnForm(CardFields):
    """The same card later on; `version` tells whether it was changed in another window meanwhile."""

    version = VersionField()

    def __init__(self, data: Any = None, *, posting: Posting, shown: dict[str, Any]) -> None:
        initial = shown | {"first_name": posting.words.first_name, "version": posting.words.version}
        super().__init__(data, initial=initial)


class PlaceForm(CardWords):
    """The coordinator may shorten the words; the resident sees what it has become."""

    kind = _kind()
    token = OnceField()
    version = VersionField()
    field_order = ["label", "description", "kind"]

    def __init__(self, data: Any = None, *, posting: Posting) -> None:
        words_now = posting.words
        initial = {
            "label": words_now.label,
            "description": words_now.description,
            "kind": posting.kind,
            "version": words_now.version,
        }
        super().__init__(data, auto_id="plaats-%s", initial=initial)
        self.fields["label"].help_text = ""
        self.fields["description"].help_text = _("You may shorten it; the resident sees what you make of it.")


class NotPlacedForm(CarefulForm):
    """Why not, for the resident to read."""

    text = forms.CharField(
        label=_("Why not, and what could be done instead?"),
        max_length=MOST_WORDS,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("The resident reads this. Be friendly and plain; say what would make it possible."),
        error_messages={"required": _("Write the reason. The resident reads it.")},
    )
    token = OnceField()
    version = VersionField()

    def __init__(self, data: Any = None, *, posting: Posting) -> None:
        super().__init__(data, auto_id="afwijzen-%s", initial={"version": posting.words.version})
