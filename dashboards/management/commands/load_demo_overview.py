"""manage.py load_demo_overview"""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import Membership, Role
from dashboards.models import Shared, SharingDecision
from dashboards.municipal.families import current_families
from dashboards.services import decide, last_full_week, publish_week
from places.models import Kern

WEEKS = 6
DECISIONS: tuple[tuple[str, date, tuple[Shared, ...], str, str], ...] = (
    ("numansdorp", date(2026, 2, 11), (Shared.LADDER,), "Dorpsraad en welzijnscoördinator", "De Buitensluis"),
    (
        "numansdorp",
        date(2026, 6, 17),
        tuple(Shared),
        "Dorpsraad, zorgcentrum, twee verenigingen en bewoners van het plein",
        "Buurttafel in De Buitensluis",
    ),
    (
        "oud-beijerland",
        date(2026, 5, 20),
        (Shared.LADDER, Shared.FIGURES, Shared.PEOPLE),
        "Bewonersplatform en welzijnswerk",
        "Wijkgebouw",
    ),
    (
        "piershil",
        date(2026, 9, 8),
        (Shared.LADDER, Shared.FIGURES, Shared.PEOPLE),
        "Werkgroep Piershil",
        "Dorpshuis",
    ),
    (
        "zoomwijck",
        date(2026, 9, 23),
        (),
        "Bewoners en wijkverpleging: eerst zelf kijken",
        "Alerimus Zoomwijck",
    ),
)
"""Made up, to show what such decisions look like: kern, day, what, who agreed, where. Croonenburgh never decided."""


class Command(BaseCommand):
    help = "Give the demo kernen decisions about sharing, and publish the counts of a few weeks. Does nothing the second time."

    def handle(self, *args: Any, **options: Any) -> None:
        with override("nl"):
            if settings.IS_PRODUCTION:
                raise CommandError(_("These decisions are made up; they do not belong in production."))
            for slug, day, parts, agreed, place in DECISIONS:
                kern = Kern.objects.filter(slug=slug).first()
                is_there = SharingDecision.objects.filter(kern=kern, decided_on=day).exists()
                if kern is None or is_there or day > timezone.localdate():
                    continue
                who = Membership.objects.active().filter(kern=kern, role=Role.COORDINATOR).first()
                user = who.user if who else None
                decide(kern, acting_user=user, decided_on=day, parts=parts, agreed=agreed, place=place)
            last = last_full_week(timezone.localdate())
            for family in current_families():
                for weeks in reversed(range(WEEKS)):
                    publish_week(family, last - timedelta(weeks=weeks))
