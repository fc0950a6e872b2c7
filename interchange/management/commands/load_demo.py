"""manage.py load_demo"""

import io
import os
import secrets
from datetime import date, time, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import Membership, Role, User
from checkups.dates import add_months, first_date
from checkups.models import KernCheckups, Plan
from initiatives.models import Activity, Initiative
from initiatives.recurrence import Rule
from interchange.demo_reports import load_reports
from interchange.example_cards import put_up_cards
from interchange.example_ideas import have_ideas
from interchange.example_sharing import lend_as_told
from interchange.importing import import_package
from interchange.writing import Differences, Stamp
from network.models import SnapshotRun
from partners.models import Partner, Relation
from places.models import Kern, Municipality
from wijkweb.kit.partial_dates import PartialDate
from wishes.models import Wish, WishWords

PACKAGE = Path(__file__).resolve().parents[2] / "demo" / "hoeksche-waard"
KERN = "numansdorp"
# Who signs in, as what, and where: a kern or a municipality.
ACCOUNTS = (
    ("coordinator@demo.invalid", Role.COORDINATOR, Kern, {"slug": KERN}),
    ("coordinator-piershil@demo.invalid", Role.COORDINATOR, Kern, {"slug": "piershil"}),
    ("wethouder@demo.invalid", Role.ALDERMAN, Municipality, {"name": "Hoeksche Waard"}),
)
# In 2019 the municipalities of the island became one; the package is of before that day.
MERGED, MERGED_IN = "Hoeksche Waard", 2019
WENT_UP = ("Binnenmaas", "Cromstrijen", "Korendijk", "Oud-Beijerland", "Strijen")
WISHES = (
    (
        "groen",
        "Een bank bij de haven, met uitzicht op het water",
        "hangt",
        "Wij vragen de gemeente waar zo'n bank mag staan.",
    ),
    ("ontmoeten", "Eén keer per maand samen eten, ook voor wie alleen is", "hangt", ""),
    ("spelen", "Een doel op het veldje achter de school", "nieuw", ""),
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
                with transaction.atomic():
                    result = import_package(PACKAGE)
                    confirm_long_ago(timezone.localdate())
                    repeat_as_told()
                    hang_wishes()
                    lend_as_told(timezone.localdate())
                    put_up_cards(Kern.objects.get(slug=KERN), timezone.localdate())
                    have_ideas(Kern.objects.get(slug=KERN))
                    check_up(timezone.localdate())
                self.stdout.write(
                    _("The demo kernen were loaded: %(count)d rows.") % {"count": result.total.new}
                )
            merge_municipalities()
            self._figures()
            password = demo_password()
            self.stdout.write(_("Sign in with password %(password)s as:") % {"password": password})
            for email, role, model, place in ACCOUNTS:
                self._account(email, role, model, place, password)
            with transaction.atomic():
                load_reports(User.objects.filter(email=ACCOUNTS[0][0]).first())
            call_command("load_demo_overview", stdout=self.stdout)

    def _figures(self) -> None:
        """The figures of all days since the first tie, where they are missing or behind: the demo has no workers."""
        runs = SnapshotRun.objects.filter(kern=OuterRef("pk"), asked=F("done"))
        behind = Kern.objects.exclude(Exists(runs)).order_by("pk").values_list("slug", flat=True)
        for slug in behind:
            call_command("backfill_snapshots", kern=slug, stdout=io.StringIO())

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


@transaction.atomic
def merge_municipalities() -> None:
    """Make the municipality in which those of the package went up; the kernen keep the one that the package gives."""
    former = Municipality.objects.filter(name__in=WENT_UP, successor__isnull=True)
    if not former:
        return
    merged, _is_new = Municipality.objects.get_or_create(
        name=MERGED, defaults={"started_on": PartialDate(MERGED_IN)}
    )
    for municipality in former:
        municipality.successor, municipality.ended_on = merged, PartialDate(MERGED_IN - 1, 12, 31)
        municipality.save()


def confirm_long_ago(today: date) -> None:
    """Give every party and tie a day in the last two years on which somebody said that it still holds.

    The package knows no such days, and a web of which nothing was ever confirmed is faded all over. The same record
    lies equally long before `today` at every load; about six in ten lie within a year.
    """
    stamp = Stamp(None, timezone.now(), _("example: confirmed before"))
    keys = {
        Partner: lambda partner: partner.slug,
        Relation: lambda tie: f"{tie.source.slug} {tie.kind} {tie.target.slug}",
    }
    for model, key_of in keys.items():
        differences = Differences()
        for record in model._default_manager.select_related(
            *(("source", "target") if model is Relation else ())
        ):
            setattr(record, "confirmed_on", today - timedelta(days=days_ago(key_of(record))))  # noqa: B010 - two models, one field
            differences.add_change(record, {"confirmed_on"})
        differences.write(model, ("slug",), stamp)


def repeat_as_told() -> None:
    """Let repeat what the package itself says repeats; it has no column for it, so an export stays as it was.

    Of the group that does sports at the sports hall it tells "elke dinsdag om tien uur". The coffee morning comes back
    too, but nobody says when; so it stays without a day.
    """
    stamp = Stamp(None, timezone.now(), _("example: repeats, as the description says"))
    differences = Differences()
    for activity in Activity.objects.filter(slug="act-dinsdagsport", rule=""):
        activity.rule, activity.begins_at = str(Rule("WEEKLY", weekdays=(1,))), time(10)
        differences.add_change(activity, {"rule", "begins_at"})
    differences.write(Activity, ("slug",), stamp)


def check_up(today: date) -> None:
    """Let the kern of the demo do check-ups for five months already, with for each initiative the date that follows from its start.

    A kern that switches them on today has none to show for months. Some have their turn now, none for longer than a season.
    """
    kern, since = Kern.objects.get(slug=KERN), add_months(today, -5)
    months = KernCheckups.objects.create(kern=kern, is_on=True, since=since).months
    for initiative in Initiative.objects.filter(kern=kern).order_by("pk"):
        day = first_date(initiative.started_on, since, months, initiative.slug)
        Plan.objects.create(initiative=initiative, next_on=day)


def hang_wishes() -> None:
    """A few leaves in the tree: one with an answer, one that waits for it, one that nobody looked at."""
    kern = Kern.objects.get(slug=KERN)
    for theme, text, state, answer in WISHES:
        wish = Wish.objects.create(kern=kern, theme=theme, state=state, answer=answer)
        WishWords.objects.create(wish=wish, text=text)


def days_ago(key: str) -> int:
    """A number of days below two years that belongs to this text, more often small than large."""
    share = int.from_bytes(sha256(key.encode()).digest()[:4]) / 2**32
    return int(730 * share**1.4)


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
