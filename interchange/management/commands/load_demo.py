"""manage.py load_demo"""

import os
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import Membership, Role, User
from interchange.importing import import_package
from places.models import Kern, Municipality

PACKAGE = Path(__file__).resolve().parents[2] / "demo" / "hoeksche-waard"
KERN = "numansdorp"
# Who signs in, as what, and where: a kern or a municipality.
ACCOUNTS = (
    ("coordinator@demo.invalid", Role.COORDINATOR, Kern, {"slug": KERN}),
    ("coordinator-piershil@demo.invalid", Role.COORDINATOR, Kern, {"slug": "piershil"}),
    ("wethouder@demo.invalid", Role.ALDERMAN, Municipality, {"name": "Cromstrijen"}),
)


class Command(BaseCommand):
    help = "Load the demo kernen once, make the demo accounts, and say how to sign in."

    def handle(self, *args: Any, **options: Any) -> None:
        with override("nl"):
            if settings.IS_PRODUCTION:
                raise CommandError(
                    _("The demo has accounts with a known address; it does not belong in production.")
                )
            if Kern.objects.filter(slug=KERN).exists():
                self.stdout.write(_("The demo kernen are here already."))
            else:
                result = import_package(PACKAGE)
                self.stdout.write(
                    _("The demo kernen were loaded: %(count)d rows.") % {"count": result.total.new}
                )
            password = demo_password()
            self.stdout.write(_("Sign in with password %(password)s as:") % {"password": password})
            for email, role, model, place in ACCOUNTS:
                self._account(email, role, model, place, password)

    @transaction.atomic
    def _account(self, email: str, role: Role, model: Any, where: dict[str, str], password: str) -> None:
        place = model.objects.filter(**where).first()
        if place is None:
            return
        user = User.objects.filter(email=email).first()
        if user is None:
            user = User.objects.create_user(email, password)
        elif not self._opens_with(user, password):
            user.set_password(password)
            user.save(update_fields=["password"])
        which = {"kern": place} if model is Kern else {"municipality": place}
        if not Membership.objects.filter(user=user, role=role, **which).exists():
            Membership.objects.create(user=user, role=role, **which)
        self.stdout.write(f"  {email}: {role.label}, {place}")

    def _opens_with(self, user: User, password: str) -> bool:
        """Whether this is the user's password. Checking one is slow by design, so what was found is remembered."""
        known = Path(settings.VAR_DIR) / f"demo-checked-{user.pk}"
        mark = salted_hmac("load_demo", user.password + password, algorithm="sha256").hexdigest()
        if known.exists() and known.read_text(encoding="utf-8") == mark:
            return True
        if not user.check_password(password):
            return False
        known.touch(mode=0o600)
        known.write_text(mark, encoding="utf-8")
        return True


def demo_password() -> str:
    """The password of this copy: made once, kept beside its database, readable by its owner only."""
    place = Path(settings.VAR_DIR) / "demo-password"
    try:
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        password = place.read_text(encoding="utf-8").strip()
        if password:
            return password
        handle = os.open(place, os.O_WRONLY)
    password = secrets.token_urlsafe(12)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(password)
    return password
