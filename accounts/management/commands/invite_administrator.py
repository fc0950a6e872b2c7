"""manage.py invite_administrator ADDRESS"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import Role
from accounts.services.invitations import CannotInvite, invite
from post.services import BadAddress


class Command(BaseCommand):
    help = "Mail somebody an invitation to be administrator; the first one has nobody else to invite them."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("address")

    def handle(self, *args: Any, **options: Any) -> None:
        with override("nl"):
            try:
                invite(options["address"], Role.ADMINISTRATOR, None, acting_user=None)
            except (CannotInvite, BadAddress) as problem:
                raise CommandError(str(problem)) from problem
            self.stdout.write(_("The invitation has been sent."))
