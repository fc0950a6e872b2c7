"""What a resident does with a running initiative: pausing, stopping, handing over, saying that it began."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from changes.models import Change
from changes.services import undo
from initiatives.models import Initiative, Participation
from residents.models import Registration
from residents.services.living import hand_over
from tests.factories import make_participation
from tests.residents.conftest import Place, text
from wijkweb.kit.partial_dates import PartialDate

pytestmark = pytest.mark.django_db
Make = Callable[..., Registration]
Opened = Callable[[Registration], Client]
HOME = "/mijn-initiatief/overzicht/"


class TestItsLife:
    def test_pausing_asks_one_lesson_and_going_on_brings_back_what_it_was(
        self, published: Make, opened: Opened
    ) -> None:
        client = opened(published())
        assert "reden" not in text(client.get("/mijn-initiatief/pauzeren/")).lower()
        client.post("/mijn-initiatief/pauzeren/", {"lesson": "Begin klein"})
        initiative = Initiative.objects.get(slug="buurttuin")
        assert (initiative.phase, initiative.outcome) == ("gepauzeerd", "Begin klein")
        client.post("/mijn-initiatief/verder/")
        initiative.refresh_from_db()
        assert (initiative.phase, initiative.outcome) == ("draait", "Begin klein")

    def test_stopping_ends_it_today(self, published: Make, opened: Opened) -> None:
        client = opened(published())
        client.post("/mijn-initiatief/stoppen/", {"lesson": ""})
        initiative = Initiative.objects.get(slug="buurttuin")
        assert (initiative.phase, str(initiative.ended_on)) == ("gestopt", str(timezone.localdate()))
        assert client.post("/mijn-initiatief/pauzeren/", {}).status_code == 302
        initiative.refresh_from_db()
        assert initiative.phase == "gestopt"

    def test_handing_over_to_who_takes_part(self, published: Make, opened: Opened, place: Place) -> None:
        registration = published()
        assert registration.initiative
        make_participation(registration.initiative, place.hall)
        client = opened(registration)
        assert client.post("/mijn-initiatief/overdragen/", {}).status_code == 422
        assert client.post("/mijn-initiatief/overdragen/", {"successor": "dorpshuis"}).status_code == 302
        today = str(timezone.localdate())
        drivers = Participation.objects.filter(initiative=registration.initiative, role="trekker").order_by(
            "pk"
        )
        assert [(part.partner, str(part.started_on), str(part.ended_on)) for part in drivers] == [
            (registration.person, "None", today),
            (place.hall, today, "None"),
        ]
        registration.initiative.refresh_from_db()
        assert registration.initiative.phase == "overgedragen"
        undo(Change.objects.latest("pk"), acting_user=place.user)
        registration.initiative.refresh_from_db()
        assert registration.initiative.phase == "draait"
        (one,) = Participation.objects.filter(initiative=registration.initiative, role="trekker")
        assert (one.partner, one.ended_on) == (registration.person, None)

    def test_nobody_in_sight_the_coordinator_helps(self, published: Make, opened: Opened) -> None:
        registration = published()
        client = opened(registration)
        client.post(
            "/mijn-initiatief/overdragen/", {"successor": "iemand-anders", "text": "Misschien het koor"}
        )
        registration.refresh_from_db()
        assert registration.wants_successor
        assert registration.messages.get().text == "Misschien het koor"

    def test_the_resident_says_that_it_began_and_that_it_runs(
        self, published: Make, opened: Opened, place: Place
    ) -> None:
        registration = published()
        assert registration.initiative
        initiative = registration.initiative
        Initiative.objects.filter(pk=initiative.pk).update(phase="gedeeld", started_on=None)
        client = opened(registration)
        assert "Het is begonnen" in text(client.get(HOME))
        for phase, said in (("draait", 0), ("gestart", 1), ("gestart", 1), ("draait", 2), ("", 2)):
            client.post("/mijn-initiatief/begonnen/", {"fase": phase})
            assert (
                Change.objects.filter(subject=initiative.get_absolute_url(), verb="gewijzigd").count() == said
            )
        initiative.refresh_from_db()
        assert (initiative.phase, str(initiative.started_on)) == ("draait", str(timezone.localdate()))
        assert "Het is begonnen" not in text(client.get(HOME))
        undo(Change.objects.latest("pk"), acting_user=place.user)
        initiative.refresh_from_db()
        assert initiative.phase == "gestart"

    def test_with_nobody_yet_there_is_one_way_and_the_coordinator_finds_the_next_step(
        self, published: Make, opened: Opened, anna: Client, place: Place
    ) -> None:
        registration = published()
        client = opened(registration)
        page = client.get("/mijn-initiatief/overdragen/")
        assert page.context["form"]["successor"].value() == "iemand-anders", "no choice to make"
        assert "Vanaf vandaag" not in text(page), "nothing is handed over yet"
        client.post("/mijn-initiatief/overdragen/", {"successor": "iemand-anders", "text": "Mijn buurvrouw"})
        detail = f"/kernen/oosterdorp/aanmeldingen/{registration.key}/"
        seen = text(anna.get(detail))
        assert "/initiatieven/buurttuin/overdragen/" in seen
        assert "/kernen/oosterdorp/partners/nieuw/" in seen
        assert "wilt overdragen" in text(client.get(HOME))
        assert registration.initiative
        hand_over(registration.initiative, place.hall, acting_user=place.user)
        assert "wil overdragen" not in text(anna.get(detail)), "it is done"
        assert "wilt overdragen" not in text(client.get(HOME))

    @pytest.mark.parametrize("days", [1, -4000])
    def test_on_a_day_that_cannot_be_nothing_changes(self, days: int, published: Make, place: Place) -> None:
        from django.core.exceptions import ValidationError

        registration = published()
        assert registration.initiative
        part = Participation.objects.get(initiative=registration.initiative)
        part.started_on = PartialDate.today()
        part.save()
        day = timezone.localdate() + timedelta(days=days)
        with pytest.raises(ValidationError):
            hand_over(registration.initiative, place.hall, acting_user=place.user, on=day)
        assert Participation.objects.filter(initiative=registration.initiative).count() == 1
