"""Entering and changing what there is to do: one time, what follows, or all; undone, in the history, and two at once."""

from datetime import date, time
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from accounts.access import ANYBODY
from accounts.models import Role, User
from agenda.happenings import happenings
from agenda.models import Occurrence
from changes.models import Change
from changes.services import undo
from initiatives.models import Activity, Organiser
from partners.models import Partner
from places.models import Kern
from tests.agenda.conftest import make_activity
from tests.factories import make_partner, make_user
from wijkweb.kit.partial_dates import PartialDate

pytestmark = pytest.mark.django_db
TUESDAY = "FREQ=WEEKLY;BYDAY=TU"


def add(client: Client, kern: Kern, **values: Any) -> Any:
    return client.post(reverse("activity_add", args=[kern.slug]), {"name": "Koffie", **values})


def edit(client: Client, activity: Activity, query: str = "", **values: Any) -> Any:
    """Open the form, change some of it and send all of it."""
    address = reverse("activity_edit", args=[activity.slug]) + query
    form = client.get(address).context["form"]
    data: dict[str, Any] = {}
    for box in form:
        shown = box.value()
        if shown is not None and shown is not False:
            widget = box.field.widget
            data[box.html_name] = widget.format_value(shown) if hasattr(widget, "format_value") else shown
            if isinstance(shown, list):
                data[box.html_name] = shown
    return client.post(address, {name: value for name, value in (data | values).items() if value is not None})


@pytest.fixture
def sport(kern: Kern, house: Partner) -> Activity:
    return make_activity(
        "Sporten", kern, "2026-12-01", house, rule=TUESDAY, begins_at=time(10), ends_at=time(11)
    )


def days(kern: Kern, first: str = "2026-12-01", last: str = "2026-12-31") -> list[tuple[str, int]]:
    found = happenings(ANYBODY, [kern.pk], date.fromisoformat(first), date.fromisoformat(last))
    return [(moment.name, moment.day.day) for moment in found if moment.day]


def test_a_name_and_a_day_are_enough(signed_in: Client, kern: Kern) -> None:
    answer = add(signed_in, kern, dated_on="2026-12-10")
    activity = Activity.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == activity.get_absolute_url()
    assert (activity.slug, activity.visibility, activity.has_lift) == ("koffie", "public", "onbekend")
    assert activity.rule == ""


def test_everything_of_a_series_is_kept(signed_in: Client, kern: Kern, house: Partner) -> None:
    add(
        signed_in, kern, dated_on="2026-12-02", begins_at="10:00", ends_at="11:30", repeat="WEEKLY", interval="2",
        weekdays=["1", "3"], repeats_until="2027-06-30", except_on="2026-12-29; 24-12-2026", place="dorpshuis",
        is_step_free="ja", has_toilet="nee", target_groups="ouderen, jongeren", open_to_all="ja",
        organiser_1="Dorpshuis", note="Neem een beker mee", visibility="network",
    )  # fmt: skip
    activity = Activity.objects.get()
    assert (activity.rule, str(activity.dated_on)) == ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH", "2026-12-03")
    assert (activity.repeats_until, activity.except_on) == (date(2027, 6, 30), ["2026-12-24", "2026-12-29"])
    assert (activity.location_partner, activity.location) == (house, "")
    assert (activity.is_step_free, activity.has_lift, activity.has_toilet) == ("ja", "onbekend", "nee")
    assert [row.partner for row in activity.organiser_rows.all()] == [house]
    assert activity.target_groups == ["ouderen", "jongeren"]


