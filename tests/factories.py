"""Short makers of rows for tests. Each gives a valid row with the least that is needed; say more by name.

make_kern("Oosterdorp")                                a village; kind=, parent=, municipality=
make_partner("De Brug", kern)                          public; form= and kind= go together, see make_person
make_person("Dominee", kern, organisation=church)      for coordinators only, as every person
make_relation(bridge, church, kind=..., strength=3)
make_initiative("Buurttafel", kern, drivers=[bridge])  public
make_user(Role.COORDINATOR, kern)                      somebody who signs in; without a role: make_user()
"""

from itertools import count
from typing import Any

from django.utils.text import slugify

from accounts.models import Membership, User
from initiatives.models import Initiative, Participation, ParticipationRole
from partners.models import Partner, PartnerForm, PartnerKind, Relation, RelationKind
from places.models import Kern, KernKind, Municipality

PASSWORD = "een goed geheim om te proeven"
numbers = count(1)


def make_kern(name: str = "Oosterdorp", **fields: Any) -> Kern:
    return Kern.objects.create(**{"slug": slugify(name), "name": name, "kind": KernKind.VILLAGE, **fields})


def make_partner(name: str = "", kern: Kern | None = None, **fields: Any) -> Partner:
    name = name or f"Stichting {next(numbers)}"
    standard = {
        "slug": slugify(name),
        "form": PartnerForm.ORGANISATION,
        "kind": PartnerKind.FOUNDATION,
        "visibility": "public",
    }
    return Partner.objects.create(name=name, kern=kern, **{**standard, **fields})


def make_person(name: str = "", kern: Kern | None = None, **fields: Any) -> Partner:
    standard = {"form": PartnerForm.PERSON, "kind": PartnerKind.RESIDENT, "visibility": "coordinators"}
    return make_partner(name or f"Inwoner {next(numbers)}", kern, **{**standard, **fields})


def make_relation(source: Partner, target: Partner, **fields: Any) -> Relation:
    return Relation.objects.create(
        source=source, target=target, **{"kind": RelationKind.WORKS_WITH, **fields}
    )


def make_initiative(
    name: str = "", kern: Kern | None = None, *, drivers: list[Partner] | None = None, **fields: Any
) -> Initiative:
    name = name or f"Initiatief {next(numbers)}"
    standard = {"slug": slugify(name), "visibility": "public", "phase": "draait"}
    initiative = Initiative.objects.create(name=name, kern=kern or make_kern(), **{**standard, **fields})
    for driver in drivers or []:
        Participation.objects.create(initiative=initiative, partner=driver, role=ParticipationRole.DRIVER)
    return initiative


def make_participation(initiative: Initiative, partner: Partner, **fields: Any) -> Participation:
    return Participation.objects.create(
        initiative=initiative, partner=partner, **{"role": ParticipationRole.JOINS, **fields}
    )


def make_user(role: str = "", place: Kern | Municipality | None = None, **fields: Any) -> User:
    user = User.objects.create_user(
        fields.pop("email", f"proef{next(numbers)}@voorbeeld.nl"), PASSWORD, **fields
    )
    if role:
        key = "municipality" if isinstance(place, Municipality) else "kern"
        Membership.objects.create(user=user, role=role, **({key: place} if place else {}))
    return user
