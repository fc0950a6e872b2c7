"""A copy whose database is an older one does not open before it was brought up to date."""

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from keeping import ledger, restoring
from keeping.models import Erasure
from tests.house.test_headers import address_of_this_database, in_production, needs_postgresql
from wijkweb import celery, opening

LINE = f"2026-11-24T10:00:00+00:00 wish {'b' * 64}\n"


@pytest.fixture(autouse=True)
def ledger_file(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.ERASURE_LEDGER = str(tmp_path / "erasures")
    settings.OPENS_WHEN = ["keeping.restoring.stay_closed_when_behind"]
    monkeypatch.setattr(opening.connections, "close_all", lambda: None)
    return Path(settings.ERASURE_LEDGER)


def test_an_older_database_stays_closed_until_it_is_brought_up_to_date(db: None, ledger_file: Path) -> None:
    opening.open_or_stop()
    Erasure.objects.create(kind="wish", subject="a" * 64)
    ledger.complete_file()
    opening.open_or_stop()
    ledger_file.write_text(ledger_file.read_text() + LINE)
    with pytest.raises(ImproperlyConfigured, match=r"1 erasures.*manage.py after_restore"):
        opening.open_or_stop()
    with pytest.raises(SystemExit, match=r"manage.py after_restore"):
        celery.open_or_stop_worker()
    restoring.bring_up_to_date()
    opening.open_or_stop()
    celery.open_or_stop_worker()


def test_a_database_that_does_not_answer_is_no_reason_to_stay_closed(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away() -> None:
        raise DatabaseError("no answer")

    monkeypatch.setattr(restoring, "stay_closed_when_behind", away)
    opening.open_or_stop()
    assert "without having asked" in caplog.text


@needs_postgresql
@pytest.mark.django_db
@pytest.mark.parametrize(("lines", "opens"), [("", True), (LINE, False)], ids=["up to date", "behind"])
def test_the_web_server_of_production_asks(lines: str, opens: bool, ledger_file: Path) -> None:
    ledger_file.write_text(lines)
    done = in_production(
        "-c",
        "import wijkweb.wsgi",
        DATABASE_URL=address_of_this_database(),
        ERASURE_LEDGER=str(ledger_file),
        REDIS_URL="",
    )
    assert (done.returncode == 0) == opens, done.stderr
    assert ("Run manage.py after_restore" in done.stderr) != opens
