"""What comes in from the work list."""

from typing import Any

from django import forms
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from brokering.models import State
from partners.models import Partner
from wijkweb.kit.forms import OnceField, StyledForm

BACK = "terughalen"


class Decision(models.TextChoices):
    PROPOSE = "voorstellen", _("propose")
    ASIDE = "terzijde", _("put aside")


class DecisionForm(forms.Form):
    """What a coordinator does with an idea: two short names and a decision."""

    eerste = forms.SlugField(max_length=120)
    tweede = forms.SlugField(max_length=120)
    besluit = forms.ChoiceField(choices=Decision)
    token = OnceField()

    def __init__(self, *args: Any, partners: models.QuerySet[Partner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.partners = partners

    def clean(self) -> dict[str, Any]:
        """The two parties, as far as they may be seen; `pair` is missing when one is not there."""
        values = super().clean() or {}
        slugs = [values.get("eerste"), values.get("tweede")]
        found = {partner.slug: partner for partner in self.partners.filter(slug__in=[s for s in slugs if s])}
        if len(found) == 2:
            values["pair"] = [found[slug] for slug in slugs if slug]
        else:
            self.add_error(None, _("One of the two parties is no longer here."))
        return values


class StepForm(forms.Form):
    """The next step of an introduction, with what it led to."""

    stap = forms.ChoiceField(choices=[*State.choices, (BACK, BACK)])
    tekst = forms.CharField(required=False, max_length=2_000)
    token = OnceField()


class ConsentForm(StyledForm):
    """On which day a person said yes."""

    datum = forms.DateField(
        label=_("agreed on"),
        initial=timezone.localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Fill in on which day this person agreed."),
            "invalid": _("Fill in a day, such as 2026-11-24."),
        },
    )
