"""From a sheet to partners, ties and initiatives, without a browser."""

import pytest

from initiatives.models import Initiative
from interchange.models import JobState, SheetJob
from interchange.sheets import running
from partners.models import Partner, PastInvolvement, Relation
from tests.factories import make_kern, make_partner, make_person
from tests.interchange.sheets.makers import Rows, brought_in, compared, outcomes, xlsx

PARTNERS: Rows = [
    ["Naam organisatie", "Soort", "Levensgebied", "Betrokkenheid", "Sinds", "Opmerkingen"],
    ["Stichting Nu", "Stichting", "verenigingen", "keyspeler", 2015, "Vrijwilligers"],
    ["De Waterstee", "overig", "Verenigingen", "partner", "dec 2014", ""],
]
TIES: Rows = [["Van", "Naar", "Soort", "Sterkte"], ["Stichting Nu", "De Waterstee", "werkt samen", 2]]
BOOK: dict[str, Rows] = {
    "Partners": PARTNERS,
    "Banden": TIES,
    "Initiatieven": [["Initiatief", "Fase", "Doelgroep"], ["Buurttafel", "draait", "ouderen, jongeren"]],
}


def test_a_workbook_with_three_sheets_comes_in_at_once(kern, user):
    job = brought_in(kern, user, xlsx(BOOK))
    assert job.state == JobState.DONE, job.message
    nu = Partner.objects.get(name="Stichting Nu")
    assert (nu.kern, nu.kind, nu.life_domain, nu.involvement, str(nu.started_on)) == (
        kern,
        "stichting",
        "verenigingen",
        "keyspeler",
        "2015",
    )
    tie = Relation.objects.get()
    assert (tie.source, tie.target.name, tie.kind, tie.strength, tie.is_directed) == (
        nu,
        "De Waterstee",
        "werkt-samen",
        2,
        False,
    )
    assert Initiative.objects.get().target_groups == ["ouderen", "jongeren"]
    assert nu.history.get().change.verb == "ingelezen"
    assert job.counts["nieuw"] == 4


def test_what_changes_names_nobody_whom_the_sender_may_not_see(kern, user):
    elsewhere = make_kern("Westerdorp")
    closed = make_partner("Geheime Kring", elsewhere, visibility="coordinators")
    make_partner("Stichting Nu", kern)
    make_partner("Werkgroep Water", kern, parent=closed)
    rows: Rows = [["Naam", "Onderdeel van"], ["Werkgroep Water", "Stichting Nu"]]
    job = compared(kern, user, xlsx({"Partners": rows}))
    changes = str([row.changes for row in job.rows.all()])
    assert "Stichting Nu" in changes
    assert "Geheime Kring" not in changes


def test_the_same_file_twice_changes_nothing(kern, user, stored):
    brought_in(kern, user, xlsx(BOOK))
    before = stored()
    job = brought_in(kern, user, xlsx(BOOK))
    after = stored()
    for name in ("Partner", "HistoricalPartner", "Relation", "HistoricalRelation", "HistoricalInitiative"):
        assert before[name] == after[name]
    assert {outcome for _label, outcome in outcomes(job)} == {"gelijk"}


def test_what_differs_is_shown_and_changed_and_the_rest_stays(kern, user):
    partner = make_partner("Stichting Nu", kern, involvement="bekend", website="https://nu.example")
    rows: Rows = [PARTNERS[0], ["Stichting  NU", "", "", "Keyspeler", "", "Nieuw"]]
    job = compared(kern, user, xlsx(rows))
    row = job.rows.get()
    assert row.outcome == "gewijzigd"
    assert ["betrokkenheid", "bekend", "keyspeler"] in row.changes
    brought_in(kern, user, xlsx(rows))
    partner.refresh_from_db()
    assert (partner.involvement, partner.description, partner.website, partner.kind) == (
        "keyspeler",
        "Nieuw",
        "https://nu.example",
        "stichting",
    )
    assert PastInvolvement.objects.get().involvement == "bekend"


