"""What residents fill in."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import AddressField
from partners.models import Partner
from places.fields import KernField
from places.models import Kern
from residents.consents import TEXTS, VERSION
from residents.models import MOST_DREAM, MOST_NAME, MOST_WORDS, Purpose, Words
from wijkweb.kit.forms import CarefulForm, OnceField, StyledForm, VersionField, dress


def add_consent_fields(form: forms.Form) -> None:
    """A box of its own for each purpose; none is ticked unless the form says what holds now."""
    for purpose in Purpose:
        field = forms.BooleanField(label=TEXTS[VERSION][purpose], required=False)
        dress(field)
        form.fields[f"mag_{purpose.value}"] = field


def consents_in(values: dict[str, Any]) -> dict[str, bool]:
    return {purpose.value: bool(values.get(f"mag_{purpose.value}")) for purpose in Purpose}


class WordsForm(CarefulForm):
    """What a resident dreams of, brings and looks for, and under which first name."""

    dream = forms.CharField(
        label=_("What do you dream of for your village or neighbourhood?"),
        max_length=MOST_DREAM,
        widget=forms.Textarea({"rows": 6}),
        help_text=_("A few sentences are enough. Write about the idea, not about other people."),
        error_messages={"required": _("Write in a few words what you dream of.")},
    )
    brings = forms.CharField(
        label=_("What do you bring?"),
        required=False,
        max_length=MOST_WORDS,
        widget=forms.Textarea({"rows": 3}),
        help_text=_(
            "For instance an evening a week, a trailer, or that you cook well. Nothing now? Leave it empty."
        ),
    )
    seeks = forms.CharField(
        label=_("What do you look for?"),
        required=False,
        max_length=MOST_WORDS,
        widget=forms.Textarea({"rows": 3}),
        help_text=_(
            "For instance a room, two people who join in, or money for seeds. Nothing now? Leave it empty."
        ),
    )
    first_name = forms.CharField(
        label=_("Your first name"),
        required=False,
        max_length=MOST_NAME,
        widget=forms.TextInput({"autocomplete": "given-name"}),
        help_text=_(
            "You may leave this empty. Only the coordinator of your kern can see it, unless you choose otherwise below."
        ),
    )


class RegisterForm(WordsForm):
    """All that is asked of somebody who registers an initiative."""

    kern = KernField(
        Kern.objects.none(),
        label=_("Where is it?"),
        empty_label=_("Choose your village or neighbourhood"),
        to_field_name="slug",
        error_messages={
            "required": _("Choose a village or neighbourhood."),
            "invalid_choice": _("Choose a village or neighbourhood from the list."),
        },
    )
    email = AddressField(
        label=_("Your e-mail address"),
        autocomplete="email",
        help_text=_(
            "We send a link to it with which you confirm. Only the coordinator of your kern can look it up, and then you see that."
        ),
    )
    is_sixteen = forms.BooleanField(
        label=_("I am 16 years or older."),
        error_messages={
            "required": _(
                "Tick this if you are 16 years or older. Are you younger? Ask somebody older to do it with you."
            )
        },
    )
    token = OnceField()

    field_order = ["kern", "dream", "brings", "seeks", "first_name", "email", "is_sixteen"]

    def __init__(self, data: Any = None, *, kern: str = "") -> None:
        super().__init__(data, auto_id="veld-%s", initial={"kern": kern})
        add_consent_fields(self)
        field: Any = self.fields["kern"]
        field.queryset = Kern.objects.all()

    @property
    def consents(self) -> list[forms.BoundField]:
        return [self[f"mag_{purpose.value}"] for purpose in Purpose]

    def values(self) -> dict[str, Any]:
        """What the service takes."""
        names = ("kern", "dream", "brings", "seeks", "first_name", "email", "is_sixteen", "token")
        return {name: self.cleaned_data[name] for name in names}


class ChangeWordsForm(WordsForm):
    """The same words later on.

    `version` tells whether they were changed in another window meanwhile, `text_version` whether a coordinator changed the
    text on the map.
    """

    text_version = VersionField()
    version = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        words: Words,
        is_published: bool = False,
        text: str = "",
        text_version: int = 0,
    ) -> None:
        names = ("dream", "brings", "seeks", "first_name", "version")
        initial = {name: getattr(words, name) for name in names} | {"text_version": text_version}
        if is_published:
            initial["dream"] = text
        super().__init__(data, auto_id="veld-%s", initial=initial)
        self.fields["first_name"].help_text = _(
            "You may leave this empty. Only the coordinator of your kern can see it, unless you agree to more on the page of your initiative."
        )
        if is_published:
            self.fields["dream"] = forms.CharField(
                label=_("This is how it stands on the map"),
                max_length=5000,
                widget=forms.Textarea({"rows": 10}),
                help_text=_("Everybody can read this."),
                error_messages={"required": _("Write in a few words what it is about.")},
            )
            dress(self.fields["dream"])
            del self.fields["brings"]
            del self.fields["seeks"]

    def clean_version(self) -> int:
        return self.cleaned_data["version"] or 0


class ConsentForm(StyledForm):
    """Each purpose apart; withdrawing is as easy as giving."""

    def __init__(self, data: Any = None, *, holds: dict[str, bool]) -> None:
        initial = {f"mag_{purpose}": is_given for purpose, is_given in holds.items()}
        super().__init__(data, auto_id="veld-%s", initial=initial)
        add_consent_fields(self)


class AskForm(StyledForm):
    """Asking for a link to one's own initiative."""

    email = AddressField(label=_("Your e-mail address"), autocomplete="email")

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="veld-%s")


class LessonForm(CarefulForm):
    """One lesson, for who comes after. Never a reason: nobody has to account for stopping."""

    lesson = forms.CharField(
        label=_("What would you tell somebody who starts something like this?"),
        required=False,
        max_length=MOST_WORDS,
        widget=forms.Textarea({"rows": 3}),
        help_text=_(
            "One sentence is enough, and you may leave it empty. It comes with the initiative, where everybody can read it."
        ),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="veld-%s")


class HandOverForm(CarefulForm):
    """Who takes over: somebody who takes part already, or somebody that the coordinator helps to find."""

    OTHER = "iemand-anders"

    successor = forms.ChoiceField(
        label=_("Who takes over?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who takes over.")},
    )
    text = forms.CharField(
        label=_("Whom do you think of, or what do you look for?"),
        required=False,
        max_length=MOST_WORDS,
        widget=forms.Textarea({"rows": 3}),
        help_text=_(
            "Only for somebody else, for instance: my neighbour wants to do it. Only the coordinator reads it, and gets in touch with you."
        ),
    )

    def __init__(self, data: Any = None, *, partners: Iterable[Partner]) -> None:
        self.partners = {partner.slug: partner for partner in partners}
        only = "" if self.partners else self.OTHER
        super().__init__(data, auto_id="veld-%s", initial={"successor": only})
        choices = [(slug, partner.name) for slug, partner in self.partners.items()]
        other = (self.OTHER, _("Somebody else, such as a neighbour: the coordinator helps with that"))
        self.fields["successor"].choices = [*choices, other]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Partner | None:
        return self.partners.get(self.cleaned_data["successor"])


class SureForm(StyledForm):
    """Saying yes once more to what cannot be undone."""

    sure = forms.BooleanField(
        label=_("Yes, erase it. I know that this cannot be undone."),
        error_messages={"required": _("Tick this if you are sure.")},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="veld-%s")
