"""What repeats has no place in the data package: an import leaves it alone, and an export gives the same cells."""

import csv
from datetime import date, time
from pathlib import Path

import pytest

from accounts.models import User
from agenda.models import Occurrence
from agenda.services import cancel, change_activity
from initiatives.models import Activity
from interchange.exporting import export_package
from interchange.importing import import_package
from interchange.management.commands.load_demo import PACKAGE, repeat_as_told

pytestmark = pytest.mark.django_db


def cells(folder: Path) -> list[dict[str, str]]:
    with (folder / "activiteiten.csv").open(encoding="utf-8", newline="") as handle:
        return sorted(csv.DictReader(handle), key=lambda row: row["id"])


def test_rules_and_single_times_change_no_cell(tmp_path: Path, clock: None) -> None:
    import_package(PACKAGE)
    repeat_as_told()
    anna = User.objects.create_user("anna@voorbeeld.nl")
    sport = Activity.objects.get(slug="act-dinsdagsport")
    assert (sport.rule, sport.begins_at, sport.dated_on) == ("FREQ=WEEKLY;BYDAY=TU", time(10), None)
    change_activity(sport, {"has_lift": "ja", "except_on": ["2026-12-29"]}, acting_user=anna)
    cancel(sport, scope="keer", day=date(2026, 12, 8), note="Zaal dicht", acting_user=anna)
    export_package(tmp_path / "uit")
    assert cells(tmp_path / "uit") == cells(PACKAGE)
    assert import_package(tmp_path / "uit").is_unchanged
    sport.refresh_from_db()
    assert (sport.rule, sport.has_lift) == ("FREQ=WEEKLY;BYDAY=TU", "ja")
    assert Occurrence.objects.get().is_cancelled


def test_the_demo_repeats_only_what_the_package_says_repeats(clock: None) -> None:
    import_package(PACKAGE)
    repeat_as_told()
    repeat_as_told()
    assert list(Activity.objects.exclude(rule="").values_list("slug", flat=True)) == ["act-dinsdagsport"]
    assert "Elke dinsdag om tien uur" in Activity.objects.get(slug="act-dinsdagsport").description
    assert Activity.history.filter(slug="act-dinsdagsport").count() == 2  # type: ignore[attr-defined]