def test_names_that_look_alike_wait_for_a_decision(kern, user):
    make_partner("Stichting Nu", kern)
    rows: Rows = [
        ["Naam", "Soort"],
        ["Stg. Nu", "stichting"],
        ["Oranjevereniging", "vereniging"],
        ["Oranje vereniging", "vereniging"],
    ]
    job = compared(kern, user, xlsx(rows))
    assert outcomes(job) == [
        ("Stg. Nu", "dubbel"),
        ("Oranjevereniging", "nieuw"),
        ("Oranje vereniging", "dubbel"),
    ]
    left = brought_in(kern, user, xlsx(rows))
    assert Partner.objects.count() == 2
    assert left.counts["dubbel"] == 2
    brought_in(kern, user, xlsx(rows), decision="dezelfde")
    assert Partner.objects.count() == 2
    brought_in(kern, user, xlsx(rows), decision="nieuw")
    assert Partner.objects.count() == 4


def test_a_tie_follows_the_decision_that_two_names_are_the_same(kern, user):
    make_partner("Stichting Nu", kern)
    book: dict[str, Rows] = {
        "Partners": [["Naam"], ["Stg. Nu"], ["De Kerk"]],
        "Banden": [["Van", "Naar"], ["Stg. Nu", "De Kerk"]],
    }
    job = brought_in(kern, user, xlsx(book), decision="dezelfde")
    assert job.state == JobState.DONE
    assert Relation.objects.get().source.name == "Stichting Nu"


def test_wrong_rows_name_line_column_value_and_reason(kern, user):
    rows: Rows = [*PARTNERS, ["", "stichting"], ["Koor", "sportclubje", "", "", "31-02-2015"]]
    job = compared(kern, user, xlsx(rows))
    wrong = list(job.rows.filter(outcome="fout"))
    assert [row.line for row in wrong] == [4, 5]
    assert [(column, value) for column, value, _reason, _word in wrong[1].problems] == [
        ("soort", "sportclubje"),
        ("sinds", "31-02-2015"),
    ]
    assert job.choices["unknown"] == [["partners.soort", "sportclubje", 1]]
    done = brought_in(kern, user, xlsx(rows))
    assert done.state == JobState.DONE
    assert Partner.objects.count() == 2


def test_all_or_nothing_stores_nothing_when_a_row_turns_wrong(kern, user, stored):
    job = compared(kern, user, xlsx(BOOK))
    SheetJob.objects.filter(pk=job.pk).update(state=JobState.QUEUED, mode="alles")
    job.rows.filter(kind="banden").update(values={"van": "Niemand", "naar": "De Waterstee"})
    before = stored()
    running.run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done) == (JobState.PREVIEW, 0)
    assert "Niets is ingelezen" in job.message
    assert {name: count for name, count in stored().items() if count != before[name]} == {}


def test_all_or_nothing_stores_all(kern, user):
    assert brought_in(kern, user, xlsx(BOOK), mode="alles").state == JobState.DONE
    assert Partner.objects.count() == 2


def test_nothing_is_written_outside_the_kern(kern, user):
    other = make_kern("Westerdorp")
    foreign = make_partner("Verre Club", other, description="van hen")
    make_partner("De Brug", kern)
    rows: Rows = [
        ["Naam", "Kern", "id", "Omschrijving"],
        ["Verre Club", "", "verre-club", "gekaapt"],
        ["Club 2", "Westerdorp", "", ""],
        ["Verre Club", "", "", "die van ons"],
    ]
    job = brought_in(kern, user, xlsx(rows))
    assert [row.outcome for row in job.rows.all()] == ["fout", "fout", "nieuw"]
    foreign.refresh_from_db()
    assert foreign.description == "van hen"
    assert Partner.objects.get(description="die van ons").kern == kern
    ties: Rows = [
        ["Van", "Naar", "van id", "naar id"],
        ["", "", "verre-club", "verre-club"],
        ["De Brug", "", "", "verre-club"],
    ]
    job = brought_in(kern, user, xlsx({"Banden": ties}))
    assert [row.outcome for row in job.rows.all()] == ["fout", "nieuw"]


def test_ids_of_what_one_may_not_see_are_unknown(kern, user):
    other = make_kern("Westerdorp")
    make_person("Dominee", other)
    make_partner("De Brug", kern)
    job = compared(
        kern,
        user,
        xlsx(
            [
                ["Van", "Naar", "naar id"],
                ["De Brug", "", "dominee"],
                ["De Brug", "Dominee", ""],
                ["De Brug", "", "bestaat-niet"],
            ]
        ),
    )
    reasons = [row.problems[0][2] for row in job.rows.all()]
    assert reasons[0] == reasons[2]
    assert all(row.outcome == "fout" for row in job.rows.all())


