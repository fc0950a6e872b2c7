"""The four questions, the help that is agreed, and when the next one is."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from checkups.dates import add_months
from checkups.models import FEWEST, MOST, CheckUp, KernCheckups, Outcome, Plan, Support, Way, WelfareRole
from checkups.rows import Row
from checkups.services.filling import QUESTIONS, NewSupport
from initiatives.models import Initiative
from partners.forms.choosing import Parties, PartyField
from post import links
from wijkweb.kit.forms import CarefulForm, OnceField, StyledForm, VersionField

NO_DAY = _("This is not a day. Write it as 2026-12-31.")
FARTHEST = 10 * 12  # months


def words(choices: Any, first: Any = None) -> list[tuple[str, Any]]:
    """Choices that begin with a capital, after an empty one when `first` says what it reads."""
    found: list[tuple[str, Any]] = [(value, capfirst(str(label))) for value, label in choices]
    return [("", first), *found] if first else found


class DayField(forms.DateField):
    """A day, with the calendar of the browser."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput({"type": "date"}, "%Y-%m-%d")
        super().__init__(widget=widget, error_messages={"invalid": NO_DAY}, **kwargs)


def question(label: Any, help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
    )


class FourQuestions(CarefulForm):
    """What everybody fills in: the trekker by the link, the coordinator during a conversation."""

    on_course = question(_("Is it still on course?"), _("Does it still do what it was begun for?"))
    habits = question(
        _("Are there sacred cows, or habits?"),
        _("What goes on only because it always went like this? What could you do without?"),
    )
    cooperation = question(
        _("Is new cooperation possible?"), _("With whom would you like to do something together?")
    )
    needs = question(_("What is needed?"), _("Hands, a place, money, advice, a successor, or nothing."))
    outcome = forms.ChoiceField(
        label=_("How does it go on?"),
        choices=words(Outcome.choices),
        initial=Outcome.STAYS,
        widget=forms.RadioSelect,
        help_text=_("To stop or to hand over is a good end, too."),
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, auto_id="veld-%s", **kwargs)

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if not any(values.get(name) or name in self.errors for name in QUESTIONS):
            self.add_error(
                "on_course", _("Answer at least one of the four questions; a few words are enough.")
            )
        return values

    @property
    def questions(self) -> list[forms.BoundField]:
        return [self[name] for name in QUESTIONS]

    def values(self) -> dict[str, Any]:
        """What the services take."""
        names = (*QUESTIONS, "outcome", "done_on", "next_on")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


class LinkForm(FourQuestions):
    """For the driver, who has only the link."""

    sleutel = forms.CharField(required=False, max_length=links.LONGEST_TOKEN, widget=forms.HiddenInput)
    version = VersionField()

    def clean_sleutel(self) -> str:
        return str(self.cleaned_data["sleutel"])


class SupportFields(CarefulForm):
    """Who helps with what, before when: a party by name, or a role of the welfare work."""

    support = forms.CharField(label=_("What is agreed"), max_length=300)
    role = forms.ChoiceField(
        label=_("Who does it: a role of the welfare work"),
        required=False,
        choices=words(WelfareRole.choices, _("– somebody else –")),
    )
    owner = PartyField(label=_("Or a party"), help_text=_("Type the name of a party."))
    due_on = DayField(label=_("Before"))

    def __init__(self, data: Any = None, *, user: Any, initiative: Initiative, **kwargs: Any) -> None:
        self.also = kwargs.pop("also", ())
        super().__init__(data, auto_id="veld-%s", **kwargs)
        self.parties = Parties(user, initiative.kern, self.also)
        field: Any = self.fields["owner"]
        field.parties = self.parties

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if self.asks_for_support and "owner" not in self.errors:
            if values.get("owner") and values.get("role"):
                self.add_error("owner", _("Choose one: a role, or a party."))
            elif not values.get("owner") and not values.get("role"):
                self.add_error("role", _("Choose who does it."))
        return values

    @property
    def asks_for_support(self) -> bool:
        return True

    def new_support(self) -> NewSupport | None:
        """What was agreed; None when nothing was filled in."""
        if not self.asks_for_support:
            return None
        values = self.cleaned_data
        return NewSupport(values["support"].strip(), values["due_on"], values["owner"], values["role"])


class SupportForm(SupportFields):
    """Adding help that was agreed, or correcting it."""

    token = OnceField()
    version = VersionField()

    def __init__(
        self,
        data: Any = None,
        *,
        user: Any,
        initiative: Initiative,
        record: Support | None = None,
        version: int = 0,
    ) -> None:
        initial: dict[str, Any] = {"version": version}
        if record is not None:
            initial |= {
                "support": record.text,
                "role": record.role,
                "owner": record.owner_id,
                "due_on": record.due_on,
            }
        also = (record.owner_id,) if record else ()
        super().__init__(data, user=user, initiative=initiative, also=also, initial=initial)

    def values(self) -> dict[str, Any]:
        values = self.cleaned_data
        return {
            "text": values["support"].strip(),
            "owner": values["owner"],
            "role": values["role"],
            "due_on": values["due_on"],
        }


