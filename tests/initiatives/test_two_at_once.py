"""What somebody else stored a moment ago is kept, whichever deed comes next."""

from collections.abc import Callable
from typing import Any

import pytest

from agenda.services import cancel, change_activity, combine, restore, set_attendance
from initiatives.models import Activity, Initiative, Participation
from initiatives.services import change_initiative, change_participation, end_participation
from partners.models import Partner, Relation
from partners.services import (
    change_partner,
    change_relation,
    confirm_partner,
    confirm_relation,
    end_partner,
    end_relation,
    set_involvement,
)
from tests.agenda.conftest import make_activity
from tests.factories import make_initiative, make_kern, make_participation, make_partner, make_relation

pytestmark = pytest.mark.django_db
Deed = Callable[[Any], Any]
DEEDS: list[tuple[type[Any], Deed]] = [
    (Activity, lambda row: change_activity(row, {"note": "Neem een kop mee"}, acting_user=None)),
    (Activity, lambda row: set_attendance(row, None, 12, acting_user=None)),
    (Activity, lambda row: cancel(row, scope="alle", day=None, note="Storm", acting_user=None)),
    (Activity, lambda row: restore(row, day=None, acting_user=None)),
    (Activity, lambda row: combine(row, None, Activity.objects.exclude(pk=row.pk)[0], acting_user=None)),
    (Activity, lambda row: combine(Activity.objects.exclude(pk=row.pk)[0], None, row, acting_user=None)),
    (Initiative, lambda row: change_initiative(row, {"phase": "gepauzeerd"}, acting_user=None)),
    (Participation, lambda row: change_participation(row, {"role": "besluit"}, acting_user=None)),
    (Participation, lambda row: end_participation(row, acting_user=None)),
    (Partner, lambda row: change_partner(row, {"rhythm": "elke week"}, acting_user=None)),
    (Partner, lambda row: confirm_partner(row, acting_user=None)),
    (Partner, lambda row: set_involvement(row, "keyspeler", acting_user=None)),
    (Partner, lambda row: end_partner(row, acting_user=None)),
    (Relation, lambda row: change_relation(row, {"strength": 3}, acting_user=None)),
    (Relation, lambda row: confirm_relation(row, acting_user=None)),
    (Relation, lambda row: end_relation(row, acting_user=None)),
]


@pytest.mark.parametrize(("model", "deed"), DEEDS)
def test_a_deed_writes_over_nothing_that_it_is_not_about(model: type[Any], deed: Deed) -> None:
    kern = make_kern()
    one = make_partner("De Brug", kern)
    make_relation(one, make_partner("De Kerk", kern))
    make_participation(make_initiative("Buurttafel", kern), one)
    make_activity("Soep", kern, "2026-12-04")
    make_activity("Pannenkoeken", kern, "2026-12-04", one, target_groups=["kinderen"])
    read_before = model.objects.order_by("pk")[0]
    model.objects.filter(pk=read_before.pk).update(description="van een ander")
    deed(read_before)
    assert model.objects.get(pk=read_before.pk).description == "van een ander"
    assert model.history.filter(id=read_before.pk).latest().description == "van een ander"
