"""What partners and coordinators fill in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partners.models import Partner, PartnerForm, RelationKind
from upkeep.models import Direction
from upkeep.services.reporting import PUBLIC_FIELDS
from wijkweb.kit.forms import StyledForm, WebsiteField
from wijkweb.kit.privacy import holds_bsn


class CardForm(StyledForm):
    """The fields of its card that a partner may propose to change: those that everybody sees."""

    name = forms.CharField(label=_("Name"), max_length=300)
    description = forms.CharField(
        label=_("What you do, in a few sentences"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("Everybody can read this. Do not write about persons."),
    )
    location = forms.CharField(label=_("Where people can find you"), max_length=300, required=False)
    rhythm = forms.CharField(label=_("How often you meet"), max_length=200, required=False)
    website = WebsiteField(label=_("Website"))
    mailbox = forms.EmailField(
        label=_("Mail address of your organisation"),
        required=False,
        help_text=_("A general address, not that of one person. Leave it empty to get no more mail from us."),
    )

    def __init__(self, partner: Partner, data: Any = None) -> None:
        self.partner = partner
        super().__init__(data, initial={name: getattr(partner, name) for name in PUBLIC_FIELDS})
        if partner.form != PartnerForm.GROUP:
            del self.fields["rhythm"]
        for name, hint in (("name", "organization"), ("website", "url"), ("mailbox", "email")):
            self.fields[name].widget.attrs["autocomplete"] = hint

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for name in ("name", "description", "location", "rhythm"):
            if holds_bsn(str(values.get(name, ""))):
                text = _(
                    "This looks like a citizen service number (BSN). Take it out; it may not be kept here."
                )
                self.add_error(name, text)
        return values


class MailboxForm(StyledForm):
    """Asking for a new link."""

    mailbox = forms.EmailField(
        label=_("Mail address of your organisation"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class AddressForm(StyledForm):
    """Asking for a new link to what is kept about oneself."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class SettingsForm(StyledForm):
    """How a kern keeps itself fresh."""

    term_months = forms.IntegerField(
        label=_("After how many months must something be confirmed again?"),
        min_value=1,
        max_value=120,
        required=False,
        help_text=_("Empty means twelve. A party or tie may have a term of its own."),
    )
    mails_on = forms.BooleanField(
        label=_("Ask partners each year by mail whether their card is still right"),
        required=False,
        help_text=_("Only organisations and groups with a mail address, when their card is old."),
    )


# How a partner says what it has with another one: value, words, kind, who gives.
TOGETHER: tuple[tuple[str, Any, str, str], ...] = (
    ("werkt-samen", _("we work together"), RelationKind.WORKS_WITH, Direction.MUTUAL),
    ("kent", _("we know each other"), RelationKind.KNOWS, Direction.MUTUAL),
    ("overlegt", _("we consult each other"), RelationKind.CONSULTS, Direction.MUTUAL),
    ("deelt-ruimte", _("we share a space"), RelationKind.SHARES_SPACE, Direction.MUTUAL),
)
WE: tuple[tuple[str, Any, str, str], ...] = (
    ("wij-verwijzen", _("we refer people to them"), RelationKind.REFERS, Direction.GIVES),
    ("wij-lenen-uit", _("we lend to them"), RelationKind.LENDS, Direction.GIVES),
    ("wij-betalen", _("we fund them"), RelationKind.FUNDS, Direction.GIVES),
    ("wij-besturen", _("we govern them"), RelationKind.GOVERNS, Direction.GIVES),
    ("wij-geven-vrijwilligers", _("we give them volunteers"), RelationKind.VOLUNTEERS, Direction.GIVES),
)
THEY: tuple[tuple[str, Any, str, str], ...] = (
    ("zij-verwijzen", _("they refer people to us"), RelationKind.REFERS, Direction.GETS),
    ("zij-lenen-uit", _("they lend to us"), RelationKind.LENDS, Direction.GETS),
    ("zij-betalen", _("they fund us"), RelationKind.FUNDS, Direction.GETS),
    ("zij-besturen", _("they govern us"), RelationKind.GOVERNS, Direction.GETS),
    ("zij-geven-vrijwilligers", _("they give us volunteers"), RelationKind.VOLUNTEERS, Direction.GETS),
)
WAYS = {value: (kind, direction) for value, _words, kind, direction in (*TOGETHER, *WE, *THEY)}
DEFAULT_WAY = "werkt-samen"
WAY_CHOICES = [
    (heading, [(value, words) for value, words, _kind, _direction in ways])
    for heading, ways in ((_("Together"), TOGETHER), (_("We"), WE), (_("They"), THEY))
]
