"""Entering what a kern says about itself, during a meeting or after it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from initiatives.models import Initiative, Story
from ladder.models import Assessment, OwnershipStep
from ladder.rungs import RUNGS, TOO_EARLY, Signal
from ladder.services import Grounds
from ladder.wording import signal_in_words
from places.models import Kern
from wijkweb.kit.forms import CarefulForm, OnceField, VersionField
from wijkweb.kit.partial_dates import PartialDate, PartialDateFormField

PRECISELY = _("As precise as you know: 2014, 2014-12 or 2014-12-31.")
EARLY = "te-vroeg"


class RungField(forms.TypedChoiceField):
    """A rung, or that it is too early to tell; nothing is chosen beforehand."""

    widget = forms.RadioSelect

    def __init__(self, **kwargs: Any) -> None:
        # The top of the ladder on top; to say nothing yet is an answer of its own.
        choices = [
            (str(rung.number), format_lazy("{number}. {name}", number=rung.number, name=_(rung.name)))
            for rung in reversed(RUNGS)
        ]
        super().__init__(
            choices=[*choices, (EARLY, _(TOO_EARLY))],
            coerce=lambda value: None if value == EARLY else int(value),
            empty_value="",
            error_messages={"required": _("Choose a rung, or “too early to tell”.")},
            **kwargs,
        )


class AssessmentFields(CarefulForm):
    """What a kern decided about itself: the rung, the day, why, on what grounds, and who saw it otherwise."""

    rung = RungField(label=_("Where does the kern stand?"))
    assessed_on = PartialDateFormField(label=_("Date"), help_text=PRECISELY)
    reason = forms.CharField(
        label=_("Why?"),
        max_length=5000,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("What do you see that tells you so? Everybody may read this."),
        error_messages={"required": _("Write down why. Without a reason nobody can learn from it later.")},
    )
    signals = forms.MultipleChoiceField(
        label=_("Signals"), required=False, widget=forms.CheckboxSelectMultiple, choices=()
    )
    stories = forms.ModelMultipleChoiceField(
        Story.objects.none(), label=_("Stories"), required=False, widget=forms.CheckboxSelectMultiple
    )
    initiatives = forms.ModelMultipleChoiceField(
        Initiative.objects.none(),
        label=_("Initiatives"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    agreed = forms.CharField(
        label=_("Who agreed?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
        help_text=_(
            "Roles and organisations, no names of residents: “village council, two neighbours, the school”."
        ),
    )
    dissent = forms.CharField(
        label=_("Who saw it otherwise, and why?"),
        required=False,
        max_length=5000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("This stays beside it. Here too: roles, no names."),
    )
    source = forms.CharField(
        label=_("Where was this decided?"),
        required=False,
        max_length=500,
        help_text=_("Such as: a meeting in the village hall."),
    )

    GROUNDS = ("signals", "stories", "initiatives")

    def __init__(
        self,
        data: Any = None,
        *,
        user: Any,
        kern: Kern,
        kern_ids: list[int],
        signals: tuple[Signal, ...],
        initial: dict[str, Any],
    ) -> None:
        super().__init__(data, auto_id="veld-%s", initial=initial)
        fields: dict[str, Any] = self.fields
        fields["signals"].choices = [(signal.id, signal_in_words(signal)) for signal in signals]
        fields["stories"].queryset = Story.objects.visible_to(user).in_kernen(kern_ids)
        fields["initiatives"].queryset = Initiative.objects.visible_to(user).in_kernen(kern_ids)

    def clean_assessed_on(self) -> PartialDate:
        day: PartialDate = self.cleaned_data["assessed_on"]
        if day.is_after(PartialDate.today()):
            raise forms.ValidationError(
                _("This day still has to come. Fill in the day on which it was decided.")
            )
        return day

    def values(self) -> dict[str, Any]:
        """What the services take, what it leans on apart from it."""
        return {
            name: self.cleaned_data[name]
            for name in ("rung", "assessed_on", "reason", "agreed", "dissent", "source")
        }

    def grounds(self) -> Grounds:
        """What was picked as evidence."""
        return Grounds(**{name: self.cleaned_data[name] for name in self.GROUNDS})

    @property
    def grounds_fields(self) -> list[dict[str, Any]]:
        """The three lists to pick from that hold anything, each with how much was picked."""
        fields = [self[name] for name in self.GROUNDS]
        return [
            {"field": field, "picked": len(_as_list(field.value()))}
            for field in fields
            if any(True for _option in field)
        ]


class AddAssessmentForm(AssessmentFields):
    token = OnceField()

    def __init__(
        self, data: Any = None, *, user: Any, kern: Kern, kern_ids: list[int], signals: tuple[Signal, ...]
    ) -> None:
        initial = {
            "assessed_on": PartialDate.today(),
            "source": gettext("Meeting in %(kern)s") % {"kern": kern.name},
        }
        super().__init__(data, user=user, kern=kern, kern_ids=kern_ids, signals=signals, initial=initial)


class EditAssessmentForm(AssessmentFields):
    version = VersionField()

    def __init__(
        self,
        data: Any = None,
        *,
        user: Any,
        assessment: Assessment,
        kern_ids: list[int],
        signals: tuple[Signal, ...],
        version: int = 0,
    ) -> None:
        initial = {
            name: getattr(assessment, name)
            for name in ("assessed_on", "reason", "agreed", "dissent", "source")
        }
        evidence = list(assessment.evidence.all())
        initial |= {
            "rung": EARLY if assessment.rung is None else str(assessment.rung),
            "signals": [row.signal for row in evidence if row.signal],
            "stories": [row.story_id for row in evidence if row.story_id],
            "initiatives": [row.initiative_id for row in evidence if row.initiative_id],
            "version": version,
        }
        super().__init__(
            data, user=user, kern=assessment.kern, kern_ids=kern_ids, signals=signals, initial=initial
        )


class StepForm(CarefulForm):
    """Since when a kern takes a step to shared ownership, and what it notes about it."""

    started_on = PartialDateFormField(label=_("Since"), required=False, help_text=PRECISELY)
    note = forms.CharField(
        label=_("What do you notice?"),
        required=False,
        max_length=5000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Everybody may read this. Roles and organisations, no names."),
    )
    version = VersionField()

    def __init__(self, data: Any = None, *, row: OwnershipStep | None, version: int = 0) -> None:
        values = {"started_on": row.started_on, "note": row.note} if row else {}
        super().__init__(data, auto_id="veld-%s", initial={**values, "version": version})

    def clean_started_on(self) -> PartialDate | None:
        day: PartialDate | None = self.cleaned_data["started_on"]
        if day and day.is_after(PartialDate.today()):
            raise forms.ValidationError(_("This day still has to come. Fill in since when you do this."))
        return day

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("started_on", "note")}


def _as_list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, Iterable) and not isinstance(value, str) else []
