"""A partner contact keeps the activities of their own organisation, and of no other; the coordinator sees what they did."""

from datetime import date, time
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, Role, User
from agenda.models import Occurrence
from changes.models import Change
from initiatives.models import Activity
from partners.models import Partner
from places.models import Kern
from tests.agenda.conftest import make_activity
from tests.factories import make_kern, make_partner, make_user

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
TUESDAY = "FREQ=WEEKLY;BYDAY=TU"
DEEDS = ("activity_edit", "activity_cancel", "activity_restore", "activity_attendance", "activity_history")


@pytest.fixture
def house(kern: Kern) -> Partner:
    return make_partner("Dorpshuis", kern, life_domain="wonen", mailbox="Balie@dorpshuis.nl")


@pytest.fixture
def kees(kern: Kern, house: Partner) -> User:
    return make_user(Role.PARTNER_CONTACT, kern, email="balie@dorpshuis.nl", name="Kees")


@pytest.fixture
def own(client: Client, kees: User) -> Client:
    client.force_login(kees, backend=BACKEND)
    return client


def values(**more: Any) -> dict[str, Any]:
    return {
        "name": "Soep",
        "dated_on": "2026-12-10",
        "begins_at": "12:00",
        "seen": "",
        "interval": "1",
        **more,
    }


def add(client: Client, kern: Kern, **more: Any) -> Any:
    return client.post(reverse("activity_add", args=[kern.slug]), values(**more))


def statuses(client: Client, activity: Activity) -> set[int]:
    found = {
        client.get(reverse(name, args=[activity.slug])).status_code
        for name in DEEDS
        if "history" in name or name in DEEDS[:2]
    }
    return found | {
        client.post(reverse(name, args=[activity.slug]), values(note="x", number="1")).status_code for name in DEEDS[:4]
    }  # fmt: skip


def test_entering_is_for_their_own_partner(own: Client, kern: Kern, house: Partner, kees: User) -> None:
    club = make_partner("Club", kern)
    form = own.get(reverse("activity_add", args=[kern.slug])).context["form"]
    assert form.fields["on_behalf_of"].initial == house
    for name in ("organiser_1", "initiative", "source", "kern"):
        assert name not in form.fields
    assert [value for value, _label in form.fields["visibility"].choices] == ["public", "network"]
    assert add(own, kern, on_behalf_of=club.pk).status_code == 422
    assert add(own, kern, on_behalf_of=house.pk, visibility="coordinators").status_code == 422
    assert not Activity.objects.exists()
    assert add(own, kern, on_behalf_of=house.pk, organiser_1="Club", source="x").status_code == 302
    made = Activity.objects.get()
    assert [row.partner for row in made.organiser_rows.all()] == [house]
    assert (made.kern, made.visibility, made.source) == (kern, "public", "")
    assert Change.objects.get().made_by == kees


def test_editing_and_cancelling_what_is_their_own(own: Client, kern: Kern, house: Partner) -> None:
    sport = make_activity("Sporten", kern, "2026-12-01", house, make_partner("Club", kern), rule=TUESDAY, begins_at=time(10), source="Krant")  # fmt: skip
    page = own.get(sport.get_absolute_url()).content.decode()
    assert reverse("activity_edit", args=[sport.slug]) in page
    address = reverse("activity_edit", args=[sport.slug]) + "?wat=alle"
    version = own.get(address).context["form"]["version"].value()
    answer = own.post(
        address,
        values(name="Bewegen", dated_on="2026-12-01", repeat="WEEKLY", weekdays=["1"], version=version),
    )
    assert answer.status_code == 302
    sport.refresh_from_db()
    assert (sport.name, sport.source, sport.organiser_rows.count()) == ("Bewegen", "Krant", 2)
    once = reverse("activity_edit", args=[sport.slug]) + "?wat=keer&dag=2026-12-08"
    assert own.post(once, {"name": "Bewegen", "note": "Buiten", "version": 0}).status_code == 302
    off = reverse("activity_cancel", args=[sport.slug]) + "?dag=2026-12-15"
    assert own.post(off, {"scope": "keer", "note": "Zaal dicht"}).status_code == 302
    assert Occurrence.objects.get(day=date(2026, 12, 15)).is_cancelled
    assert own.post(reverse("activity_restore", args=[sport.slug]) + "?dag=2026-12-15").status_code == 302
    assert not Occurrence.objects.get(day=date(2026, 12, 15)).is_cancelled
    history = own.get(reverse("activity_history", args=[sport.slug])).content.decode()
    assert "Bewegen" in history
    assert "Zaal dicht" in history


def test_what_others_lead_is_not_theirs(own: Client, kern: Kern, house: Partner) -> None:
    club = make_partner("Club", kern, mailbox="club@voorbeeld.nl")
    of_others = [
        make_activity("Van de club", kern, "2026-12-05", club),
        make_activity("Samen met de club voorop", kern, "2026-12-05", club, house),
        make_activity("Van niemand", kern, "2026-12-05", location_partner=house),
    ]
    for activity in of_others:
        assert statuses(own, activity) == {403}
        assert (
            reverse("activity_edit", args=[activity.slug])
            not in own.get(activity.get_absolute_url()).content.decode()
        )
    closed = make_activity("Besloten", kern, "2026-12-05", house, visibility="coordinators")
    assert statuses(own, closed) == {404}
    for name, arguments in (("calendar_list", [kern.slug]), ("kern_changes", [kern.slug])):
        assert own.get(reverse(name, args=arguments)).status_code == 403
    mine = make_activity("Eigen", kern, "2026-12-05", house)
    combine = reverse("activity_combine", args=[mine.slug])
    assert own.post(combine, {"met": "van-de-club"}).status_code == 403


