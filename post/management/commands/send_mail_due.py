"""manage.py send_mail_due"""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import override

from post.services import deliver_due


class Command(BaseCommand):
    help = "Send the mail that waits. For a machine without Celery: run it each minute."

    def handle(self, *args: Any, **options: Any) -> None:
        sent, left = deliver_due()
        with override("nl"):
            self.stdout.write(
                _("Sent: %(sent)d. Not sent, tried again later: %(left)d.") % {"sent": sent, "left": left}
            )
