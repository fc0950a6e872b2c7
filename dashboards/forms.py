"""What a visitor may ask of these pages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from wijkweb.kit.text import fold


class KernSearch(forms.Form):
    """A part of the name of a kern."""

    zoek = forms.CharField(label=_("Search a kern"), required=False, max_length=100)

    def wanted(self) -> str:
        """What to look for, as names are stored; empty when nothing usable was asked."""
        return fold(self.cleaned_data["zoek"]) if self.is_valid() else ""
