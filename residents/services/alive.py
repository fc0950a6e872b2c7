"""Does it still run? Once a year that question goes to the resident, with one button to say yes (safety 4.5).

A year after the last sign of life comes the question, two weeks and four weeks later a reminder. Thirty days after the last
mail what the resident began is no longer shown, which is a change like any other; ninety days later who it was is erased. Who did
not want a message once a year gets the question alone, because without it data would go unasked; it waits as long as all
mails together. Every day counts from a mail that really went into the outbox, so a server that was off rushes nothing.
"""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import Visibility
from changes.models import Verb
from changes.services import recorded
from initiatives.models import Initiative, Participation, ParticipationRole, Phase
from initiatives.services import change_initiative
from post import links
from post.models import MailLink
from post.services import address_of, enqueue
from residents.consents import consents_of
from residents.models import Purpose, Registration, State

ALIVE, YEARLY = "resident-alive", "resident-yearly"
YEAR = timedelta(days=365)
PAUSE = timedelta(days=14)  # between two mails
HIDDEN_AFTER = timedelta(days=30)  # since the last mail
ERASED_AFTER = timedelta(days=90)  # since it was hidden
REMINDERS = 2
ALONE = PAUSE * REMINDERS + HIDDEN_AFTER  # so long waits who gets no reminders
LINK_DAYS = 120


def about(registration: Registration) -> str:
    """By this the links of a registration are known."""
    return f"registration {registration.pk}"


def sign_of_life(registration: Registration) -> None:
    """The resident was here today: nothing is asked for a year, and what was hidden is shown again."""
    with transaction.atomic():
        held = Registration.objects.select_for_update(of=("self",)).get(pk=registration.pk)
        if held.hidden_on is not None:
            _show_again(held)
        Registration.objects.filter(pk=held.pk).update(
            alive_on=timezone.localdate(), asked=0, hidden_on=None, was_public=False
        )


def was_written_to(registrations: "QuerySet[Registration]", today: date | None = None) -> None:
    """Another room asked how it goes. When the yearly question was due, that was it; the reminders are ours."""
    day = today or timezone.localdate()
    registrations.filter(asked=0, alive_on__lt=day - YEAR).update(asked=1)
    registrations.update(mailed_on=day)


def _running() -> "QuerySet[Registration]":
    """Published, driven by the resident still, and neither stopped nor hidden."""
    rows = Registration.objects.filter(
        state=State.PUBLISHED, erased_on__isnull=True, words__isnull=False, hidden_on__isnull=True
    )
    drives = Participation.objects.filter(
        initiative=OuterRef("initiative"),
        partner=OuterRef("person"),
        role=ParticipationRole.DRIVER,
        ended_on__isnull=True,
    )
    to_others = Q(initiative__phase=Phase.HANDED_OVER) & ~Exists(drives)
    return rows.exclude(initiative__phase=Phase.STOPPED).exclude(to_others)


def ask_each_year(today: date | None = None) -> int:
    """Ask whether it still runs, and remind of that twice at most. Returns how many mails went into the outbox."""
    day = today or timezone.localdate()
    rested = Q(mailed_on__isnull=True) | Q(mailed_on__lt=day - YEAR)
    first = Q(asked=0, alive_on__lt=day - YEAR) & rested
    again = Q(asked__gte=1, asked__lte=REMINDERS, mailed_on__lte=day - PAUSE)
    due = _running().filter(first | again).order_by("pk").values_list("pk", flat=True)
    return sum(_ask(pk, day) for pk in list(due))


def _ask(pk: int, day: date) -> bool:
    with transaction.atomic():
        rows = Registration.objects.select_for_update(of=("self",)).select_related("initiative__kern")
        registration = rows.get(pk=pk)
        if registration.mailed_on is not None and registration.mailed_on > day - PAUSE:
            return False  # another asked meanwhile
        wants = consents_of(registration)[Purpose.YEARLY]
        if registration.asked and not wants:
            return False
        number = registration.asked + 1
        Registration.objects.filter(pk=pk).update(mailed_on=day, asked=number)
        left = PAUSE * (REMINDERS + 1 - number) + HIDDEN_AFTER
        _send(registration, {"number": number, "wants": wants, "hidden_on": day + left})
    return True


def _send(registration: Registration, more: dict[str, Any]) -> None:
    token = links.issue(ALIVE, {"registration": registration.pk}, LINK_DAYS, about=about(registration))
    enqueue(
        to=registration.words.email,
        subject=_("Does your initiative still run?"),
        template="residents/mail/yearly",
        context={
            "initiative": registration.initiative,
            "url": links.address("resident_alive", token),
            "ask_url": address_of("resident_ask"),
            **more,
        },
        purpose=YEARLY + registration.mail_purpose,
    )


def of_whom_nothing_was_heard(since: date) -> "QuerySet[Registration]":
    """Those whose last mail went out on that day or before, and who got all mails that they were to get."""
    all_sent = Q(asked__gt=REMINDERS, mailed_on__lte=since)
    alone = Q(asked__gte=1, mailed_on__lte=since + HIDDEN_AFTER - ALONE)
    return _running().filter(all_sent | alone)


def hide(registration: Registration, today: date | None = None) -> None:
    """Show what this resident began to the coordinators only, and tell the resident; a second time changes nothing."""
    day = today or timezone.localdate()
    with transaction.atomic():
        rows = Registration.objects.select_for_update(of=("self",)).select_related("initiative__kern", "kern")
        held = rows.get(pk=registration.pk)
        if held.hidden_on is not None or held.initiative is None:
            return
        was_public = held.initiative.visibility == Visibility.PUBLIC
        if was_public:
            _set_visibility(held, Visibility.COORDINATORS, _("hidden: nothing was heard for over a year"))
        Registration.objects.filter(pk=held.pk).update(hidden_on=day, was_public=was_public)
        wants = consents_of(held)[Purpose.YEARLY]
        _send(held, {"is_hidden": True, "wants": wants, "erased_on": day + ERASED_AFTER})


def _show_again(held: Registration) -> None:
    initiative = held.initiative
    if initiative and held.was_public and initiative.visibility == Visibility.COORDINATORS:
        _set_visibility(held, Visibility.PUBLIC, _("shown again: the resident says that it still runs"))


def _set_visibility(held: Registration, visibility: str, note: str) -> None:
    initiative = Initiative.objects.select_related("kern").get(registration=held)
    subject = initiative.get_absolute_url()
    with recorded(Verb.CHANGED, acting_user=None, kern=initiative.kern, subject=subject, note=note):
        change_initiative(initiative, {"visibility": visibility}, acting_user=None)


def still_runs(link: MailLink, registration: Registration) -> bool:
    """Yes, it still runs. True for the one who pressed first."""
    with transaction.atomic():
        if not links.use(link):
            return False
        sign_of_life(registration)
    return True