def test_another_kern_does_not_exist(own: Client, kern: Kern, house: Partner) -> None:
    far = make_kern("Verweg")
    there = make_activity("Daar", far, "2026-12-05", house)
    assert statuses(own, there) == {404}
    assert own.get(reverse("activity_add", args=[far.slug])).status_code == 404
    assert add(own, far, on_behalf_of=house.pk).status_code == 404
    assert own.post(reverse("activity_clashes", args=[far.slug]), values()).status_code == 404


@pytest.mark.parametrize("end", ["role", "mailbox", "partner"])
def test_it_ends_with_the_role_with_the_mailbox_and_with_the_partner(
    end: str, own: Client, kern: Kern, house: Partner, kees: User
) -> None:
    add(own, kern, on_behalf_of=house.pk)
    made, change = Activity.objects.get(), Change.objects.get()
    if end == "role":
        Membership.objects.filter(user=kees).update(ended_at=timezone.now())
    elif end == "mailbox":
        Partner.objects.update(mailbox="anders@dorpshuis.nl")
    else:
        Partner.objects.update(ended_on=20261101)
    expected = 404 if end == "role" else 403
    assert statuses(own, made) == {expected}
    assert own.post(reverse("change_undo", args=[change.pk])).status_code == expected
    assert Activity.objects.filter(pk=made.pk).exists()


def test_they_take_back_what_they_did_and_do_it_again_and_nothing_of_others(
    own: Client, kern: Kern, house: Partner, anna: User
) -> None:
    add(own, kern, on_behalf_of=house.pk)
    undo = reverse("change_undo", args=[Change.objects.get().pk])
    assert 'action="' + undo in own.get(Activity.objects.get().get_absolute_url()).content.decode()
    assert own.get(reverse("change_detail", args=[Change.objects.get().pk])).status_code == 200
    assert own.post(undo).status_code == 302
    assert not Activity.objects.exists()
    again = Change.objects.latest("pk")
    assert own.post(reverse("change_undo", args=[again.pk])).status_code == 302
    made = Activity.objects.get()
    own.post(reverse("activity_cancel", args=[made.slug]), {"note": "Zaal dicht"})
    assert own.post(reverse("change_undo", args=[Change.objects.latest("pk").pk])).status_code == 302
    made.refresh_from_db()
    assert not made.is_cancelled
    from agenda.services import change_activity

    change_activity(made, {"note": "Van Anna"}, acting_user=anna)
    by_anna = Change.objects.latest("pk")
    assert own.post(reverse("change_undo", args=[by_anna.pk])).status_code == 403
    assert own.get(reverse("change_detail", args=[by_anna.pk])).status_code == 403


def test_the_coordinator_sees_it_and_may_take_it_back(
    own: Client, kern: Kern, house: Partner, anna: User
) -> None:
    add(own, kern, on_behalf_of=house.pk)
    change = Change.objects.get()
    own.force_login(anna, backend=BACKEND)
    for address in (reverse("kern_changes", args=[kern.slug]), reverse("start", args=[kern.slug])):
        body = own.get(address).content.decode()
        assert "Soep" in body, address
        assert "Kees" in body, address
    own.post(reverse("change_undo", args=[change.pk]))
    assert not Activity.objects.exists()


def test_the_history_says_of_which_party_somebody_is(
    own: Client, kern: Kern, house: Partner, kees: User
) -> None:
    User.objects.filter(pk=kees.pk).update(name="")
    assert add(own, kern, on_behalf_of=house.pk).status_code == 302
    Partner.objects.filter(pk=house.pk).update(name="Buurthuis", mailbox="")
    assert Change.objects.get().who == "iemand van Dorpshuis (B.)", "as it was when it was done"


def test_who_coordinates_speaks_for_the_kern_also_when_they_hold_a_mailbox(
    client: Client, kern: Kern, house: Partner
) -> None:
    both = make_user(Role.COORDINATOR, kern, email="balie@dorpshuis.nl", name="")
    Membership.objects.create(user=both, role=Role.PARTNER_CONTACT, kern=kern)
    client.force_login(both, backend=BACKEND)
    assert add(client, kern, organiser_1="Dorpshuis").status_code == 302
    assert Change.objects.get().who == f"een coördinator van {kern} (B.)"


def test_who_speaks_for_several_chooses_one(own: Client, kern: Kern, house: Partner) -> None:
    cafe = make_partner("Buurtcafé", kern, mailbox="balie@dorpshuis.nl")
    add(own, kern, on_behalf_of=cafe.pk)
    assert [row.partner for row in Activity.objects.get().organiser_rows.all()] == [cafe]


def test_without_a_partner_nothing_is_entered(client: Client, kern: Kern) -> None:
    client.force_login(make_user(Role.PARTNER_CONTACT, kern, email="niemand@voorbeeld.nl"), backend=BACKEND)
    assert client.get(reverse("activity_add", args=[kern.slug])).status_code == 403
    assert (
        reverse("activity_add", args=[kern.slug])
        not in client.get(reverse("agenda", args=[kern.slug])).content.decode()
    )
