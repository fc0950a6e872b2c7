"""manage.py keep_terms [--dry-run] [--on YYYY-MM-DD] [--approve RULE ...]"""

from datetime import date, datetime, time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from keeping import ledger, terms
from wijkweb.kit.personal import rules


class Command(BaseCommand):
    help = "Let what need not be kept any longer go, and report it. With --dry-run only the report."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would go, and change nothing")
        parser.add_argument(
            "--on", type=date.fromisoformat, help="what would go on this day; only with --dry-run"
        )
        parser.add_argument(
            "--approve", action="append", default=[], metavar="RULE", help="this rule may take more than 5 %"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        approved, day, dry = options["approve"], options["on"], options["dry_run"]
        unknown = sorted(set(approved) - {rule.name for rule in rules()})
        if unknown:
            raise CommandError(f"There is no rule {', '.join(unknown)}.")
        if day and not dry:
            raise CommandError("--on only goes with --dry-run.")
        moment = timezone.make_aware(datetime.combine(day, time.max)) if day else None
        outcomes = terms.look(moment) if dry else terms.run(approved=approved)
        if not dry:
            ledger.complete_file()
        width = max(len(outcome.rule.name) for outcome in outcomes)
        self.stdout.write(f"{'rule'.ljust(width)}  {'of':>8}  {'due':>8}  {'gone':>8}")
        for outcome in outcomes:
            gone = "-" if dry else str(outcome.done)
            line = f"{outcome.rule.name.ljust(width)}  {outcome.total:>8}  {outcome.due:>8}  {gone:>8}  {outcome.rule.says}"
            self.stdout.write(line)
        held = [one for one in outcomes if one.is_held and one.rule.name not in approved]
        for outcome in held:
            self.stderr.write(
                f"{outcome.rule.name} waits: {outcome.due} of {outcome.total} rows at once is more than goes by itself. "
                f"Look whether it is right, then run: manage.py keep_terms --approve {outcome.rule.name}"
            )
        failed = [one.rule.name for one in outcomes if one.failed]
        if failed:
            raise CommandError(f"Failed: {', '.join(failed)}. The log says why.")
