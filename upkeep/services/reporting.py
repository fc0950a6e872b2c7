"""What a partner says about itself, and what the coordinator does with it.

A report changes nothing by itself. Taken over, it becomes an ordinary change that can be undone, and the report is new
again. A partner that is trusted has its reports taken over at once, except a new mailbox: who holds the mailbox holds the
card, so a coordinator looks at that.
"""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import ANYBODY
from changes.models import Change, Verb
from changes.services import recorded, undo
from partners.models import Certainty, Partner, PartnerForm, Relation
from partners.services import (
    add_relation,
    change_partner,
    change_relation,
    confirm_partner,
    end_partner,
    end_relation,
)
from upkeep.models import Direction, Report, ReportKind, ReportState

PUBLIC_FIELDS = ("name", "description", "location", "website", "mailbox", "rhythm")
VERBS = {
    ReportKind.CONFIRM: Verb.CONFIRMED,
    ReportKind.CHANGE: Verb.CHANGED,
    ReportKind.STOP: Verb.ENDED,
    ReportKind.TIE: Verb.ADDED,
    ReportKind.TIE_ENDED: Verb.ENDED,
}


class CannotTakeOver(Exception):
    """A report that can not be carried out now; its text says why. Nothing was changed."""


def public_ties(partner: Partner) -> list[Relation]:
    """The open ties of a partner with others that everybody may see, by name."""
    today = timezone.localdate()
    rows = Relation.objects.visible_to_viewer(ANYBODY).of(partner).active_on(today).with_partners()
    return sorted(rows, key=lambda row: (row.other_end(partner).search_name, row.pk))


def report_confirmed(partner: Partner) -> Report:
    """The partner says that its card and the ties on it are still right."""
    ids = [relation.pk for relation in public_ties(partner)]
    return _made(Report(partner=partner, kind=ReportKind.CONFIRM, payload={"banden": ids}))


def report_stopped(partner: Partner) -> Report:
    return _made(Report(partner=partner, kind=ReportKind.STOP))


def report_changes(partner: Partner, values: dict[str, str], ended: Iterable[Relation] = ()) -> list[Report]:
    """The partner says what is different: fields of its card, and ties that are no longer there."""
    different = {
        name: {"van": getattr(partner, name), "naar": values[name]}
        for name in PUBLIC_FIELDS
        if name in values and values[name] != getattr(partner, name)
    }
    mailbox = {"mailbox": different.pop("mailbox")} if "mailbox" in different else {}
    reports = [
        _made(Report(partner=partner, kind=ReportKind.CHANGE, payload=payload))
        for payload in (different, mailbox)
        if payload
    ]
    for relation in ended:
        other = relation.other_end(partner)
        reports.append(
            _made(Report(partner=partner, kind=ReportKind.TIE_ENDED, relation=relation, other=other))
        )
    return reports


def report_ties(partner: Partner, ties: Iterable[tuple[Partner, str, str]]) -> list[Report]:
    """The partner names with whom it works: the other one, the kind, and who gives. What is waiting is kept once."""
    reports = []
    for other, kind, direction in ties:
        report = Report(partner=partner, kind=ReportKind.TIE, other=other, tie_kind=kind, direction=direction)
        try:
            with transaction.atomic():
                reports.append(_made(report))
        except IntegrityError:
            continue
    return reports


def _made(report: Report) -> Report:
    """Store a report; of a trusted partner it is taken over at once, unless it touches the mailbox."""
    with transaction.atomic():
        report.save()
        if report.partner.is_trusted and "mailbox" not in report.payload:
            try:
                with transaction.atomic():
                    take_over(report, acting_user=None)
            except (CannotTakeOver, ValidationError):
                report.refresh_from_db()
    return report


def take_over(report: Report, *, acting_user: Any) -> Change:
    """Carry out what a report says, as one change that can be undone; the report is then new again.

    Raises CannotTakeOver when it was handled before or what it is about is gone, ValidationError when the record
    refuses it. Then nothing is stored.
    """
    with transaction.atomic():
        held = Report.objects.select_for_update().get(pk=report.pk)
        if not held.is_new:
            raise CannotTakeOver(_("This report was handled already."))
        partner = Partner.objects.select_related("kern").get(pk=held.partner_id)
        verb = VERBS[ReportKind(held.kind)]
        subject = partner.get_absolute_url()
        note = _("reported by the partner")
        with recorded(verb, acting_user=acting_user, kern=partner.kern, subject=subject, note=note) as change:
            CARRY_OUT[ReportKind(held.kind)](held, partner, acting_user)
            _handled(held, ReportState.ACCEPTED, acting_user, change)
    return change


