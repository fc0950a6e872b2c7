"""What a kern says about itself is entered, corrected and taken back; nothing is set by the computer or lost."""

import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from changes.models import Change
from changes.services import undo
from ladder.models import Assessment, Evidence, OwnershipStep
from ladder.services import Grounds, add_assessment, change_assessment, set_step
from tests.factories import make_user
from tests.ladder.conftest import TODAY, keep_figures
from wijkweb.kit.partial_dates import PartialDate

NEW = "/kernen/oosterdorp/ladder/nieuw/"
FILLED: dict[str, Any] = {
    "rung": "3", "assessed_on": "20-11-2026", "reason": "Bewoners helpen mee op het plein.", "agreed": "dorpsraad, de school",
    "dissent": "De huisarts vindt het nog te smal.", "source": "Bijeenkomst in het dorpshuis", "signals": ["connectedness"],
}  # fmt: skip


@pytest.fixture
def anna(db: None) -> Any:
    return make_user(name="Anna")


def add(kern: Any, anna: Any, **more: Any) -> Assessment:
    values = {"assessed_on": PartialDate(2026, 11, 1), "rung": 3, "reason": "Bewoners helpen mee."}
    return add_assessment(acting_user=anna, kern=kern.kern, **{**values, **more})


def test_a_meeting_is_written_down_with_all_that_belongs_to_it(kern: Any, coordinator: Client) -> None:
    answer = coordinator.post(NEW, {**FILLED, "stories": [kern.story.pk], "initiatives": [kern.table.pk]})
    assessment = Assessment.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, assessment.get_absolute_url())
    assert (assessment.rung, assessment.agreed, assessment.certainty) == (
        3,
        "dorpsraad, de school",
        "letterlijk",
    )
    assert {str(row) for row in assessment.evidence.all()} == {"connectedness", "Op de fiets", "Buurttafel"}
    page = coordinator.get(answer["Location"]).content.decode()
    for words in (
        "Trede 3",
        FILLED["reason"],
        FILLED["dissent"],
        "Op de fiets",
        "Buurttafel",
        "62%",
    ):
        assert words in page
    assert "Ongedaan maken" in page


@pytest.mark.parametrize("reason", ["", "   \n "])
def test_without_a_reason_it_is_refused_and_all_input_is_kept(
    kern: Any, coordinator: Client, reason: str
) -> None:
    answer = coordinator.post(NEW, {**FILLED, "reason": reason, "stories": [kern.story.pk]})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Zonder reden kan later niemand ervan leren." in page
    assert re.search(r'<input[^>]*value="3"[^>]*checked', page)
    assert re.search(r'<input[^>]*value="connectedness"[^>]*checked', page)
    assert re.search(rf'name="stories" value="{kern.story.pk}"[^>]*checked', page)
    for words in (FILLED["agreed"], FILLED["dissent"], FILLED["source"], "20-11-2026"):
        assert words in page
    assert not Assessment.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"rung": ""}, "Kies een trede"),
        ({"rung": "6"}, "6"),
        ({"assessed_on": "2027"}, "Deze dag moet nog komen."),
        ({"assessed_on": "gisteren"}, "Vul een jaar"),
        ({"reason": "BSN 111222333"}, "burgerservicenummer"),
        ({"initiatives": ["999999"]}, "999999"),
    ],
)
def test_what_is_wrong_is_said(kern: Any, coordinator: Client, wrong: Any, message: str) -> None:
    answer = coordinator.post(NEW, {**FILLED, **wrong})
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert not Assessment.objects.exists()


def test_too_early_to_tell_is_an_answer(kern: Any, coordinator: Client, client: Client) -> None:
    coordinator.post(NEW, {**FILLED, "rung": "te-vroeg"})
    assert Assessment.objects.get().rung is None
    assert "te vroeg om te zeggen" in client.get("/kernen/oosterdorp/ladder/").content.decode()
    assert "Te vroeg om te zeggen" in client.get("/kernen/oosterdorp/").content.decode()
    assert client.get("/kernen/").status_code == 200


def test_a_double_click_writes_it_down_once(kern: Any, coordinator: Client) -> None:
    token = re.search(r'name="token" value="([^"]+)"', coordinator.get(NEW).content.decode())
    assert token
    first = coordinator.post(NEW, {**FILLED, "token": token[1]})
    again = coordinator.post(NEW, {**FILLED, "token": token[1]})
    assert first["Location"] == again["Location"]
    assert Assessment.objects.count() == 1


def test_a_second_one_of_the_same_date_is_refused(kern: Any, coordinator: Client) -> None:
    coordinator.post(NEW, FILLED)
    answer = coordinator.post(NEW, FILLED)
    assert answer.status_code == 422
    assert "Er is al een beoordeling van deze datum." in answer.content.decode()


def test_the_signals_of_that_day_stay_as_they_were(
    kern: Any, anna: Any, coordinator: Client, client: Client
) -> None:
    assessment = add(kern, anna, assessed_on=PartialDate.from_day(TODAY))
    keep_figures(kern.kern, "public", TODAY.replace(day=21), connectedness=0.99)
    change_assessment(assessment, {"reason": "Beter gezegd."}, acting_user=anna)
    for visitor, own, other in ((client, "31", "62"), (coordinator, "62", "31")):
        page = visitor.get(assessment.get_absolute_url()).content.decode()
        assert f"{own}%" in page
        assert f"{other}%" not in page
        assert "99%" not in page
    with pytest.raises(ValueError, match="never written again"):
        change_assessment(assessment, {"signals": {}}, acting_user=anna)
    assessment.signals = {}
    with pytest.raises(ValidationError):
        assessment.full_clean()


