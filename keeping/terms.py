"""What goes by itself, each night: the rules of all rooms, with a brake.

A rule that would take more than a twentieth of its table at once, and more than a handful, does nothing: a clock that runs
wrong or a mistake in a rule must not empty a table. It is reported, each night again, until somebody looks and runs
`manage.py keep_terms --approve RULE`.
"""

import logging
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from wijkweb.kit.personal import Rule, rules

logger = logging.getLogger(__name__)

SHARE = 0.05
HANDFUL = 10  # of a small table a twentieth is less than one row


@dataclass(frozen=True)
class Outcome:
    """What a rule found and did. due: rows whose time has come, of `total` in the table; done: that are gone now."""

    rule: Rule
    due: int
    total: int
    done: int = 0
    failed: int = 0

    @property
    def is_held(self) -> bool:
        """Whether this is more than may go without somebody looking at it."""
        return not self.rule.passes and self.due > max(HANDFUL, int(self.total * SHARE))


def look(now: datetime | None = None, room: str = "") -> list[Outcome]:
    """What the rules would do at a moment; changes nothing. room: only its rules."""
    moment = now or timezone.now()
    return [_look(rule, moment) for rule in _rules_of(room)]


def run(now: datetime | None = None, *, approved: Collection[str] = (), room: str = "") -> list[Outcome]:
    """Do what is due; a second time there is nothing to do.

    approved: names of rules that may do more than a twentieth this time. A rule or a row that fails keeps no other from going.
    """
    moment = now or timezone.now()
    return [_run(rule, moment, rule.name in approved) for rule in _rules_of(room)]


def keep(room: str, now: datetime | None = None) -> int:
    """Do what is due in one room; how many rows that were."""
    return sum(outcome.done for outcome in run(now, room=room))


def _rules_of(room: str) -> Iterator[Rule]:
    return (rule for rule in rules() if not room or rule.name.startswith(f"{room}."))


def _look(rule: Rule, moment: datetime) -> Outcome:
    rows = rule.due(moment)
    return Outcome(rule, rows.count(), rows.model._base_manager.count())


def _run(rule: Rule, moment: datetime, is_approved: bool) -> Outcome:
    try:
        found = _look(rule, moment)
    except Exception:
        logger.exception("rule %s failed", rule.name)
        return Outcome(rule, 0, 0, failed=1)
    if not found.due:
        return found
    if found.is_held and not is_approved:
        logger.error(
            "rule %s waits: %d of %d rows are due, which is more than goes by itself",
            rule.name,
            found.due,
            found.total,
        )
        return found
    done, failed = _do(rule, moment)
    return Outcome(rule, found.due, found.total, done, failed)


def _do(rule: Rule, moment: datetime) -> tuple[int, int]:
    """How many rows went, and how many could not."""
    if rule.deed is None:
        all_at_once = rule.all_at_once or (lambda rows: rows.delete()[0])
        try:
            with transaction.atomic():
                return all_at_once(rule.due(moment)), 0
        except Exception:
            logger.exception("rule %s failed", rule.name)
            return 0, 1
    done = failed = 0
    for pk in list(rule.due(moment).values_list("pk", flat=True)):
        try:
            with transaction.atomic():
                # Held, and asked once more: at this very moment somebody may have said that it still runs.
                held = rule.due(moment).select_for_update(of=("self",)).filter(pk=pk).first()
                if held is not None:
                    rule.deed(held)
                    done += 1
        except Exception:
            logger.exception("rule %s failed for row %s", rule.name, pk)
            failed += 1
    return done, failed
