"""manage.py invite_to_checkups: what the worker does each day, for who has none."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import override

from checkups.models import KernCheckups
from checkups.services.asking import invite_in
from places.models import Kern


class Command(BaseCommand):
    help = "Invite the drivers of initiatives whose check-up has its turn. Twice is once."

    def handle(self, *args: Any, **options: Any) -> None:
        with override("nl"):
            on = KernCheckups.objects.filter(is_on=True, mails_on=True).values("kern")
            count = sum(invite_in(kern) for kern in Kern.objects.filter(pk__in=on).order_by("pk"))
            self.stdout.write(_("Mails about check-ups put in the outbox: %(number)d.") % {"number": count})
