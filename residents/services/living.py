"""The life of an initiative: it starts, runs, rests, gets another driver, stops. Each step is one change, with one undo."""

from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from changes.models import Verb
from changes.services import recorded
from initiatives.models import Initiative, Participation, ParticipationRole, Phase
from partners.models import Partner, PartnerForm
from residents.services.neighbours import end_all_about
from wijkweb.kit.partial_dates import PartialDate

# Where one may go from each phase. Nothing is a failure, and nothing is final.
STEPS: dict[str, tuple[Phase, ...]] = {
    Phase.DREAM: (Phase.SHARED, Phase.STARTED, Phase.RUNNING, Phase.PAUSED, Phase.STOPPED),
    Phase.SHARED: (Phase.STARTED, Phase.RUNNING, Phase.PAUSED, Phase.STOPPED),
    Phase.STARTED: (Phase.RUNNING, Phase.PAUSED, Phase.STOPPED),
    Phase.RUNNING: (Phase.PAUSED, Phase.STOPPED),
    Phase.HANDED_OVER: (Phase.PAUSED, Phase.STOPPED),
    Phase.PAUSED: (Phase.STARTED, Phase.RUNNING, Phase.STOPPED),
    Phase.STOPPED: (Phase.RUNNING,),
}
RESTS = (Phase.PAUSED, Phase.STOPPED)
BEGUN = (Phase.STARTED, Phase.RUNNING)


def forward_from(phase: str) -> str:
    """The step that a resident takes when it goes well: begun, then running; empty when there is none."""
    steps = {Phase.DREAM: Phase.STARTED, Phase.SHARED: Phase.STARTED, Phase.STARTED: Phase.RUNNING}
    return str(steps.get(Phase(phase), ""))


def locked(initiative: Initiative) -> Initiative:
    rows = Initiative.objects.select_for_update(of=("self",)).select_related("kern")
    found: Initiative = rows.get(pk=initiative.pk)
    return found


def step_to(
    initiative: Initiative, phase: str, *, acting_user: Any, lesson: str = "", token: UUID | None = None
) -> Initiative:
    """Take an initiative to another phase today; to rest or stop may leave a lesson for who comes after.

    A start that nobody knew yet is filled in with today, an end goes with stopping and is taken away by going on. Raises
    ValidationError for a step that does not exist from where it is now.
    """
    subject = initiative.get_absolute_url()
    with recorded(Verb.CHANGED, acting_user=acting_user, kern=initiative.kern, token=token, subject=subject):
        held = locked(initiative)
        if phase not in STEPS[held.phase]:
            raise ValidationError(
                _("This initiative is now “%(phase)s”; somebody else changed it meanwhile.")
                % {"phase": held.get_phase_display()}
            )
        today = PartialDate.today()
        held.phase = phase
        if phase in BEGUN and held.started_on is None:
            held.started_on = today
        held.ended_on = today.or_start(held.started_on) if phase == Phase.STOPPED else None
        if phase in RESTS and lesson.strip():
            held.outcome = f"{held.outcome}\n\n{lesson.strip()}".strip()
        held.full_clean()
        held.save()
        if phase == Phase.STOPPED:
            end_all_about(held)
    return held


def phase_before_pause(initiative: Initiative) -> str:
    """Where it was before it was paused, as the history says."""
    lines = initiative.history.exclude(phase__in=RESTS).order_by("-history_id")
    return lines.values_list("phase", flat=True).first() or Phase.RUNNING


def go_on(initiative: Initiative, *, acting_user: Any) -> Initiative:
    """After a pause: back to what it was."""
    subject = initiative.get_absolute_url()
    with recorded(Verb.CHANGED, acting_user=acting_user, kern=initiative.kern, subject=subject):
        held = locked(initiative)
        if held.phase != Phase.PAUSED:
            raise ValidationError(_("It is not paused."))
        held.phase = phase_before_pause(held)
        held.save()
    return held


def hand_over(
    initiative: Initiative,
    successor: Partner,
    *,
    acting_user: Any,
    on: date | None = None,
    token: UUID | None = None,
    instead_of: Partner | None = None,
) -> Participation:
    """On one day the old driver stops and `successor` starts; one change, which one undo takes back.

    on: today when not given, never later. instead_of: the one driver that stops; without it all who drive it do. Raises ValidationError when this party drives it already, or when the day does
    not fit.
    """
    day = on or timezone.localdate()
    subject = initiative.get_absolute_url()
    with recorded(
        Verb.CHANGED,
        acting_user=acting_user,
        kern=initiative.kern,
        token=token,
        subject=subject,
        note=_("handed over"),
    ):
        held = locked(initiative)
        if day > timezone.localdate():
            raise ValidationError({"on": _("This day has yet to come. Choose today or an earlier day.")})
        parts = list(open_drivers(held).select_for_update(of=("self",)))
        if any(part.partner_id == successor.pk for part in parts):
            raise ValidationError({"successor": _("This party drives it already. Choose another one.")})
        leaving = [part for part in parts if instead_of is None or part.partner_id == instead_of.pk]
        if any(part.started_on and part.started_on.first_day > day for part in leaving):
            raise ValidationError({"on": _("The driver of now started later than this day.")})
        for part in leaving:
            part.ended_on = PartialDate.from_day(day)
            part.full_clean()
            part.save()
        new = Participation(
            initiative=held,
            partner=successor,
            role=ParticipationRole.DRIVER,
            started_on=PartialDate.from_day(day),
        )
        new.full_clean()
        new.save()
        held.phase = Phase.HANDED_OVER
        held.ended_on = None
        held.save()
        end_all_about(held)
    return new


def open_drivers(initiative: Initiative) -> Any:
    """Who drives it now, as far as anybody wrote down."""
    return Participation.objects.filter(
        initiative=initiative, role=ParticipationRole.DRIVER, ended_on__isnull=True
    )


def who_could_take_over(initiative: Initiative) -> list[Partner]:
    """The organisations and groups that everybody may see, that take part now and do not drive it."""
    drivers = open_drivers(initiative).values("partner")
    rows = Partner.objects.filter(
        participations__initiative=initiative, participations__ended_on__isnull=True, visibility="public"
    )
    return list(
        rows.exclude(form=PartnerForm.PERSON).exclude(pk__in=drivers).distinct().order_by("search_name", "pk")
    )