def test_of_an_earlier_day_the_signals_of_that_day_are_stored(kern: Any, anna: Any) -> None:
    kept = add(kern, anna, assessed_on=PartialDate(2025)).signals["public"]
    assert kept["day"] == "2025-06-30"
    assert next(one["value"] for one in kept["signals"] if one["id"] == "connectedness") == 0.24
    early = add(kern, anna, assessed_on=PartialDate(2001)).signals["public"]
    assert early["day"] is None


def test_a_correction_keeps_what_it_said_before(kern: Any, anna: Any, coordinator: Client) -> None:
    assessment = add(kern, anna, grounds=Grounds(["reach"], [kern.story]))
    address = f"{assessment.get_absolute_url()}bewerken/"
    form = coordinator.get(address).content.decode()
    version = re.search(r'name="version" value="(\d+)"', form)
    assert version
    sent = {
        **FILLED,
        "version": version[1],
        "signals": ["reach"],
        "initiatives": [kern.table.pk],
        "rung": "4",
    }
    assert coordinator.post(address, sent).status_code == 302
    assessment.refresh_from_db()
    assert assessment.rung == 4
    assert {str(row) for row in assessment.evidence.all()} == {"reach", "Buurttafel"}
    history = coordinator.get(f"{assessment.get_absolute_url()}geschiedenis/").content.decode()
    for words in ("Bewoners helpen mee.", FILLED["reason"], "Op de fiets"):
        assert words in history


def test_nothing_changed_is_said(kern: Any, anna: Any, coordinator: Client) -> None:
    assessment = add(kern, anna)
    address = f"{assessment.get_absolute_url()}bewerken/"
    sent = {"rung": "3", "assessed_on": "2026-11-01", "reason": "Bewoners helpen mee."}
    answer = coordinator.post(address, sent, follow=True)
    assert "Er is niets gewijzigd." in answer.content.decode()


def test_two_at_once_see_both_versions(kern: Any, anna: Any, coordinator: Client) -> None:
    assessment = add(kern, anna)
    version = assessment.history.latest().history_id
    change_assessment(assessment, {"reason": "De ander was eerder."}, acting_user=anna)
    sent = {"rung": "3", "assessed_on": "2026-11-01", "reason": "Ik was later.", "version": version}
    answer = coordinator.post(f"{assessment.get_absolute_url()}bewerken/", sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "De ander was eerder." in page
    assert "Ik was later." in page


def test_writing_down_is_taken_back_and_done_again(kern: Any, anna: Any) -> None:
    assessment = add(kern, anna, grounds=Grounds(["reach"], [kern.story]))
    kept = assessment.signals
    undoing = undo(Change.objects.get(), acting_user=anna)
    assert (Assessment.objects.count(), Evidence.objects.count()) == (0, 0)
    undo(undoing, acting_user=anna)
    assert Assessment.objects.get().signals == kept
    assert Evidence.objects.count() == 2


def undo_latest() -> None:
    """Take the latest change back, as the person who made it."""
    change = Change.objects.latest("pk")
    undo(change, acting_user=change.made_by)


def test_what_was_never_said_is_taken_back_by_who_may_edit(
    kern: Any, anna: Any, coordinator: Client, alderman: Client, client: Client
) -> None:
    assessment = add(kern, anna, grounds=Grounds(["reach"], [kern.story]))
    kept, address = assessment.signals, f"{assessment.get_absolute_url()}terugnemen/"
    assert client.post(address).status_code == 302
    assert alderman.post(address).status_code == 403
    assert Assessment.objects.count() == 1
    assert coordinator.get(address).status_code == 405
    answer = coordinator.post(address, follow=True)
    assert "De beoordeling is teruggenomen." in answer.content.decode()
    assert (Assessment.objects.count(), Evidence.objects.count()) == (0, 0)
    assert client.get(assessment.get_absolute_url()).status_code == 404
    assert Assessment.history.filter(reason="Bewoners helpen mee.").exists()  # type: ignore[attr-defined]
    undo_latest()
    assert Assessment.objects.get().signals == kept
    assert {str(row) for row in Evidence.objects.all()} == {"reach", "Op de fiets"}


def test_a_step_that_is_not_taken_after_all_is_taken_back(kern: Any, anna: Any, coordinator: Client) -> None:
    set_step(kern.kern, 3, acting_user=anna, note="We vroegen wat telt.")
    address = "/kernen/oosterdorp/ladder/stappen/3/terugnemen/"
    assert coordinator.post(address).status_code == 302
    assert not OwnershipStep.objects.exists()
    assert coordinator.post(address).status_code == 404
    undo_latest()
    assert OwnershipStep.objects.get().note == "We vroegen wat telt."


def test_a_step_is_written_down_and_corrected(kern: Any, coordinator: Client, client: Client) -> None:
    address = "/kernen/oosterdorp/ladder/stappen/3/"
    coordinator.post(address, {"started_on": "2025", "note": "We vroegen wat telt."})
    page = client.get("/kernen/oosterdorp/ladder/").content.decode()
    assert "Sinds 2025" in page
    assert "We vroegen wat telt." in page
    version = OwnershipStep.objects.get().history.latest().history_id
    coordinator.post(address, {"started_on": "2024-05", "note": "We vroegen wat telt.", "version": version})
    assert str(OwnershipStep.objects.get().started_on) == "2024-05"
    assert coordinator.post(address, {"started_on": "2031"}).status_code == 422
    assert coordinator.get("/kernen/oosterdorp/ladder/stappen/7/").status_code == 404
    assert not Assessment.objects.exists()


def test_there_is_no_seventh_step(kern: Any, anna: Any) -> None:
    with pytest.raises(ValidationError):
        set_step(kern.kern, 7, acting_user=anna)
    assert not OwnershipStep.objects.exists()
