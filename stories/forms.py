"""Writing a story down, and what its teller said about it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.access import Visibility
from initiatives.models import Initiative, Story
from ladder.rungs import RUNGS
from places.models import Kern
from stories.models import Channel, ConsentState, Picture
from wijkweb.kit.forms import CarefulForm, OnceField, StyledForm, VersionField, any_wrong
from wijkweb.kit.looking import questions_about
from wijkweb.kit.pictures import NewPicture, NoPicture, made_anew

MOST_TEXT = 20_000
READERS = [
    (Visibility.PUBLIC.value, _("everybody")),
    (Visibility.NETWORK.value, _("partners who are signed in")),
    (Visibility.COORDINATORS.value, _("only who looks after this kern")),
]
FIELDS = ("title", "text", "voice", "rung", "initiative", "picture", "picture_alt", "source", "visibility")


class StoryForm(CarefulForm):
    """All of a story. `picture` is the name of a picture that was sent in already, so that it is chosen once."""

    token = OnceField()
    version = VersionField()
    picture = forms.UUIDField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(
        label=_("Title"), max_length=200, error_messages={"required": _("Give the story a title.")}
    )
    text = forms.CharField(
        label=_("The story"),
        max_length=MOST_TEXT,
        widget=forms.Textarea({"rows": 12}),
        help_text=_(
            "In the words of the teller. Names of people stay out of it. A blank line starts a new paragraph."
        ),
        error_messages={"required": _("Write the story down.")},
    )
    voice = forms.CharField(
        label=_("Who tells it?"),
        max_length=120,
        required=False,
        help_text=_("A role and never a name, such as: a volunteer in the kitchen."),
    )
    picture_file = forms.FileField(
        label=_("Choose a picture"),
        required=False,
        widget=forms.FileInput({"accept": "image/jpeg,image/png,image/webp"}),
        help_text=_(
            "JPEG, PNG or WebP of at most 5 MB. Where and when it was taken is removed from it. Whoever can be recognised must agree as well."
        ),
    )
    drop_picture = forms.BooleanField(label=_("Take the picture out"), required=False)
    picture_alt = forms.CharField(
        label=_("What does the picture show?"),
        max_length=300,
        required=False,
        help_text=_("One sentence for who cannot see it, without names."),
    )
    rung = forms.TypedChoiceField(label=_("Belongs to rung"), required=False, coerce=int, empty_value=None)
    initiative = forms.ModelChoiceField(
        Initiative.objects.none(), label=_("Is about"), required=False, empty_label=_("no initiative")
    )
    source = forms.CharField(
        label=_("Source"), required=False, max_length=500, help_text=_("Where it was told or stood before.")
    )
    visibility = forms.ChoiceField(label=_("Who may read it"), choices=READERS, required=False)

    @property
    def more_is_open(self) -> bool:
        """Whether a mistake is folded away."""
        folded = ("rung", "initiative", "source", "visibility")
        return any_wrong(self[name] for name in folded if name in self.fields)

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        user: Any,
        kern: Kern,
        story: Story | None = None,
        may_open: bool = False,
        version: int = 0,
        was_too_large: bool = False,
    ) -> None:
        self.kern, self.story, self.was_too_large = kern, story, was_too_large
        self.new_picture: NewPicture | None = None
        initial: dict[str, Any] = {"version": version}
        if story is not None:
            initial |= {name: getattr(story, name) for name in FIELDS}
            initial["initiative"] = story.initiative_id
        super().__init__(data, files, auto_id="veld-%s", initial=initial)
        choices: Any = self.fields["rung"]
        choices.choices = [
            ("", _("no rung")),
            *((rung.number, f"{rung.number}. {_(rung.name)}") for rung in RUNGS),
        ]
        near: Any = self.fields["initiative"]
        near.queryset = Initiative.objects.visible_to(user).filter(
            kern_id__in=Kern.objects.ids_around(kern.pk)
        )
        if story is None:
            del self.fields["visibility"]
        elif not may_open:
            kept = {story.visibility, Visibility.COORDINATORS.value}
            field: Any = self.fields["visibility"]
            field.choices = [choice for choice in READERS if choice[0] in kept]

    @property
    def shown_picture(self) -> str:
        """The name of the picture that stands with the form now; of the kern, and no other."""
        key = self["picture"].value()
        try:
            known = forms.UUIDField(required=False).clean(key)
        except ValidationError:
            return ""
        is_there = known and Picture.objects.filter(key=known, kern=self.kern).exists()
        return str(known) if is_there else ""

    def clean_picture(self) -> Any:
        key = self.cleaned_data["picture"]
        stored = self.story.picture if self.story else None
        if key and key != stored and not Picture.objects.filter(key=key, kern=self.kern).exists():
            return stored
        return key

    def clean_picture_file(self) -> None:
        sent = self.cleaned_data["picture_file"]
        if self.was_too_large:
            raise ValidationError(_("This file is larger than 5 MB. Make the picture smaller first."))
        if sent:
            try:
                self.new_picture = made_anew(sent.read())
            except NoPicture as refused:
                raise ValidationError(str(refused)) from refused

    def clean_visibility(self) -> str:
        kept = self.story.visibility if self.story else Visibility.COORDINATORS
        return str(self.cleaned_data["visibility"] or kept)

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if values.get("drop_picture") and not self.new_picture:
            values["picture"], values["picture_alt"] = None, ""
        has_picture = self.new_picture or values.get("picture")
        if has_picture and not values.get("picture_alt") and "picture_alt" not in self.errors:
            self.add_error("picture_alt", _("Say in one sentence what the picture shows."))
        return values

    @property
    def questions(self) -> list[Any]:
        """What may be better not said where others can read it."""
        values = self.cleaned_data
        return questions_about(
            *(str(values.get(name) or "") for name in ("title", "text", "voice", "picture_alt"))
        )

    def values(self) -> dict[str, Any]:
        """What the services take; the picture is the one that was there, or None."""
        return {name: self.cleaned_data[name] for name in FIELDS if name in self.cleaned_data}


class ConsentForm(StyledForm):
    """What the teller was asked or said, how, and with a yes: who may read it from now on."""

    state = forms.ChoiceField(
        label=_("What happened?"),
        choices=[
            (ConsentState.ASKED.value, _("I asked; there is no answer yet")),
            (ConsentState.GIVEN.value, _("The teller says yes to the text above")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what happened.")},
    )
    channel = forms.ChoiceField(
        label=_("How?"),
        choices=[(value, capfirst(str(label))) for value, label in Channel.choices],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how.")},
    )
    visibility = forms.ChoiceField(
        label=_("With a yes: who may read it from now on?"), choices=READERS, initial=Visibility.PUBLIC.value
    )

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, auto_id="veld-%s", initial=initial)
        field: Any = self.fields["channel"]
        field.choices = [(value, capfirst(label)) for value, label in Channel.choices]


class WithdrawForm(StyledForm):
    """Saying yes once more to what cannot be undone."""

    sure = forms.BooleanField(
        label=_("Yes, take it away everywhere. I know that this cannot be undone."),
        error_messages={"required": _("Tick this if you are sure.")},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="veld-%s")