def test_persons_are_for_coordinators_and_their_address_is_left_out(kern, user):
    rows: Rows = [
        ["Rol", "Soort", "Organisatie", "Functiepostbus"],
        ["Voorzitter", "bestuurder", "Sportclub", "jan@prive.example"],
        ["Sportclub", "vereniging", "", "info@club.example"],
        ["Voorzitter", "bestuurder", "Kerkje", ""],
        ["Kerkje", "kerk", "", ""],
    ]
    job = brought_in(kern, user, xlsx(rows))
    assert job.counts.get("fout") is None, list(job.rows.values_list("problems", flat=True))
    persons = Partner.objects.filter(form="persoon")
    assert {(person.visibility, person.mailbox, person.organisation.name) for person in persons} == {
        ("coordinators", "", "Sportclub"),
        ("coordinators", "", "Kerkje"),
    }
    assert Partner.objects.get(name="Sportclub").mailbox == "info@club.example"
    again = brought_in(kern, user, xlsx(rows))
    assert again.counts == {"gelijk": 4, "onbeslist": 0}


def test_kumu_elements_and_connections_are_recognised(kern, user):
    book: dict[str, Rows] = {
        "Elements": [
            ["Label", "Type", "Description"],
            ["Alerimus", "Care organisation", "Zorg"],
            ["Jan de Boer", "Person", ""],
        ],
        "Connections": [
            ["From", "To", "Direction", "Type", "Strength"],
            ["Alerimus", "Jan de Boer", "undirected", "works with", 2],
        ],
    }
    job = brought_in(kern, user, xlsx(book))
    assert job.choices["kumu"] is True
    assert (Partner.objects.count(), Relation.objects.get().kind) == (2, "werkt-samen")
    assert job.counts["nieuw"] == 3


def test_who_lost_the_role_stores_nothing(kern, user):
    job = compared(kern, user, xlsx(BOOK))
    SheetJob.objects.filter(pk=job.pk).update(state=JobState.QUEUED)
    user.memberships.all().delete()
    running.run_job(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.STOPPED
    assert Partner.objects.count() == 0


def test_an_import_is_taken_back_as_a_whole(kern, user):
    make_partner("De Waterstee", kern, kind="overig", involvement="bekend")
    job = brought_in(kern, user, xlsx(BOOK))
    SheetJob.objects.filter(pk=job.pk).update(state=JobState.UNDO_QUEUED)
    running.undo_job(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.UNDONE, job.message
    assert [(partner.name, partner.involvement) for partner in Partner.objects.all()] == [
        ("De Waterstee", "bekend")
    ]
    assert Relation.objects.count() == Initiative.objects.count() == 0


@pytest.mark.parametrize("name", ["read_job", "judge_job", "run_job", "undo_job"])
def test_a_step_that_nobody_waits_for_does_nothing(name, kern, user, stored):
    job = brought_in(kern, user, xlsx(BOOK))
    before = stored()
    assert getattr(running, name)(job.pk) is False
    assert stored() == before


def test_a_merged_partner_keeps_its_short_name(kern, user):
    gone = make_partner("Stichting Nu", kern, slug="stichting-nu")
    Partner.objects.filter(pk=gone.pk).update(merged_into=make_partner("De Brug", kern))
    job = brought_in(kern, user, xlsx(BOOK))
    assert job.state == JobState.DONE, job.message
    assert Partner.objects.get(name="Stichting Nu").slug == "stichting-nu-2"


def test_what_would_become_a_part_of_itself_is_wrong_before_and_while_it_comes_in(kern, user):
    nu = make_partner("Stichting Nu", kern)
    make_partner("De Steiger", kern, parent=make_partner("De Waterstee", kern, parent=nu))
    rows: Rows = [["Naam", "Onderdeel van"], ["Stichting Nu", "De Steiger"], ["De Steiger", "Stichting Nu"]]
    data = xlsx({"Partners": rows[:2]})
    assert outcomes(compared(kern, user, data)) == [("Stichting Nu", "fout")]
    assert outcomes(brought_in(kern, user, data)) == [("Stichting Nu", "fout")]
    assert not Partner.objects.get(pk=nu.pk).parent
    assert outcomes(compared(kern, user, xlsx({"Partners": [rows[0], rows[2]]}))) == [
        ("De Steiger", "gewijzigd")
    ]
