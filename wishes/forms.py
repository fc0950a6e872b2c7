"""Hanging a wish, helping with one, and what the coordinator writes."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.fields import AddressField
from wijkweb.kit.forms import CarefulForm, OnceField, StyledForm, VersionField
from wishes.models import MOST_NAME, MOST_WORDS, Theme

OFF = {"autocomplete": "off"}


class WishForm(CarefulForm):
    """A wish, a theme, and a first name only for who wants it to stand with the wish."""

    token = OnceField()
    text = forms.CharField(
        label=_("I wish that…"),
        max_length=MOST_WORDS,
        widget=forms.Textarea({"rows": 4, **OFF}),
        error_messages={"required": _("Write your wish down first.")},
    )
    theme = forms.ChoiceField(
        label=_("What is it about?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is about.")},
    )
    first_name = forms.CharField(
        label=_("Your first name"),
        required=False,
        max_length=MOST_NAME,
        widget=forms.TextInput(OFF),
        help_text=_("You may leave it empty."),
    )
    may_name = forms.BooleanField(
        label=_("My first name may stand with my wish. Everybody can read it."), required=False
    )
    email = AddressField(
        label=_("Your e-mail address"),
        required=False,
        help_text=_(
            "You may leave it empty. With it you get a link to see the answer and to take your wish back. Without it we can send "
            "you nothing: then ask the coordinator."
        ),
        widget=forms.EmailInput(OFF),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="veld-%s")
        field: Any = self.fields["theme"]
        field.choices = [(value, capfirst(label)) for value, label in Theme.choices]

    def values(self) -> dict[str, Any]:
        """What the service takes; a name that may not be shown is not kept at all."""
        given = self.cleaned_data
        name = given["first_name"] if given["may_name"] else ""
        return {
            "text": given["text"],
            "theme": given["theme"],
            "first_name": name,
            "token": given["token"],
            "email": given["email"],
        }


class HelpForm(CarefulForm):
    token = OnceField()
    first_name = forms.CharField(
        label=_("Your first name"),
        max_length=MOST_NAME,
        widget=forms.TextInput({"autocomplete": "given-name"}),
        error_messages={"required": _("Fill in your first name.")},
    )
    email = AddressField(label=_("Your e-mail address"), autocomplete="email")

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="hulp-%s")


class AnswerForm(CarefulForm):
    answer = forms.CharField(
        label=_("Your answer, which everybody can read"),
        max_length=1500,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Write an answer.")},
    )
    version = VersionField()

    def __init__(self, data: Any = None, *, answer: str = "", version: int = 0) -> None:
        super().__init__(data, auto_id="antwoord-%s", initial={"answer": answer, "version": version})


class MakeForm(CarefulForm):
    token = OnceField()
    name = forms.CharField(
        label=_("What is the initiative called?"),
        max_length=120,
        help_text=_("In your own words: this title stays, also when the wish is erased."),
        error_messages={"required": _("Give the initiative a name.")},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="maak-%s")


class NoteForm(CarefulForm):
    text = forms.CharField(
        label=_("Message to who wants to help"),
        max_length=1500,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Each gets it by mail, with your name and your work address to answer to."),
        error_messages={"required": _("Write a message.")},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="bericht-%s")


class EraseForm(StyledForm):
    sure = forms.BooleanField(
        label=_("Yes, erase it. I know that this cannot be undone."),
        error_messages={"required": _("Tick this if you are sure.")},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="veld-%s")
