"""manage.py backfill_snapshots [--kern numansdorp]"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import override

from network.models import Snapshot, SnapshotRun
from network.snapshots.running import mark_behind, recompute
from places.models import Kern


class Command(BaseCommand):
    help = "Make the snapshots of all days that a kern keeps, from the first tie until today; what is right stays."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--kern", default="", help="the short name of one kern; without it, all of them")

    def handle(self, *args: Any, **options: Any) -> None:
        with override("nl"):
            kernen = Kern.objects.order_by("sort_name", "pk")
            if slug := options["kern"]:
                kernen = kernen.filter(slug=slug)
                if not kernen:
                    raise CommandError(_('There is no kern "%(slug)s".') % {"slug": slug})
            failed = [kern.name for kern in kernen if not self._fill(kern)]
            if failed:
                raise CommandError(_("These did not succeed: %(names)s.") % {"names": ", ".join(failed)})

    def _fill(self, kern: Kern) -> bool:
        """Bring one kern up to date and say so; a worker that is at it already does the same."""
        mark_behind([kern.pk])

        def tell(step: int, steps: int) -> None:
            if self.stdout.isatty():
                words = _("%(kern)s: %(step)d of %(steps)d days") % {
                    "kern": kern,
                    "step": step,
                    "steps": steps,
                }
                self.stdout.write(f"\r\033[K{words}", ending="")
                self.stdout.flush()

        was_done = recompute(kern.pk, tell)
        if self.stdout.isatty():
            self.stdout.write("\r\033[K", ending="")
        if was_done:
            count = Snapshot.objects.filter(kern=kern).count()
            self.stdout.write(_("%(kern)s: %(count)d snapshots") % {"kern": kern, "count": count})
            return True
        reason = SnapshotRun.objects.filter(kern=kern).values_list("reason", flat=True).first()
        if not reason:
            self.stdout.write(_("%(kern)s: somebody else is at it") % {"kern": kern})
        return not reason
