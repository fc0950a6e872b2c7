"""manage.py make_dashboard_role"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.utils.translation import gettext as _
from django.utils.translation import override

from dashboards.wall.role import ROLE, set_rights


class Command(BaseCommand):
    help = "Give the overview of a municipality its own database role, without rights on what is kept of persons. PostgreSQL only."

    def handle(self, *args: Any, **options: Any) -> None:
        with override("nl"):
            if connection.vendor != "postgresql":
                raise CommandError(_("Only PostgreSQL has roles; here the statements themselves are judged."))
            try:
                set_rights()
            except DatabaseError as error:
                raise CommandError(
                    _(
                        "The role %(role)s could not be made: %(error)s. Let an administrator of the database run “CREATE ROLE %(role)s NOLOGIN; GRANT %(role)s TO %(user)s;”, and try again."
                    )
                    % {"role": ROLE, "error": error, "user": connection.settings_dict["USER"]}
                ) from error
            self.stdout.write(_("The overview is read as %(role)s.") % {"role": ROLE})
