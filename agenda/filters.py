"""What may be asked of the agenda. What is not understood counts as not asked."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.access import Viewer, visible_records
from agenda.happenings import Moment
from initiatives.happening import Known
from initiatives.models import Activity, Initiative, OpenToAll, Organiser
from partners.models import LifeDomain
from wijkweb.kit.forms import StyledForm
from wijkweb.kit.text import fold

LIST, WEEK, MONTH, WEEKEND = "lijst", "week", "maand", "weekend"
LIST_DAYS = 28
LIST_MOST = 120  # moments in the list; then it goes on at the next day, on the next page
CELL_MOST = {WEEK: 20, MONTH: 8}  # in one day of a grid; the rest of that day stands in the list
EARLIEST, LATEST = date(1950, 1, 1), date(2150, 1, 1)
ACCESS_CHOICES = (
    ("is_step_free", _("step-free")),
    ("has_lift", _("lift")),
    ("has_toilet", _("accessible toilet")),
)


@dataclass(frozen=True)
class Stretch:
    """The days that a page shows, and the day on which the page before and the page after it begin."""

    view: str
    first: date
    last: date
    before: date
    after: date

    @property
    def is_told(self) -> bool:
        """Whether it is a list of what there is, and not a grid of all days."""
        return self.view in (LIST, WEEKEND)

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]


def stretch_of(view: str, day: date) -> Stretch:
    """Four weeks from a day, the week or the month in which it lies, or the weekend in which it lies or that comes next."""
    if view == MONTH:
        first = day.replace(day=1)
        after = (first + timedelta(days=32)).replace(day=1)
        return Stretch(
            view, first, after - timedelta(days=1), (first - timedelta(days=1)).replace(day=1), after
        )
    if view == WEEK:
        first, length = day - timedelta(days=day.weekday()), 7
    elif view == WEEKEND:
        first = day - timedelta(days=day.weekday()) + timedelta(days=5)
        return Stretch(
            view, first, first + timedelta(days=1), first - timedelta(days=7), first + timedelta(days=7)
        )
    else:
        first, length = day, LIST_DAYS
    step = timedelta(days=length)
    return Stretch(view, first, first + step - timedelta(days=1), first - step, first + step)


class AgendaFilter(StyledForm):
    """Which days, and of those: which life domain, target group, access, and what is open to all."""

    weergave = forms.ChoiceField(
        label=_("View"),
        choices=[(LIST, _("List")), (WEEKEND, _("Weekend")), (WEEK, _("Week")), (MONTH, _("Month"))],
        required=False,
    )
    dag = forms.DateField(
        label=_("From day"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    levensgebied = forms.ChoiceField(label=_("Life domain"), required=False)
    doelgroep = forms.CharField(label=_("For whom"), required=False, max_length=100)
    toegang = forms.MultipleChoiceField(
        label=_("Getting in"),
        required=False,
        choices=ACCESS_CHOICES,
        widget=forms.CheckboxSelectMultiple,
    )
    open = forms.BooleanField(label=_("open to all"), required=False)

    def __init__(self, data: Any = None, *, groups: Iterable[str] = ()) -> None:
        super().__init__(data or {}, auto_id="filter-%s")
        domains = [(value, capfirst(str(label))) for value, label in LifeDomain.choices]
        domain: Any = self.fields["levensgebied"]
        domain.choices = [("", _("all life domains")), *domains]
        self.groups = sorted(set(groups), key=fold)
        if self.groups:
            choices = [("", _("everybody")), *((group, group.replace("-", " ")) for group in self.groups)]
            field = forms.ChoiceField(label=_("For whom"), required=False, choices=choices)
            field.widget.attrs["class"] = "utrecht-select utrecht-select--html-select"
            self.fields["doelgroep"] = field
        else:
            del self.fields["doelgroep"]
        self.is_valid()

    @property
    def stretch(self) -> Stretch:
        today = timezone.localdate()
        day = self.cleaned_data.get("dag") or today
        if not EARLIEST <= day <= LATEST:
            day = today
        found = stretch_of(self.cleaned_data.get("weergave") or LIST, day)
        if found.view == WEEKEND and found.last == today:
            return replace(found, first=today)  # on a Sunday, Saturday is over
        return found

    @property
    def asked(self) -> dict[str, Any]:
        """The filters that are on, as they stand in an address."""
        names = ("levensgebied", "doelgroep", "toegang", "open")
        known = {name: self.cleaned_data.get(name) for name in names}
        if known["open"]:
            known["open"] = "on"
        return {name: value for name, value in known.items() if value}

    def passes(self, moment: Moment) -> bool:
        """Whether something is asked for. What is not known never passes."""
        asked = self.cleaned_data
        domain, group = asked.get("levensgebied"), asked.get("doelgroep")
        return (
            (not domain or domain in moment.domains)
            and (not group or group in moment.target_groups)
            and all(moment.access.get(name) == Known.YES for name in asked.get("toegang") or ())
            and (not asked.get("open") or moment.open_to_all == OpenToAll.YES)
        )

    def narrowed(self, rows: QuerySet[Activity], viewer: Viewer) -> QuerySet[Activity]:
        """The activities among `rows` of which `passes` would say yes; two queries at most."""
        asked = self.cleaned_data
        domain, group = asked.get("levensgebied"), asked.get("doelgroep")
        for name in asked.get("toegang") or ():
            rows = rows.filter(**{name: Known.YES})
        if asked.get("open"):
            rows = rows.filter(open_to_all=OpenToAll.YES)
        if domain:
            organised = Organiser.objects.filter(
                visible_records(viewer, "partner__kern"), partner__life_domain=domain
            )
            initiatives = Initiative.objects.visible_to_viewer(viewer).values_list("pk", "life_domains")
            named = [
                pk
                for pk, domains in initiatives.filter(pk__in=rows.order_by().values("initiative"))
                if domain in domains
            ]
            rows = rows.filter(Q(pk__in=organised.values("activity")) | Q(initiative__in=named))
        if group:
            groups = rows.order_by().values_list("pk", "target_groups")
            rows = rows.filter(pk__in=[pk for pk, names in groups if group in names])
        return rows

    @property
    def asks_what_outsiders_do_not_tell(self) -> bool:
        """Whether something is asked that no calendar of a partner says: for whom, getting in, open to all."""
        return bool(set(self.asked) - {"levensgebied"})

    def is_doubtful(self, moment: Moment) -> bool:
        """Whether something is left out only because nobody knows how it is with getting in, or whom it is open to."""
        asked = self.cleaned_data
        known_yes = (Known.YES.value, Known.UNKNOWN.value)
        domain, group = asked.get("levensgebied"), asked.get("doelgroep")
        return (
            not self.passes(moment)
            and (not domain or domain in moment.domains)
            and (not group or group in moment.target_groups)
            and all(
                moment.access.get(name, Known.UNKNOWN.value) in known_yes
                for name in asked.get("toegang") or ()
            )
            and (not asked.get("open") or moment.open_to_all in (OpenToAll.YES, OpenToAll.UNKNOWN))
        )