class TalkForm(FourQuestions, SupportFields):
    """For the coordinator: the questions, the day, the next date, and one line of help that is agreed with them.

    after: the check-up that was the last one when this form was opened, so that a second one at the same time is seen.
    """

    done_on = DayField(label=_("Talked over on"))
    next_on = DayField(
        label=_("Next check-up"),
        required=False,
        help_text=_("Empty means: after the usual interval."),
    )
    after = VersionField()
    version = VersionField()
    token = OnceField()

    def __init__(
        self,
        data: Any = None,
        *,
        user: Any,
        row: Row,
        checkup: CheckUp | None = None,
        after: int = 0,
        version: int = 0,
    ) -> None:
        today = timezone.localdate()
        initial: dict[str, Any] = {"after": after, "version": version, "done_on": today}
        if checkup is not None:
            initial |= {name: getattr(checkup, name) for name in (*QUESTIONS, "outcome", "done_on")}
        asked = checkup.next_on if checkup is not None else None
        initial["next_on"] = asked or add_months(checkup.done_on if checkup else today, row.months)
        SupportFields.__init__(self, data, user=user, initiative=row.initiative, initial=initial)
        for name in ("support", "due_on"):
            self.fields[name].required = False
        if checkup is not None and checkup.way == Way.LINK:
            self.fields["done_on"].label = _("Filled in on")

    @property
    def asks_for_support(self) -> bool:
        return any(self.data.get(name, "").strip() for name in ("support", "owner", "role", "due_on"))

    def clean_done_on(self) -> date:
        day: date = self.cleaned_data["done_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day has yet to come. Choose today or an earlier day."))
        return day

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        done, after = values.get("done_on"), values.get("next_on")
        if done and after and after <= done:
            self.add_error("next_on", _("The next check-up comes after this one. Choose a later day."))
        elif after and after > add_months(timezone.localdate(), FARTHEST):
            self.add_error("next_on", _("This is more than ten years away. Choose an earlier day."))
        if self.asks_for_support:
            if not values.get("support") and "support" not in self.errors:
                self.add_error("support", _("Say what is agreed, or make the other fields empty."))
            if not values.get("due_on") and "due_on" not in self.errors:
                self.add_error("due_on", _("Say before when, or make the other fields empty."))
        return values


class SettingsForm(StyledForm):
    """How a kern does its check-ups."""

    is_on = forms.BooleanField(
        label=_("Do check-ups in this kern"),
        required=False,
        help_text=_("The first ones are spread over the time that follows; nothing is late at once."),
    )
    months = forms.IntegerField(
        label=_("How many months between two check-ups?"), min_value=FEWEST, max_value=MOST
    )
    mails_on = forms.BooleanField(
        label=_("Invite who drives the initiative by mail"),
        required=False,
        help_text=_(
            "One mail when it has its turn, and at most one reminder after a month. Who has no mailbox is yours to visit."
        ),
    )
    version = VersionField()

    def __init__(self, data: Any = None, *, stored: KernCheckups, version: int = 0) -> None:
        names = ("is_on", "months", "mails_on")
        initial = {name: getattr(stored, name) for name in names}
        super().__init__(data, auto_id="veld-%s", initial=initial | {"version": version})

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("is_on", "months", "mails_on")}


class PlanForm(StyledForm):
    """What one initiative does otherwise than its kern."""

    months = forms.IntegerField(
        label=_("How many months between two check-ups?"),
        required=False,
        min_value=FEWEST,
        max_value=MOST,
    )
    next_on = DayField(
        label=_("Next check-up"),
        required=False,
        help_text=_("Empty means: as it follows from the last one."),
    )
    is_off = forms.BooleanField(label=_("This initiative needs no check-up any more"), required=False)
    version = VersionField()

    def __init__(self, data: Any = None, *, stored: Plan, usual: int, version: int = 0) -> None:
        initial = {name: getattr(stored, name) for name in ("months", "next_on", "is_off")}
        super().__init__(data, auto_id="veld-%s", initial=initial | {"version": version})
        self.fields["months"].help_text = _("Empty means as the kern does: %(number)d.") % {"number": usual}
        self.stored = stored

    def clean_next_on(self) -> date | None:
        day: date | None = self.cleaned_data["next_on"]
        today = timezone.localdate()
        if day is None or day == self.stored.next_on:
            return day
        if day < today:
            raise forms.ValidationError(_("This day is over. Choose today or a later day."))
        if day > add_months(today, FARTHEST):
            raise forms.ValidationError(_("This is more than ten years away. Choose an earlier day."))
        return day

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("months", "next_on", "is_off")}


class NewLinkForm(StyledForm):
    """Asking for a new link."""

    address = forms.EmailField(
        label=_("The mail address at which you got the invitation"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
