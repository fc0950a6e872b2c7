"""manage.py generate_web --partners 2000 --relations 8000 --seed 1 [--kern-slug testdorp] [--replace]"""

import re
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from interchange.generating import GENERATED, forget_generated, generate_package
from interchange.importing import store_package
from interchange.package.errors import PackageRefused
from network.services import request_layouts
from places.models import Kern


class Command(BaseCommand):
    help = "Make up a kern with a web of any size, always the same for the same seed: for trials and measurements."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--partners", type=int, default=2000)
        parser.add_argument("--relations", type=int, default=8000)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--kern-slug", default="testdorp")
        parser.add_argument(
            "--replace", action="store_true", help="first remove the kern that was made up before"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with override("nl"):
            partners, relations, slug = options["partners"], options["relations"], options["kern_slug"]
            if partners < 0 or not 0 <= relations <= partners * (partners - 1) // 2:
                raise CommandError(
                    _("Give 0 or more partners, and no more relations than there are pairs of them.")
                )
            if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) or len(slug) > 80:
                raise CommandError(
                    _("The short name of a kern has small letters, figures and hyphens, 80 at most.")
                )
            kern = Kern.objects.filter(slug=slug).first()
            if kern and kern.source != GENERATED:
                raise CommandError(
                    _('Kern "%(slug)s" was not made up by this command; it stays.') % {"slug": slug}
                )
            if kern and not options["replace"]:
                raise CommandError(_('Kern "%(slug)s" exists; --replace makes it anew.') % {"slug": slug})
            package = generate_package(slug, partners, relations, options["seed"])
            self._store(kern, package)
            self.stdout.write(
                _("Kern %(slug)s: %(partners)d partners, %(relations)d relations.")
                % {"slug": slug, "partners": partners, "relations": relations}
            )

    def _store(self, kern: Kern | None, package: Any) -> None:
        try:
            with transaction.atomic():
                if kern:
                    forget_generated(kern)
                    request_layouts([kern.pk])
                store_package(package, remember=False)
        except PackageRefused as refused:
            raise CommandError("\n".join(map(str, refused.errors))) from refused
        except IntegrityError as error:
            raise CommandError(_("Others refer to what was made up; it stays as it is.")) from error
