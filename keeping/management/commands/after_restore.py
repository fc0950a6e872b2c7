"""manage.py after_restore [--if-behind] | --release-mail"""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from keeping import ledger, restoring


class Command(BaseCommand):
    help = "Bring a backup that was put back up to date with what was erased since. Run it before the site opens."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-behind",
            action="store_true",
            help="do nothing when the ledger knows of no erasure that this database lacks; for each start, not after a restore by hand",
        )
        parser.add_argument(
            "--release-mail", action="store_true", help="send the mail that waits since the restore"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["release_mail"]:
            self.stdout.write(f"Released: {restoring.release_mail()} mails.")
            return
        if options["if_behind"] and not ledger.is_behind():
            self.stdout.write("This database knows every erasure of the ledger.")
            return
        done = restoring.bring_up_to_date()
        self.stdout.write(f"Lines of the ledger that this database did not know: {done.caught_up.lines}.")
        for kind, number in sorted(done.caught_up.again.items()):
            self.stdout.write(f"Erased again, {kind}: {number}.")
        self.stdout.write(f"Signed out: {done.sessions}. Links that no longer work: {done.links}.")
        self.stdout.write(
            f"Mails that wait: {done.mails}. Look at them, then run: manage.py after_restore --release-mail"
        )
