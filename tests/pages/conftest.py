"""A small kern with one of everything, some of it closed, and three people who look at it."""

from types import SimpleNamespace

import pytest
from django.test import Client

from accounts.models import Role
from facts.models import Fact
from initiatives.models import Activity, Offer, Organiser, Participation, Story
from ladder.models import Assessment
from partners.models import RelationKind
from places.models import FormerName
from tests.factories import (
    make_initiative,
    make_kern,
    make_partner,
    make_person,
    make_relation,
    make_user,
)
from wijkweb.kit.partial_dates import PartialDate


@pytest.fixture
def village(db):
    """Oosterdorp in Het Eiland: De Brug works with De Kerk; the person Dominee belongs to De Kerk."""
    region = make_kern("Het Eiland", kind="regio")
    kern = make_kern("Oosterdorp", parent=region)
    FormerName.objects.create(kern=kern, slug="oud-oosterdorp", name="Oud-Oosterdorp")
    bridge = make_partner("De Brug", kern, life_domain="wonen")
    church = make_partner("De Kerk", kern, life_domain="levensbeschouwing", kind="kerk")
    closed = make_partner("Gesloten Huis", kern, life_domain="wonen", visibility="coordinators")
    minister = make_person("Dominee", kern, organisation=church)
    make_relation(bridge, church, started_on=PartialDate(2014, 12), strength=3)
    make_relation(
        church, bridge, kind=RelationKind.REFERS, is_directed=True, description="Stuurt mensen door."
    )
    make_relation(minister, bridge, description="Kent de dominee.")
    table = make_initiative("Buurttafel", kern, drivers=[bridge, minister], life_domains=["wonen"])
    secret = make_initiative("Stil Plan", kern, drivers=[bridge], visibility="coordinators")
    Participation.objects.create(initiative=table, partner=closed, role="doet-mee")
    meal = Activity.objects.create(
        slug="maaltijd",
        name="Maaltijd",
        kern=kern,
        initiative=secret,
        visibility="public",
        location_partner=closed,
        dated_on=PartialDate(2016, 5),
    )
    for place, partner in enumerate([bridge, minister]):
        Organiser.objects.create(activity=meal, partner=partner, position=place)
    Activity.objects.create(
        slug="eten",
        name="Samen eten",
        kern=kern,
        initiative=table,
        visibility="public",
        location_partner=closed,
    )
    Organiser.objects.create(activity=Activity.objects.get(slug="eten"), partner=bridge)
    Offer.objects.create(slug="zaal", type="aanbod", kind="ruimte", partner=bridge, description="Een zaal.")
    Offer.objects.create(
        slug="tijd", type="aanbod", kind="menskracht", partner=minister, description="Een luisterend oor."
    )
    Story.objects.create(
        slug="v1",
        kern=kern,
        initiative=secret,
        rung=2,
        title="Op de fiets",
        text="Zo begon het.",
        visibility="public",
    )
    Story.objects.create(
        slug="v2", kern=kern, title="Onder ons", text="Niet voor buiten.", visibility="coordinators"
    )
    Assessment.objects.create(
        kern=kern, assessed_on=PartialDate(2016, 9), rung=4, reason="Bewoners begonnen.", certainty="afgeleid"
    )
    Fact.objects.create(
        kern=kern, dated_on=PartialDate(2016), quantity="bezoekers", value="2.5", decimals=1, unit="duizend"
    )
    return SimpleNamespace(
        region=region,
        kern=kern,
        bridge=bridge,
        church=church,
        closed=closed,
        minister=minister,
        table=table,
        secret=secret,
    )


@pytest.fixture
def anybody() -> Client:
    return Client()


@pytest.fixture
def coordinator(village) -> Client:
    client = Client()
    client.force_login(
        make_user(Role.COORDINATOR, village.kern, name="Coördinator"),
        "django.contrib.auth.backends.ModelBackend",
    )
    return client


@pytest.fixture
def coordinator_elsewhere(village) -> Client:
    client = Client()
    elsewhere = make_kern("Westerdorp")
    client.force_login(
        make_user(Role.COORDINATOR, elsewhere, name="Buur"), "django.contrib.auth.backends.ModelBackend"
    )
    return client
