"""The web of a kern on a day as somebody may see it, as material for what is worked out while they wait."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access import Viewer
from network.analysis.figures import Material
from network.analysis.web import build_web
from network.source import Source, partner_record, read_source
from places.models import Kern


@dataclass(frozen=True)
class SeenWeb:
    """What was read of a kern, and the material of one day made of it: partners and ties, no activities."""

    source: Source
    material: Material


def seen_web(kern: Kern, viewer: Viewer, day: date) -> SeenWeb:
    """Read what `viewer` may see of `kern`; what they may not see is left out before there is a web."""
    source = read_source(kern, viewer)
    web = build_web(source.records, [str(pk) for pk in source.kern_ids], day)
    parties = source.parties_on(day)
    partners = {slug: partner_record(parties[slug]) for slug in web.partners}
    return SeenWeb(source, Material(day=day, web=web, partners=partners))


class DayForm(forms.Form):
    """On which day; today when none is given, or one that is not understood."""

    dag = forms.DateField(label=_("Day"), required=False, input_formats=["%Y-%m-%d"])

    def __init__(self, data: Any, **kwargs: Any) -> None:
        super().__init__({"dag": data.get("dag", "")}, **kwargs)
        self.fields["dag"].error_messages["invalid"] = _(
            "This is not a day. Write it as 2017-10-31; today is shown."
        )

    @property
    def day(self) -> date:
        self.is_valid()
        chosen: date | None = self.cleaned_data.get("dag")
        return chosen or timezone.localdate()