@pytest.mark.parametrize(
    ("repeat", "day", "rule"),
    [
        ("DAILY", "2026-12-02", "FREQ=DAILY"),
        ("WEEKLY", "2026-12-02", "FREQ=WEEKLY;BYDAY=WE"),
        ("nth", "2026-12-08", "FREQ=MONTHLY;BYDAY=2TU"),
        ("nth", "2026-12-31", "FREQ=MONTHLY;BYDAY=-1TH"),
        ("MONTHLY", "2026-12-15", "FREQ=MONTHLY;BYMONTHDAY=15"),
        ("YEARLY", "2026-12-05", "FREQ=YEARLY"),
    ],
)
def test_each_way_of_repeating(repeat: str, day: str, rule: str, signed_in: Client, kern: Kern) -> None:
    add(signed_in, kern, dated_on=day, repeat=repeat)
    activity = Activity.objects.get()
    assert activity.rule == rule
    form = signed_in.get(reverse("activity_edit", args=[activity.slug]) + "?wat=alle").context["form"]
    assert form["repeat"].value() == repeat


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": ""}, "name"),
        ({"dated_on": "2026-02-31"}, "dated_on"),
        ({"repeat": "WEEKLY"}, "dated_on"),
        ({"repeat": "WEEKLY", "dated_on": "2026-12-02", "repeats_until": "2026-12-01"}, "repeats_until"),
        ({"repeat": "WEEKLY", "dated_on": "2026-12-02", "except_on": "morgen"}, "except_on"),
        ({"repeat": "WEEKLY", "dated_on": "2026-12-02", "interval": "0"}, "interval"),
        ({"repeat": "SECONDLY", "dated_on": "2026-12-02"}, "repeat"),
        ({"begins_at": "14:00", "ends_at": "13:00"}, "ends_at"),
        ({"ends_at": "13:00"}, "begins_at"),
        ({"begins_at": "25:00"}, "begins_at"),
        ({"organiser_1": "Bestaat niet"}, "organiser_1"),
        ({"description": "bel 111222333"}, "description"),
        ({"weekdays": ["9"]}, "weekdays"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_is_stored(
    values: dict[str, Any], field: str, signed_in: Client, kern: Kern
) -> None:
    answer = add(signed_in, kern, **values)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Activity.objects.exists()


def test_past_midnight_is_an_end(signed_in: Client, kern: Kern) -> None:
    assert add(signed_in, kern, dated_on="2026-12-31", begins_at="20:00", ends_at="01:00").status_code == 302


def test_a_series_without_a_known_start_goes_on_for_ever(signed_in: Client, kern: Kern) -> None:
    add(signed_in, kern, repeat="WEEKLY", weekdays=["1"])
    assert days(kern) == [("Koffie", day) for day in (1, 8, 15, 22, 29)]


def test_a_double_click_makes_one(signed_in: Client, kern: Kern) -> None:
    token = str(uuid4())
    answers = [add(signed_in, kern, dated_on="2026-12-10", token=token) for _turn in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert Activity.objects.count() == 1


def test_what_is_known_of_a_place_is_taken_over(signed_in: Client, kern: Kern) -> None:
    make_activity("Eerder", kern, "2026-11-01", location="Oude school", has_lift="ja", has_toilet="nee")
    add(signed_in, kern, dated_on="2026-12-10", place="oude school")
    made = Activity.objects.get(name="Koffie")
    assert (made.has_lift, made.has_toilet, made.is_step_free) == ("ja", "nee", "onbekend")
    add(signed_in, kern, name="Thee", dated_on="2026-12-10", place="oude school", has_lift="nee")
    assert Activity.objects.get(name="Thee").has_toilet == "onbekend"


def test_who_repeats_is_asked_which_times(signed_in: Client, sport: Activity) -> None:
    body = signed_in.get(reverse("activity_edit", args=[sport.slug]) + "?dag=2026-12-08").content.decode()
    for scope in ("keer", "volgende", "alle"):
        assert f"wat={scope}" in body
    assert "dag=2026-12-08" in body


def test_one_time_is_changed_and_the_rest_stays(signed_in: Client, kern: Kern, sport: Activity) -> None:
    answer = edit(
        signed_in, sport, "?wat=keer&dag=2026-12-08", moved_to="2026-12-09", place="Plein", note="Buiten!"
    )
    assert answer.status_code == 302
    row = Occurrence.objects.get()
    assert (row.day, row.moved_to, row.location, row.note) == (
        date(2026, 12, 8),
        date(2026, 12, 9),
        "Plein",
        "Buiten!",
    )
    assert (row.begins_at, row.name) == (None, "")  # as the series says
    assert days(kern) == [("Sporten", day) for day in (1, 9, 15, 22, 29)]
    undo(Change.objects.latest("pk"), acting_user=None)
    assert days(kern) == [("Sporten", day) for day in (1, 8, 15, 22, 29)]


def test_what_follows_is_changed_and_what_was_stays(
    signed_in: Client, kern: Kern, sport: Activity, house: Partner
) -> None:
    Occurrence.objects.create(activity=sport, day=date(2026, 12, 22), note="Kerstballen mee")
    Occurrence.objects.create(activity=sport, day=date(2026, 12, 1), attendance=30)
    before = (
        list(Activity.objects.values()),
        list(Occurrence.objects.values()),
        list(Organiser.objects.values()),
    )
    edit(
        signed_in,
        sport,
        "?wat=volgende&dag=2026-12-15",
        name="Sporten binnen",
        begins_at="11:00",
        ends_at="12:00",
    )
    old, new = Activity.objects.order_by("pk")
    assert (old.repeats_until, old.begins_at) == (date(2026, 12, 14), time(10))
    assert (str(new.dated_on), new.begins_at, new.slug) == ("2026-12-15", time(11), "sporten-binnen")
    assert [row.partner for row in new.organiser_rows.all()] == [house]
    assert set(old.occurrences.values_list("day", flat=True)) == {date(2026, 12, 1)}
    assert days(kern) == [("Sporten", 1), ("Sporten", 8), ("Sporten binnen", 15), ("Sporten binnen", 22), ("Sporten binnen", 29)]  # fmt: skip
    undo(Change.objects.latest("pk"), acting_user=None)
    assert before == (
        list(Activity.objects.values()), list(Occurrence.objects.values()), list(Organiser.objects.values())
    )  # fmt: skip


def test_from_the_first_day_on_is_all_of_it(signed_in: Client, sport: Activity) -> None:
    edit(signed_in, sport, "?wat=volgende&dag=2026-12-01", name="Bewegen")
    assert Activity.objects.get().name == "Bewegen"


def test_all_times_are_changed_and_lost_ones_are_told(signed_in: Client, kern: Kern, sport: Activity) -> None:
    Occurrence.objects.create(activity=sport, day=date(2026, 12, 8), note="Buiten")
    address = reverse("activity_edit", args=[sport.slug]) + "?wat=alle"
    answer = edit(signed_in, sport, "?wat=alle", weekdays=["3"])
    assert answer.status_code == 302
    sport.refresh_from_db()
    assert (sport.rule, str(sport.dated_on)) == ("FREQ=WEEKLY;BYDAY=TH", "2026-12-03")
    assert "valt niet meer op een dag van deze reeks" in signed_in.get(address).content.decode()
    assert days(kern) == [("Sporten", day) for day in (3, 10, 17, 24, 31)]


def test_nothing_changed_leaves_no_trace(signed_in: Client, sport: Activity) -> None:
    count = Change.objects.count()
    assert edit(signed_in, sport, "?wat=alle").status_code == 302
    assert edit(signed_in, sport, "?wat=keer&dag=2026-12-08").status_code == 302
    assert Change.objects.count() == count
    assert not Occurrence.objects.exists()


def test_two_at_one_activity_see_both_versions(signed_in: Client, kern: Kern, sport: Activity) -> None:
    bas = make_user(Role.COORDINATOR, kern, name="Bas")
    other = Client()
    other.force_login(bas, backend="django.contrib.auth.backends.ModelBackend")
    mine = signed_in.get(reverse("activity_edit", args=[sport.slug]) + "?wat=alle").context["form"]
    edit(other, sport, "?wat=alle", name="Van Bas")
    answer = edit(signed_in, sport, "?wat=alle", name="Van Anna", version=mine["version"].value())
    assert answer.status_code == 409
    body = answer.content.decode()
    assert "Van Bas" in body
    assert "Van Anna" in body
    assert "wat=alle" in answer.context["action"]
    sport.refresh_from_db()
    assert sport.name == "Van Bas"


def test_two_at_one_time_that_nobody_changed_before_see_both_versions(
    signed_in: Client, kern: Kern, sport: Activity
) -> None:
    query = "?wat=keer&dag=2026-12-08"
    edit(signed_in, sport, query, note="Van Bas")
    answer = edit(signed_in, sport, query, note="Van Anna", version="0")
    assert answer.status_code == 409
    assert Occurrence.objects.get().note == "Van Bas"
    chosen = {"keuze-note": "van-mij", "gezien": str(answer.context["seen"])}
    assert edit(signed_in, sport, query, note="Van Anna", version="0", **chosen).status_code == 302
    assert Occurrence.objects.get().note == "Van Anna"


def test_an_organiser_whom_a_colleague_added_meanwhile_stays(
    signed_in: Client, kern: Kern, sport: Activity, house: Partner
) -> None:
    club, school = make_partner("Club", kern), make_partner("School", kern)
    form = signed_in.get(reverse("activity_edit", args=[sport.slug]) + "?wat=alle").context["form"]
    Organiser.objects.create(activity=sport, partner=club, position=1)
    edit(
        signed_in, sport, "?wat=alle", seen=form["seen"].value(), organiser_1="", organiser_2="", organiser_3="School"
    )  # fmt: skip
    assert {row.partner for row in sport.organiser_rows.all()} == {club, school}
    undo(Change.objects.latest("pk"), acting_user=None)
    assert {row.partner for row in sport.organiser_rows.all()} == {club, house}


def test_cancelling_one_time_keeps_it_in_sight(signed_in: Client, kern: Kern, sport: Activity) -> None:
    address = reverse("activity_cancel", args=[sport.slug]) + "?dag=2026-12-08"
    assert signed_in.post(address, {"scope": "keer"}).status_code == 422
    assert signed_in.post(address, {"scope": "keer", "note": "Zaal dicht"}).status_code == 302
    found = happenings(ANYBODY, [kern.pk], date(2026, 12, 8), date(2026, 12, 15))
    assert [(one.is_cancelled, one.note) for one in found] == [(True, "Zaal dicht"), (False, "")]
    signed_in.post(reverse("activity_restore", args=[sport.slug]) + "?dag=2026-12-08")
    assert not any(
        one.is_cancelled for one in happenings(ANYBODY, [kern.pk], date(2026, 12, 8), date(2026, 12, 15))
    )


def test_cancelling_what_follows_ends_the_series(signed_in: Client, kern: Kern, sport: Activity) -> None:
    address = reverse("activity_cancel", args=[sport.slug]) + "?dag=2026-12-15"
    signed_in.post(address, {"scope": "volgende", "note": "De trekker stopt"})
    assert days(kern) == [("Sporten", 1), ("Sporten", 8)]
    undo(Change.objects.latest("pk"), acting_user=None)
    assert len(days(kern)) == 5


def test_cancelling_all_of_it(signed_in: Client, kern: Kern, sport: Activity) -> None:
    signed_in.post(
        reverse("activity_cancel", args=[sport.slug]) + "?dag=2026-12-15", {"scope": "alle", "note": "Stop"}
    )
    found = happenings(ANYBODY, [kern.pk], date(2026, 12, 1), date(2026, 12, 31))
    assert {one.is_cancelled for one in found} == {True}
    assert "Het gaat niet door" in Client().get(sport.get_absolute_url()).content.decode()


def test_visitors_are_counted_per_time(signed_in: Client, sport: Activity) -> None:
    address = reverse("activity_attendance", args=[sport.slug])
    assert signed_in.post(address, {"number": "12"}).status_code == 404  # of which time?
    assert signed_in.post(f"{address}?dag=2026-12-02", {"number": "12"}).status_code == 404
    assert signed_in.post(f"{address}?dag=2026-12-01", {"number": "twaalf"}).status_code == 422
    signed_in.post(f"{address}?dag=2026-12-01", {"number": "12"})
    row = Occurrence.objects.get()
    assert (row.attendance, row.is_different) == (12, False)
    sport.refresh_from_db()
    assert sport.attendance is None


def test_the_history_tells_it_all_in_words(signed_in: Client, kern: Kern, sport: Activity) -> None:
    edit(signed_in, sport, "?wat=alle", repeat="nth", begins_at="09:30", except_on="2027-01-05")
    edit(signed_in, sport, "?wat=keer&dag=2027-02-02", note="Buiten")
    body = signed_in.get(reverse("activity_history", args=[sport.slug])).content.decode()
    for words in ("elke maand op de eerste dinsdag", "elke dinsdag", "09:30", "5 januari 2027", "Buiten"):
        assert words in body
    assert "FREQ" not in body


def test_a_place_is_never_a_person(signed_in: Client, kern: Kern) -> None:
    from tests.factories import make_person

    make_person("Dominee", kern)
    add(signed_in, kern, dated_on="2026-12-10", place="Dominee")
    assert Activity.objects.get().location_partner is None


def test_an_old_date_known_to_the_year_can_be_kept(signed_in: Client, kern: Kern) -> None:
    old = make_activity("Toen", kern, "2015")
    edit(signed_in, old, description="Lang geleden")
    old.refresh_from_db()
    assert (old.dated_on, old.description) == (PartialDate(2015), "Lang geleden")


def test_a_coordinator_elsewhere_changes_nothing(
    client: Client, kern: Kern, sport: Activity, anna: User
) -> None:
    from tests.factories import make_kern

    stranger = make_user(Role.COORDINATOR, make_kern("Elders"))
    client.force_login(stranger, backend="django.contrib.auth.backends.ModelBackend")
    for name in ("activity_edit", "activity_cancel", "activity_history"):
        assert client.get(reverse(name, args=[sport.slug])).status_code == 404
    for name in (
        "activity_edit",
        "activity_cancel",
        "activity_restore",
        "activity_attendance",
        "activity_combine",
    ):
        assert client.post(reverse(name, args=[sport.slug]), {"note": "x", "number": "1"}).status_code == 404
    assert anna.pk
