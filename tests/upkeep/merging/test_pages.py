"""The pages on which two cards are laid side by side."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from changes.models import Change, Verb
from changes.services import undo
from partners.models import Partner
from partners.services import change_partner
from places.models import Kern
from tests.factories import make_partner, make_person, make_relation
from tests.upkeep.merging.rows import everything
from upkeep.services.merging import merge

pytestmark = pytest.mark.django_db


class TestPages:
    @pytest.fixture(autouse=True)
    def _signed_in(self, client: Client, anna: User) -> None:
        client.force_login(anna, backend="django.contrib.auth.backends.ModelBackend")

    def text(self, answer: Any) -> str:
        return " ".join(answer.content.decode().split())

    def test_the_other_card_is_found_by_likeness_or_by_search(
        self, client: Client, pair: tuple[Partner, Partner]
    ) -> None:
        page = self.text(client.get("/partners/stg-nu/samenvoegen/"))
        assert "/partners/stg-nu/samenvoegen/stichting-nu/" in page
        page = self.text(client.get("/partners/stg-nu/samenvoegen/?zoek=kerk"))
        assert "/partners/stg-nu/samenvoegen/kerk/" in page

    def test_the_page_prefills_and_merges(self, client: Client, pair: tuple[Partner, Partner]) -> None:
        address = "/partners/stichting-nu/samenvoegen/stg-nu/"
        before = everything()
        page = client.get(address)
        assert everything() == before
        assert 'name="veld-life_domain" value="gaat-op" checked' in self.text(page)
        assert 'name="veld-source" value="beide" checked' in self.text(page)
        sent = {"veld-name": "gaat-op", "gezien": page.context["seen"]}
        answer = client.post(address, sent, follow=True)
        assert "“Stg. Nu” is opgegaan in “Stichting Nu”." in self.text(answer)
        assert "Ongedaan maken" in self.text(answer)
        assert Partner.objects.get(pk=pair[0].pk).name == "Stg. Nu"

    def test_the_old_address_leads_to_the_card_that_stays(
        self, client: Client, pair: tuple[Partner, Partner], anna: User
    ) -> None:
        change = merge(*pair, acting_user=anna)
        assert client.get("/partners/stg-nu/")["Location"] == "/partners/stichting-nu/"
        assert client.get("/partners/stg-nu/geschiedenis/")["Location"] == (
            "/partners/stichting-nu/geschiedenis/"
        )
        page = self.text(client.get("/partners/stichting-nu/geschiedenis/"))
        assert "Hierin opgegaan" in page
        assert "Stg. Nu" in page
        assert "Stg. Nu" in self.text(client.get(change.get_absolute_url()))
        undo(change, acting_user=anna)
        assert client.get("/partners/stg-nu/").status_code == 200

    def test_an_old_address_betrays_nothing_to_who_may_not_see(
        self, client: Client, kern: Kern, anna: User
    ) -> None:
        merge(make_person("Voorzitter", kern), make_person("De voorzitter", kern), acting_user=anna)
        client.logout()
        assert client.get("/partners/de-voorzitter/").status_code == 404

    def test_sent_twice_it_merges_once(self, client: Client, pair: tuple[Partner, Partner]) -> None:
        address = "/partners/stichting-nu/samenvoegen/stg-nu/"
        page = client.get(address)
        sent = {"gezien": page.context["seen"], "sleutel": str(page.context["form"]["sleutel"].value())}
        assert client.post(address, sent).status_code == 302
        assert client.post(address, sent).status_code in (302, 404)
        assert Change.objects.filter(verb=Verb.MERGED).count() == 1

    def test_a_stale_page_is_shown_again_with_the_choices(
        self, client: Client, pair: tuple[Partner, Partner], anna: User
    ) -> None:
        address = "/partners/stichting-nu/samenvoegen/stg-nu/"
        seen = client.get(address).context["seen"]
        change_partner(pair[1], {"rhythm": "elke week"}, acting_user=anna)
        answer = client.post(address, {"gezien": seen, "veld-name": "gaat-op"})
        assert answer.status_code == 409
        assert "intussen gewijzigd" in self.text(answer)
        assert 'name="veld-name" value="gaat-op" checked' in self.text(answer)
        assert client.post(address, {"gezien": answer.context["seen"]}).status_code == 302

    def test_a_wrong_choice_comes_back(self, client: Client, pair: tuple[Partner, Partner]) -> None:
        answer = client.post("/partners/stichting-nu/samenvoegen/stg-nu/", {"veld-name": "x"})
        assert answer.status_code == 422
        assert not Change.objects.filter(verb=Verb.MERGED).exists()

    def test_a_card_with_itself(self, client: Client, pair: tuple[Partner, Partner]) -> None:
        page = self.text(client.get("/partners/stg-nu/samenvoegen/stg-nu/"))
        assert "twee keer dezelfde kaart" in page
        assert client.post("/partners/stg-nu/samenvoegen/stg-nu/", {"gezien": "1-1"}).status_code == 409

    def test_comparing_costs_the_same_for_many_ties(
        self, client: Client, pair: tuple[Partner, Partner], django_assert_max_num_queries: Any
    ) -> None:
        for number in range(20):
            make_relation(pair[1], make_partner(f"Vriend {number}", pair[0].kern))
        with django_assert_max_num_queries(32):
            client.get("/partners/stichting-nu/samenvoegen/stg-nu/")