def reject(report: Report, *, acting_user: Any) -> None:
    """Set a report aside; it stays to be read, and `reopen` brings it back."""
    with transaction.atomic():
        held = Report.objects.select_for_update().get(pk=report.pk)
        if not held.is_new:
            raise CannotTakeOver(_("This report was handled already."))
        _handled(held, ReportState.REJECTED, acting_user, None)


def reopen(report: Report, *, acting_user: Any) -> None:
    """Make a handled report new again; what it changed is taken back. Raises CannotUndo when that cannot be."""
    with transaction.atomic():
        held = Report.objects.select_for_update(of=("self",)).select_related("change").get(pk=report.pk)
        if held.state == ReportState.ACCEPTED and held.change:
            undo(held.change, acting_user=acting_user)
        elif held.state == ReportState.REJECTED:
            held.state, held.handled_by, held.handled_at = ReportState.NEW, None, None
            held.save()


def _handled(report: Report, state: ReportState, acting_user: Any, change: Change | None) -> None:
    report.state = state
    report.handled_by = acting_user if getattr(acting_user, "pk", None) else None
    report.handled_at = timezone.now()
    report.change = change
    report.save()


# --- what each sort of report does ------------------------------------------------------------------


def _confirm(report: Report, partner: Partner, acting_user: Any) -> None:
    confirm_partner(partner, acting_user=acting_user)
    shown = report.payload.get("banden", [])
    for relation in Relation.objects.of(partner).filter(pk__in=shown, ended_on__isnull=True).with_partners():
        said_by(relation, partner, acting_user=acting_user)


def _change(report: Report, partner: Partner, acting_user: Any) -> None:
    values = {name: both["naar"] for name, both in report.payload.items() if name in PUBLIC_FIELDS}
    change_partner(partner, {**values, "confirmed_on": timezone.localdate()}, acting_user=acting_user)


def _stop(report: Report, partner: Partner, acting_user: Any) -> None:
    end_partner(partner, acting_user=acting_user)


def _tie(report: Report, partner: Partner, acting_user: Any) -> None:
    other = report.other
    if other is None or other.ended_on is not None or other.form == PartnerForm.PERSON:
        raise CannotTakeOver(_("The other one is no longer there. Set this report aside."))
    source, target = report.ends
    is_directed = report.direction != Direction.MUTUAL
    relation = open_tie(source, target, report.tie_kind, is_directed=is_directed)
    if relation:
        said_by(relation, partner, acting_user=acting_user)
        return
    add_relation(
        acting_user=acting_user,
        source=source,
        target=target,
        kind=report.tie_kind,
        is_directed=is_directed,
        reported_by=partner,
        certainty=Certainty.LITERAL,
    )


def _end_tie(report: Report, partner: Partner, acting_user: Any) -> None:
    if report.relation is None or report.relation.ended_on is not None:
        raise CannotTakeOver(_("This tie has ended already. Set this report aside."))
    end_relation(report.relation, acting_user=acting_user)


CARRY_OUT = {
    ReportKind.CONFIRM: _confirm,
    ReportKind.CHANGE: _change,
    ReportKind.STOP: _stop,
    ReportKind.TIE: _tie,
    ReportKind.TIE_ENDED: _end_tie,
}


def open_tie(source: Partner, target: Partner, kind: str, *, is_directed: bool) -> Relation | None:
    """The open tie of this kind between these two; a mutual one counts from either side."""
    ends = Q(source=source, target=target)
    if not is_directed:
        ends |= Q(source=target, target=source)
    rows = Relation.objects.filter(ends, kind=kind, is_directed=is_directed, ended_on__isnull=True)
    return rows.with_partners().first()


def said_by(relation: Relation, partner: Partner, *, acting_user: Any) -> Relation:
    """One end says that this tie is there; when the other end had said so, it is confirmed by both."""
    values: dict[str, Any] = {"confirmed_on": timezone.localdate(), "certainty": Certainty.LITERAL}
    first = relation.reported_by_id
    if first is None or first not in (relation.source_id, relation.target_id):
        values["reported_by"] = partner
    elif first != partner.pk:
        values["is_confirmed"] = True
    return change_relation(relation, values, acting_user=acting_user)
