"""manage.py forget_second_step ADDRESS"""

from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.adapters import notify
from accounts.models import User


class Command(BaseCommand):
    help = "Remove the second step of somebody who lost the phone and the recovery codes. Be sure who asks."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("address")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        with override("nl"):
            user = User.objects.filter(email=options["address"].lower()).first()
            if user is None:
                raise CommandError(_("There is no account with this address."))
            Authenticator.objects.filter(user=user).delete()
            notify(user.email, _("The administrator removed the second step of your account."))
            self.stdout.write(_("Removed. At the next sign-in a new one is asked for."))
