"""What is filled in to hand an initiative over to a neighbour without an account."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import AddressField
from post.reachable import plain_address
from residents.forms import add_consent_fields, consents_in
from residents.models import MOST_NAME, Purpose
from wijkweb.kit.forms import CarefulForm, OnceField


class NeighbourForm(CarefulForm):
    """Whom to ask. own_address: of the resident who asks."""

    email = AddressField(
        label=_("E-mail address of your neighbour"),
        autocomplete="off",
        help_text=_("We send one mail to it. Without an answer we erase the address after seven days."),
        error_messages={
            "required": _("Fill in the e-mail address of your neighbour."),
            "invalid": _("This is not an e-mail address. An example: naam@voorbeeld.nl."),
        },
    )
    first_name = forms.CharField(
        label=_("First name of your neighbour"),
        required=False,
        max_length=MOST_NAME,
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text=_("You may leave this empty. It is not in the mail; your neighbour can change it."),
    )
    agreed = forms.BooleanField(
        label=_("My neighbour knows that I ask this."),
        error_messages={"required": _("Talk to your neighbour first, then tick this.")},
    )
    token = OnceField()

    def __init__(self, data: Any = None, *, own_address: str) -> None:
        super().__init__(data, auto_id="veld-%s")
        self.own_address = own_address

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"])
        if plain_address(email) == plain_address(self.own_address):
            raise forms.ValidationError(_("This is your own address. Fill in the address of who takes over."))
        return email


class TakeOverForm(CarefulForm):
    """Who says yes, and what that person agrees to; nothing is ticked."""

    first_name = forms.CharField(
        label=_("Your first name"),
        required=False,
        max_length=MOST_NAME,
        widget=forms.TextInput({"autocomplete": "given-name"}),
        help_text=_(
            "You may leave this empty. Only the coordinator of your kern can see it, unless you choose otherwise below."
        ),
    )
    is_sixteen = forms.BooleanField(
        label=_("I am 16 years or older."),
        error_messages={
            "required": _("Tick this if you are 16 years or older. Who is younger cannot take over.")
        },
    )

    def __init__(self, data: Any = None, *, first_name: str = "") -> None:
        super().__init__(data, auto_id="veld-%s", initial={"first_name": first_name})
        add_consent_fields(self)

    @property
    def consents(self) -> list[forms.BoundField]:
        return [self[f"mag_{purpose.value}"] for purpose in Purpose]

    def values(self) -> dict[str, Any]:
        """What the service takes."""
        values = {name: self.cleaned_data[name] for name in ("first_name", "is_sixteen")}
        return {**values, "consents": consents_in(self.cleaned_data)}
