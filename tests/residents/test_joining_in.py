"""What comes after the initiative of a resident stands on the map: parties that join in, messages by the button."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from changes.models import Change
from changes.services import undo
from initiatives.models import Initiative, Participation
from partners.models import Partner
from post import links
from residents.models import Invitation, Registration
from residents.services.deciding import publish
from residents.services.inviting import CannotInvite, answer_invitation, invite
from tests.factories import make_partner, make_person
from tests.residents.conftest import CANARIES, EMAIL, NAME, Place, mails, text, token_in

pytestmark = pytest.mark.django_db
Make = Callable[..., Registration]
LIST = "/kernen/oosterdorp/aanmeldingen/"


def at(registration: Registration, what: str = "") -> str:
    return f"{LIST}{registration.key}/" + (f"{what}/" if what else "")


def filled(**other: Any) -> dict[str, Any]:
    standard = {"name": "Buurttuin", "description": "Een tuin", "visibility": "public", "token": str(uuid4())}
    return {**standard, **other}


class TestJoiningIn:
    @pytest.fixture
    def garden(self, make: Make, place: Place) -> Registration:
        registration = make(seeks="een zaal om te vergaderen")
        publish(
            registration, acting_user=place.user, name="Buurttuin", description="x", life_domains=["wonen"]
        )
        registration.refresh_from_db()
        return registration

    def test_a_suggested_party_is_asked_and_says_yes_with_one_click(
        self, garden: Registration, place: Place, anna: Client, client: Client
    ) -> None:
        assert "zit in hetzelfde levensgebied" in text(anna.get(at(garden))).lower()
        anna.post(at(garden, "uitnodigen"), {"partij": "dorpshuis"})
        (mail,) = mails("join-initiative")
        assert mail.to == place.hall.mailbox
        said = f"{mail.subject} {mail.text} {mail.html}".lower()
        assert not [word for word in CANARIES if word in said]
        token = token_in(mail)
        assert "Buurttuin" in text(client.get("/meedoen/", {links.QUERY: token}))
        assert Participation.objects.filter(partner=place.hall, initiative=garden.initiative).count() == 0
        assert client.post("/meedoen/", {links.QUERY: token, "doe": "ja"}).status_code == 302
        (news,) = mails("resident-joined")
        assert news.to == EMAIL
        assert "Dorpshuis doet mee" in news.text
        assert "Dorpshuis" not in news.subject
        assert client.post("/meedoen/", {links.QUERY: token, "doe": "nee"}).status_code == 410
        part = Participation.objects.get(partner=place.hall, initiative=garden.initiative)
        assert (part.role, str(part.started_on)) == ("doet-mee", str(timezone.localdate()))
        assert Invitation.objects.get().state == "ja"
        undo(Change.objects.latest("pk"), acting_user=place.user)
        assert Invitation.objects.get().state == "gevraagd"
        assert not Participation.objects.filter(partner=place.hall, initiative=garden.initiative).exists()

    def test_who_has_the_room_helps_and_no_is_a_good_answer(self, garden: Registration, place: Place) -> None:
        assert garden.initiative
        invite(garden.initiative, place.hall, reasons=[["ruimte", ""]], acting_user=place.user)
        link = links.read("join-initiative", token_in(mails("join-initiative")[-1]))
        assert link
        assert answer_invitation(link, joins=False)
        assert not Participation.objects.filter(partner=place.hall, initiative=garden.initiative).exists()
        invite(garden.initiative, place.hall, reasons=[["ruimte", ""]], acting_user=place.user)
        link = links.read("join-initiative", token_in(mails("join-initiative")[-1]))
        assert link
        assert answer_invitation(link, joins=True)
        assert (
            Participation.objects.get(partner=place.hall, initiative=garden.initiative).role == "faciliteert"
        )

    def test_twice_is_one_mail(self, garden: Registration, place: Place) -> None:
        assert garden.initiative
        assert invite(garden.initiative, place.hall, reasons=[], acting_user=place.user)
        assert invite(garden.initiative, place.hall, reasons=[], acting_user=place.user) is None
        assert len(mails("join-initiative")) == 1

    def test_who_gets_no_mail(self, garden: Registration, place: Place, anna: Client) -> None:
        assert garden.initiative
        without = make_partner("Zonder bus", place.kern, life_domain="wonen")
        for partner in (make_person("Dominee", place.kern, mailbox="dominee@voorbeeld.nl"), without):
            with pytest.raises(CannotInvite):
                invite(garden.initiative, partner, reasons=[], acting_user=place.user)
        assert "geen functiepostbus" in text(anna.get(at(garden))) or "Geen mail" in text(
            anna.get(at(garden))
        )
        anna.post(at(garden, "uitnodigen"), {"partij": "bestaat-niet"})
        anna.post(at(garden, "uitnodigen"), {"partij": without.slug})
        Initiative.objects.filter(pk=garden.initiative.pk).update(visibility="coordinators")
        garden.initiative.refresh_from_db()
        with pytest.raises(CannotInvite):
            invite(garden.initiative, place.hall, reasons=[], acting_user=place.user)
        assert not mails("join-initiative")

    def test_another_mailbox_or_a_stop_ends_the_link(
        self, garden: Registration, place: Place, client: Client
    ) -> None:
        assert garden.initiative
        invite(garden.initiative, place.hall, reasons=[], acting_user=place.user)
        token = token_in(mails("join-initiative")[-1])
        Partner.objects.filter(pk=place.hall.pk).update(mailbox="ander@voorbeeld.nl")
        assert client.post("/meedoen/", {links.QUERY: token, "doe": "ja"}).status_code == 410


class TestTheButton:
    def publish_with(self, make: Make, place: Place, **consents: bool) -> Registration:
        registration = make(consents=consents)
        publish(registration, acting_user=place.user, name="Buurttuin", description="x")
        registration.refresh_from_db()
        return registration

    def test_without_consent_there_is_no_name_and_no_button(
        self, make: Make, place: Place, client: Client
    ) -> None:
        self.publish_with(make, place)
        part = text(client.get("/initiatieven/buurttuin/inwoner/"))
        assert NAME not in part
        assert "bericht" not in part
        assert client.get("/initiatieven/buurttuin/bericht/").status_code == 404

    def test_with_consent_there_is_and_withdrawing_ends_it(
        self, make: Make, place: Place, client: Client, opened: Callable[[Registration], Client]
    ) -> None:
        registration = self.publish_with(make, place, naam=True, contact=True)
        assert f"Begonnen door {NAME}" in text(client.get("/initiatieven/buurttuin/inwoner/"))
        opened(registration).post("/mijn-initiatief/toestemming/", {})
        assert NAME not in text(Client().get("/initiatieven/buurttuin/inwoner/"))
        assert Client().get("/initiatieven/buurttuin/bericht/").status_code == 404

    def test_a_message_goes_by_mail_once_and_shows_no_address(
        self, make: Make, place: Place, client: Client
    ) -> None:
        registration = self.publish_with(make, place, contact=True)
        values = {"text": "Mag ik meedoen?", "email": "bert@voorbeeld.nl", "token": str(uuid4())}
        page = client.get("/initiatieven/buurttuin/bericht/")
        assert EMAIL not in text(page)
        for _ in range(2):
            assert client.post("/initiatieven/buurttuin/bericht/", values).status_code == 302
        (mail,) = mails("resident-contact")
        assert mail.to == EMAIL
        assert "Mag ik meedoen?" in mail.text
        assert "bert@voorbeeld.nl" in mail.text
        assert registration.contact_mails.count() == 1

    def test_after_handing_over_the_button_is_gone(self, make: Make, place: Place, client: Client) -> None:
        from residents.services.living import hand_over

        registration = self.publish_with(make, place, naam=True, contact=True)
        assert registration.initiative
        hand_over(registration.initiative, place.hall, acting_user=place.user)
        assert NAME not in text(client.get("/initiatieven/buurttuin/inwoner/"))
        assert client.get("/initiatieven/buurttuin/bericht/").status_code == 404
