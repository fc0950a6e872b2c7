"""manage.py import_package FOLDER [--dry-run]"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from interchange.importing import ImportResult, import_package
from interchange.management.progress import ProgressLine
from interchange.package.errors import PackageRefused


class Command(BaseCommand):
    help = "Bring in a data package, all of it or nothing; what is already there and equal is left alone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="check and count, and store nothing")

    def handle(self, *args: Any, folder: Path, dry_run: bool, **options: Any) -> None:
        with override("nl"):
            self._import(folder, dry_run)

    def _import(self, folder: Path, dry_run: bool) -> None:
        progress = ProgressLine(self.stdout)
        try:
            result = import_package(folder, dry_run=dry_run, progress=progress)
        except PackageRefused as refused:
            progress.close()
            for error in refused.errors:
                self.stderr.write(str(error))
            count = len(refused.errors)
            raise CommandError(
                ngettext(
                    "%(count)d error; nothing was stored.", "%(count)d errors; nothing was stored.", count
                )
                % {"count": count}
            ) from refused
        progress.close()
        self._report(result, dry_run)

    def _report(self, result: ImportResult, dry_run: bool) -> None:
        for table, count in [*result.counts.items(), (_("total"), result.total)]:
            numbers = {"table": table, "new": count.new, "changed": count.changed, "same": count.same}
            self.stdout.write(_("%(table)s: %(new)d new, %(changed)d changed, %(same)d the same") % numbers)
        if dry_run:
            self.stdout.write(_("This was a trial: nothing was stored."))
