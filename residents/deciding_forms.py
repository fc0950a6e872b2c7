"""What coordinators and parties fill in about the initiatives of residents."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.access import Visibility
from accounts.fields import AddressField
from initiatives.forms import words
from partners.models import LifeDomain
from residents.models import MOST_NAME
from wijkweb.kit.forms import CarefulForm, OnceField, VersionField

LONGEST = 1500


class PublishForm(CarefulForm):
    """A title for everybody, and the text; the resident was asked for neither a title nor a life domain."""

    name = forms.CharField(
        label=_("Title"),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text=_(
            "Everybody reads it, and it stays, also when the resident is erased. Put no names of persons in it."
        ),
        error_messages={"required": _("Give it a title.")},
    )
    description = forms.CharField(
        label=_("Text"),
        max_length=5000,
        widget=forms.Textarea({"rows": 8}),
        help_text=_(
            "The words of the resident. You may shorten them; the resident sees what you make of it."
        ),
    )
    life_domains = forms.MultipleChoiceField(
        label=_("Life domains"),
        required=False,
        choices=words(LifeDomain.choices),
        widget=forms.CheckboxSelectMultiple,
    )
    target_groups = forms.CharField(
        label=_("For whom"), required=False, max_length=300, help_text=_("With commas: jongeren, ouderen")
    )
    visibility = forms.ChoiceField(
        label=_("Visible to"),
        choices=words(choice for choice in Visibility.choices if choice[0] != Visibility.SELF),
        initial=Visibility.PUBLIC,
    )
    token = OnceField()
    version = VersionField()

    def __init__(self, data: Any = None, *, text: str = "", version: int = 0) -> None:
        super().__init__(data, auto_id="veld-%s", initial={"description": text, "version": version})

    def clean_target_groups(self) -> list[str]:
        text = str(self.cleaned_data["target_groups"])
        groups = [" ".join(part.split())[:60] for part in text.replace(";", ",").split(",")]
        return list(dict.fromkeys(group for group in groups if group))

    def values(self) -> dict[str, Any]:
        names = ("name", "description", "life_domains", "target_groups", "visibility", "version")
        return {name: self.cleaned_data[name] for name in names}


class TextForm(CarefulForm):
    """A text to the resident."""

    text = forms.CharField(max_length=LONGEST, widget=forms.Textarea({"rows": 6}))
    token = OnceField()

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="veld-%s")


class QuestionForm(TextForm):
    """A question to the resident, or an answer to one of the resident."""

    text = forms.CharField(
        label=_("Your question"),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 6}),
        help_text=_("The resident gets it by mail, with a link to answer."),
        error_messages={"required": _("Write your question.")},
    )

    def __init__(self, data: Any = None, *, is_answer: bool = False) -> None:
        super().__init__(data)
        if is_answer:
            self.fields["text"].label = _("Your answer")
            self.fields["text"].error_messages["required"] = _("Write your answer.")


class WriteForm(TextForm):
    """What a resident asks or tells the coordinator."""

    text = forms.CharField(
        label=_("What do you want to ask or tell?"),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 6}),
        help_text=_("Only the coordinator of your kern reads it. The answer comes by mail."),
        error_messages={"required": _("Write what you want to ask or tell.")},
    )


class DeclineForm(TextForm):
    text = forms.CharField(
        label=_("Why not, and what could be done instead?"),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 6}),
        help_text=_(
            "The resident reads this by mail. Be friendly and plain; name a person or place that can help."
        ),
        error_messages={"required": _("Write the reason. The resident reads it.")},
    )
    version = VersionField()

    def __init__(self, data: Any = None, *, version: int = 0) -> None:
        super().__init__(data)
        self.initial["version"] = version


class AnswerForm(CarefulForm):
    """The answer of a resident."""

    text = forms.CharField(
        label=_("Your answer"),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 6}),
        help_text=_("Only the coordinator of your kern reads it."),
        error_messages={"required": _("Write your answer.")},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="veld-%s")


class ContactForm(CarefulForm):
    """A message of a visitor to the resident behind an initiative."""

    text = forms.CharField(
        label=_("Your message"),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 6}),
        error_messages={"required": _("Write your message.")},
    )
    first_name = forms.CharField(
        label=_("Your first name"),
        required=False,
        max_length=MOST_NAME,
        widget=forms.TextInput({"autocomplete": "given-name"}),
    )
    email = AddressField(
        label=_("Your e-mail address"),
        autocomplete="email",
        help_text=_(
            "It goes along with your message, so that you can get an answer. We keep it for two weeks at most."
        ),
    )
    token = OnceField()

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="veld-%s")
