"""What the demo lends: the package tells of a bus, party tents and a hall that are lent, but has no columns for it."""

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from initiatives.models import Offer
from interchange.writing import Differences, Stamp
from partners.models import Partner
from sharing.models import Loan, LoanState
from sharing.services.booking import occupy

# What is lent; of the hall also a size and how one gets in, as an example. Its toilet stays unknown.
LENT: dict[str, dict[str, object]] = {
    "aanbod-bus": {},
    "aanbod-partytenten": {},
    "aanbod-zaal": {"seats": 60, "day_parts": ["middag", "avond"], "lift": "ja", "step_free": "ja"},
}
# Who borrows what, from how many days after today, for how many more days, and whether that is agreed.
LOANS = (
    ("aanbod-bus", "v-en-r", 9, 0, LoanState.AGREED),
    ("aanbod-bus", "muziekvereniging-wilhelmina", 16, 1, LoanState.ASKED),
    ("aanbod-partytenten", "de-buitensluis", -5, 2, LoanState.AGREED),
    ("aanbod-zaal", "muziekvereniging-wilhelmina", 4, 0, LoanState.AGREED),
)


def lend_as_told(today: date) -> None:
    """Let be lent what the package says is lent, with a loan for each: one is late, one waits for an answer."""
    stamp = Stamp(None, timezone.now(), _("example: lent, as the description says"))
    differences = Differences()
    for offer in Offer.objects.filter(slug__in=LENT):
        values = {"is_lent": True, **LENT[offer.slug]}
        for name, value in values.items():
            setattr(offer, name, value)
        differences.add_change(offer, set(values))
    differences.write(Offer, ("slug",), stamp)
    offers = Offer.objects.in_bulk(list(LENT), field_name="slug")
    partners = Partner.objects.in_bulk([loan[1] for loan in LOANS], field_name="slug")
    for what, who, after, more, state in LOANS:
        if what in offers and who in partners:
            first = today + timedelta(days=after)
            loan = Loan.objects.create(
                offer=offers[what],
                borrower=partners[who],
                first_day=first,
                last_day=first + timedelta(days=more),
                state=state,
            )
            occupy(loan)
