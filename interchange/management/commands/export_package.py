"""manage.py export_package FOLDER [--kern SLUG] [--force]"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import override

from interchange.exporting import ExportRefused, export_package
from places.models import Kern


class Command(BaseCommand):
    help = "Write what is stored as a data package; with --kern one kern, all below it and what they need."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument(
            "--kern", metavar="SLUG", help="only this kern, what lies in it and what they need"
        )
        parser.add_argument(
            "--force", action="store_true", help="replace a package that stands in the folder"
        )

    def handle(self, *args: Any, folder: Path, kern: str | None, force: bool, **options: Any) -> None:
        with override("nl"):
            place = self._kern(kern) if kern else None
            try:
                result = export_package(folder, kern=place, force=force)
            except ExportRefused as refused:
                raise CommandError(str(refused)) from refused
            except OSError as error:
                reason = _("cannot write in %(folder)s: %(why)s.") % {"folder": folder, "why": error.strerror}
                raise CommandError(reason) from error
            for warning in result.warnings:
                self.stderr.write(warning)
            for table, count in result.counts.items():
                self.stdout.write(_("%(table)s: %(count)d rows") % {"table": table, "count": count})

    def _kern(self, slug: str) -> Kern:
        try:
            return Kern.objects.get(slug=slug)
        except Kern.DoesNotExist as missing:
            raise CommandError(_('There is no kern "%(slug)s".') % {"slug": slug}) from missing
