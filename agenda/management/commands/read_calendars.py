"""manage.py read_calendars [--all]"""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from agenda.models import OutsideCalendar
from agenda.problems import in_words
from agenda.reading import due, read_calendar


class Command(BaseCommand):
    help = "Read the calendars of partners that are due, here and now; for a copy without workers, from cron."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="also those that were read just now")

    def handle(self, *args: Any, all: bool, **options: Any) -> None:
        with override("nl"):
            rows = OutsideCalendar.objects.all() if all else due(timezone.now())
            for pk in list(rows.order_by("pk").values_list("pk", flat=True)):
                read_calendar(pk, at_once=all)
                calendar = OutsideCalendar.objects.filter(pk=pk).select_related("partner").first()
                if calendar is None:
                    continue
                outcome = in_words(calendar.problem) or _("read")
                self.stdout.write(f"{calendar.partner.name}: {outcome}")
