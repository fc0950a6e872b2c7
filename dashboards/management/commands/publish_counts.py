"""manage.py publish_counts"""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from dashboards.services import last_full_week, publish_due


class Command(BaseCommand):
    help = "Publish the counts of people of the last full week, for each municipality that has none yet."

    def handle(self, *args: Any, **options: Any) -> None:
        with override("nl"):
            count = publish_due()
            day = date_format(last_full_week(timezone.localdate()), "j F Y")
            self.stdout.write(_("Counts of %(day)s: published for %(count)d.") % {"day": day, "count": count})
