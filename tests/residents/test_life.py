"""The life of an initiative: phases, drivers, handing over; and what to look at once in a while."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from changes.models import Change
from changes.services import undo
from initiatives.models import Participation
from initiatives.services import add_initiative
from residents.models import Registration
from residents.services.living import STEPS, go_on, hand_over, step_to
from residents.watching import (
    ONE_PERSON,
    SAME,
    SILENT,
    TAKEN_OVER,
    WANTS_OUT,
    Driver,
    Going,
    Remark,
    _shared_words,
    remarks,
)
from tests.factories import make_initiative, make_participation, make_partner, make_person
from tests.residents.conftest import Place, text
from wijkweb.kit.partial_dates import PartialDate

pytestmark = pytest.mark.django_db
Make = Callable[..., Registration]
LOOK = "/kernen/oosterdorp/kijk-hier-eens-naar/"


class TestPhases:
    def test_each_step_is_one_deed_and_its_history_is_told_with_dates(
        self, place: Place, anna: Client
    ) -> None:
        with time_machine.travel("2026-03-01 12:00:00+01:00", tick=False):
            initiative = add_initiative(
                acting_user=place.user, kern=place.kern, name="Buurttuin", phase="gedeeld"
            )
        with time_machine.travel("2026-04-01 12:00:00+02:00", tick=False):
            step_to(initiative, "gestart", acting_user=place.user)
        with time_machine.travel("2026-05-01 12:00:00+02:00", tick=False):
            step_to(initiative, "draait", acting_user=place.user)
        page = anna.get("/initiatieven/buurttuin/levensloop/")
        assert [(stage.phase, str(stage.day)) for stage in page.context["stages"]] == [
            ("gedeeld", "2026-03-01"),
            ("gestart", "2026-04-01"),
            ("draait", "2026-05-01"),
        ]
        initiative.refresh_from_db()
        assert str(initiative.started_on) == "2026-04-01"

    def test_what_was_taken_back_on_the_same_day_is_not_told(self, place: Place, anna: Client) -> None:
        initiative = add_initiative(acting_user=place.user, kern=place.kern, name="Buurttuin", phase="draait")
        step_to(initiative, "gepauzeerd", acting_user=place.user)
        undo(Change.objects.latest("pk"), acting_user=place.user)
        page = anna.get("/initiatieven/buurttuin/levensloop/")
        assert [stage.phase for stage in page.context["stages"]] == ["draait"]

    def test_by_the_pages_a_pause_asks_a_lesson_and_can_be_undone(self, place: Place, anna: Client) -> None:
        path = "/initiatieven/zangkoor/stap/gepauzeerd/"
        assert "leren" in text(anna.get(path))
        values = {"lesson": "Zing zacht", "token": str(uuid4())}
        for _ in range(2):
            anna.post(path, values)
        place.choir.refresh_from_db()
        assert (place.choir.phase, place.choir.outcome) == ("gepauzeerd", "Zing zacht")
        undo(Change.objects.latest("pk"), acting_user=place.user)
        place.choir.refresh_from_db()
        assert (place.choir.phase, place.choir.outcome) == ("draait", "")

    def test_a_step_that_does_not_exist_is_refused(self, place: Place, anna: Client) -> None:
        with pytest.raises(ValidationError):
            step_to(place.choir, "droom", acting_user=place.user)
        with pytest.raises(ValidationError):
            go_on(place.choir, acting_user=place.user)
        assert anna.post("/initiatieven/zangkoor/stap/droom/", {}).status_code == 422
        assert anna.get("/initiatieven/zangkoor/stap/overgedragen/").status_code == 404
        assert set(STEPS) == {
            "droom",
            "gedeeld",
            "gestart",
            "draait",
            "overgedragen",
            "gestopt",
            "gepauzeerd",
        }

    def test_to_stop_and_to_go_on_after_all(self, place: Place) -> None:
        step_to(place.choir, "gestopt", acting_user=place.user)
        place.choir.refresh_from_db()
        assert str(place.choir.ended_on) == str(timezone.localdate())
        step_to(place.choir, "draait", acting_user=place.user)
        place.choir.refresh_from_db()
        assert place.choir.ended_on is None


class TestHandingOver:
    def test_on_one_day_one_stops_and_the_other_starts(self, place: Place, anna: Client) -> None:
        club = make_partner("De Club", place.kern)
        day = timezone.localdate() - timedelta(days=3)
        values = {"successor": "De Club", "on": str(day), "token": str(uuid4())}
        before = Change.objects.count()
        for _ in range(2):
            answer = anna.post("/initiatieven/zangkoor/overdragen/", values)
        assert answer.status_code in (302, 422)
        assert Change.objects.count() == before + 1
        drivers = Participation.objects.filter(initiative=place.choir, role="trekker").order_by("pk")
        assert [(part.partner, str(part.ended_on)) for part in drivers] == [
            (place.hall, str(day)),
            (club, "None"),
        ]
        assert str(drivers[1].started_on) == str(day)
        page = text(anna.get("/initiatieven/zangkoor/levensloop/"))
        assert "Dorpshuis" in page
        assert "De Club" in page
        undo(Change.objects.latest("pk"), acting_user=place.user)
        (one,) = Participation.objects.filter(initiative=place.choir, role="trekker")
        assert (one.partner, one.ended_on) == (place.hall, None)
        place.choir.refresh_from_db()
        assert place.choir.phase == "draait"

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"successor": ""}, "successor"),
            ({"successor": "Bestaat niet"}, "successor"),
            ({"successor": "Dorpshuis"}, "successor"),
            ({"successor": "De Club", "on": "2999-01-01"}, "on"),
            ({"successor": "De Club", "on": "ooit"}, "on"),
        ],
    )
    def test_what_does_not_fit_is_said_at_its_field(
        self, values: dict[str, str], field: str, place: Place, anna: Client
    ) -> None:
        make_partner("De Club", place.kern)
        answer = anna.post("/initiatieven/zangkoor/overdragen/", {"on": str(timezone.localdate()), **values})
        assert answer.status_code == 422
        assert field in answer.context["form"].errors
        assert Participation.objects.filter(initiative=place.choir).count() == 1

    def test_two_drivers_both_stop(self, place: Place) -> None:
        club, third = make_partner("De Club", place.kern), make_partner("De Derde", place.kern)
        make_participation(place.choir, club, role="trekker")
        hand_over(place.choir, third, acting_user=place.user)
        still = Participation.objects.filter(initiative=place.choir, role="trekker", ended_on__isnull=True)
        assert [part.partner for part in still] == [third]


TODAY = date(2026, 11, 25)
LONG, SHORT = TODAY - timedelta(days=184), TODAY - timedelta(days=182)
RESIDENT, WORKER = Driver("burgers", is_person=True), Driver("professionals", is_person=False, since=LONG)


@pytest.mark.parametrize(
    ("going", "found"),
    [
        (Going(1, "A"), []),
        (Going(1, "A", True, (WORKER,)), [Remark(TAKEN_OVER, 1, since=LONG)]),
        (Going(1, "A", True, (Driver("professionals", False, SHORT),)), []),
        (Going(1, "A", True, (Driver("professionals", False),)), []),
        (Going(1, "A", False, (WORKER,)), []),
        (Going(1, "A", True, (WORKER, RESIDENT)), []),
        (Going(1, "A", True, (RESIDENT,)), [Remark(ONE_PERSON, 1)]),
        (Going(1, "A", True, (RESIDENT,), others=1), []),
        (Going(1, "A", True, (RESIDENT, RESIDENT)), []),
        (Going(1, "A", others=1, heard_on=TODAY - timedelta(days=366)), [Remark(SILENT, 1, since=TODAY - timedelta(days=366))]),
        (Going(1, "A", heard_on=TODAY - timedelta(days=364)), []),
        (Going(1, "A", wants_successor=True), [Remark(WANTS_OUT, 1)]),
    ],
)  # fmt: skip
def test_what_is_remarked(going: Going, found: list[Remark]) -> None:
    assert remarks([going], TODAY) == found


def test_two_that_do_the_same_share_a_word_and_people_or_a_domain() -> None:
    old = frozenset({"ouderen"})
    tea = Going(1, "Theetuin Oosterdorp", target_groups=old)
    again = Going(2, "De theetuin van Oosterdorp", target_groups=old)
    other = Going(3, "Theetuin", target_groups=frozenset({"jongeren"}))
    market = Going(4, "Markt Oosterdorp", target_groups=old)
    assert remarks([tea, again, other, market], TODAY, ["Oosterdorp"]) == [], (
        "a word of three names tells nothing"
    )
    assert remarks([tea, again, market], TODAY, ["Oosterdorp"]) == [Remark(SAME, 1, other=2)]
    assert remarks([tea, other], TODAY, ["Oosterdorp"]) == [], "not for the same people"
    meal, table = (
        Going(5, "Koken voor ouderen", target_groups=old),
        Going(6, "Zingen met ouderen", target_groups=old),
    )
    assert remarks([meal, table], TODAY) == [], "half of the words is not enough"


class TestLookHere:
    def test_each_remark_has_words_and_a_way_to_do_something(
        self, place: Place, anna: Client, published: Make
    ) -> None:
        registration = published()
        Registration.objects.filter(pk=registration.pk).update(
            alive_on=timezone.localdate() - timedelta(days=400), wants_successor=True
        )
        worker = make_partner("Zorg", place.kern, kind="zorginstelling", layer="professionals")
        taken = make_initiative("Eettafel", place.kern, origin="burger", target_groups=["ouderen"])
        make_participation(taken, worker, role="trekker", started_on=PartialDate(2020))
        make_initiative("Eettafel Noord", place.kern, target_groups=["ouderen"])
        make_initiative(
            "Voorbij", place.kern, origin="burger", phase="gestopt", drivers=[make_person("X", place.kern)]
        )
        make_partner(
            "Breiclub",
            place.kern,
            form="groep",
            kind="informele groep",
            hangs_on=make_person("Y", place.kern),
        )
        answer = anna.get(LOOK)
        lines = answer.context["lines"]
        assert [(line.kind, line.name) for line in lines] == [
            (WANTS_OUT, "Buurttuin"),
            (TAKEN_OVER, "Eettafel"),
            (ONE_PERSON, "Buurttuin"),
            (SILENT, "Buurttuin"),
            (SAME, "Eettafel"),
            (ONE_PERSON, "Breiclub"),
        ]
        assert lines[4].other_name == "Eettafel Noord"
        for line in lines:
            assert line.text
            assert anna.get(line.deed_url).status_code == 200
            assert line.deed_url in text(answer)
        assert "En nog 3" in text(anna.get(f"{LOOK}stand/"))

    def test_nothing_to_look_at_is_said(self, place: Place, anna: Client) -> None:
        assert "Er valt nu niets op" in text(anna.get(LOOK))

    def test_it_costs_the_same_for_many(self, place: Place, anna: Client) -> None:
        def queries() -> int:
            with CaptureQueriesContext(connection) as caught:
                anna.get(LOOK)
            return len(caught)

        make_initiative("Een", place.kern, drivers=[make_person("A", place.kern)])
        anna.get(LOOK)
        before = queries()
        for number in range(8):
            make_initiative(f"Plan {number}", place.kern, drivers=[make_person(f"P{number}", place.kern)])
        assert queries() == before

    def test_another_kern_is_not_looked_at(self, place: Place, anna: Client) -> None:
        make_initiative("Elders", place.elsewhere, drivers=[make_person("Z", place.elsewhere)])
        assert not anna.get(LOOK).context["lines"]
        assert anna.get("/kernen/westerdorp/kijk-hier-eens-naar/").status_code == 404


def test_who_is_not_signed_in_sees_no_person_in_a_life(place: Place, published: Make, client: Client) -> None:
    published()
    page = text(client.get("/initiatieven/buurttuin/levensloop/"))
    assert "inwoner achter" not in page
    assert "niemand die u kunt zien" in page


def test_only_names_that_share_a_word_are_compared() -> None:
    words = {1: {"tuin", "thee"}, 2: {"thee", "tuin"}, 3: {"markt"}, 4: set(), 5: {"koor", "thuis"}}
    assert _shared_words(words) == {(1, 2): 2}
