"""Importing: what is stored, what a second time does, and that nothing is stored on a trial."""

import csv
import io

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.access import Visibility
from accounts.models import User
from facts.models import Fact
from initiatives.models import Activity, Initiative, Organiser, Participation
from interchange.importing import Count, import_package
from interchange.models import PackageImport
from interchange.package.errors import PackageRefused
from partners.models import Partner, Relation
from places.models import Kern
from tests.interchange import packages
from wijkweb.kit.partial_dates import PartialDate

pytestmark = pytest.mark.django_db


def test_the_demo_is_stored_with_history(demo):
    user = User.objects.create_user("iemand@example.org", "een lang wachtwoord")
    result = import_package(demo, acting_user=user)
    assert result.counts["organisaties"] == Count(new=69)
    assert result.total == Count(new=568)
    assert Partner.objects.count() == 69 + 45 == Partner.history.count()
    assert Relation.history.filter(history_type="+").count() == Relation.objects.count() == 117
    assert set(Partner.history.values_list("history_user", flat=True)) == {user.pk}
    assert "netwerk-hoeksche-waard" in Partner.history.first().history_change_reason


def test_a_second_time_writes_nothing(demo, stored):
    import_package(demo)
    before = stored()
    with CaptureQueriesContext(connection) as queries:
        result = import_package(demo)
    assert result.is_unchanged
    assert result.total == Count(same=568)
    assert stored() == before
    assert not [q["sql"] for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


def test_everything_lands_in_its_field(package):
    import_package(package)
    koor, bakker = Partner.objects.get(slug="koor"), Partner.objects.get(slug="bakker")
    assert (koor.form, koor.visibility, koor.search_name) == ("organisatie", Visibility.PUBLIC, "koor re")
    assert koor.started_on == PartialDate(2014, 12)
    assert Partner.objects.get(slug="omas").form == "groep"
    assert (bakker.form, bakker.visibility, bakker.life_domain) == ("persoon", Visibility.COORDINATORS, "")
    assert bakker.organisation.slug == "zorg"
    feest, tocht = Activity.objects.get(slug="feest"), Activity.objects.get(slug="tocht")
    assert (feest.location, feest.location_partner) == ("", koor)
    assert (tocht.location, tocht.location_partner) == ("De dijk", None)
    assert [row.partner.slug for row in feest.organiser_rows.all()] == ["zorg", "omas"]
    tafel = Initiative.objects.get(slug="tafel")
    assert (tafel.target_groups, tafel.visibility) == (["ouderen", "jongeren"], Visibility.PUBLIC)
    assert Fact.objects.get().written_value == "2.50"
    oost = Kern.objects.get(slug="oosterdorp")
    assert (oost.parent.slug, oost.municipality.name, oost.sort_name) == ("eiland", "Oost", "oosterdorp")
    assert PackageImport.objects.get().description["title"]
    assert "resources" not in PackageImport.objects.get().description


def test_changed_rows_are_updated_and_counted(package, stored):
    import_package(package)
    Partner.objects.filter(slug="koor").update(visibility=Visibility.NETWORK, website="https://example.org")
    before = stored()
    packages.change(package, "organisaties", lambda text: text.replace("Koor Ré", "Koor Mi"))
    packages.change(
        package, "relaties", lambda text: text.replace("koor,zorg,overlegt,nee,2", "koor,zorg,overlegt,nee,3")
    )
    packages.change(package, "activiteiten", lambda text: text.replace("zorg;omas", "koor;zorg"))
    result = import_package(package)
    assert result.counts["organisaties"] == Count(0, 1, 2)
    assert result.counts["relaties"] == Count(0, 1, 2)
    assert result.counts["activiteiten"] == Count(0, 1, 1)
    koor = Partner.objects.get(slug="koor")
    assert (koor.name, koor.search_name) == ("Koor Mi", "koor mi")
    assert (koor.visibility, koor.website) == (Visibility.NETWORK, "https://example.org")
    assert [record.name for record in koor.history.all()] == ["Koor Mi", "Koor Ré"]
    organisers = Organiser.objects.filter(activity__slug="feest").order_by("position")
    assert [row.partner.slug for row in organisers] == ["koor", "zorg"]
    assert sorted(Organiser.history.values_list("history_type", flat=True)) == ["+", "+", "+", "-", "~"]
    after = stored()
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"HistoricalPartner", "HistoricalRelation", "HistoricalOrganiser", "PackageImport"}


def test_a_trial_stores_nothing_and_counts_the_same(package, stored):
    before = stored()
    out = io.StringIO()
    call_command("import_package", str(package), "--dry-run", stdout=out)
    assert stored() == before
    assert import_package(package, dry_run=True).total == import_package(package).total


def test_a_mutual_relation_is_the_same_from_either_side(package):
    import_package(package)
    packages.change(package, "relaties", lambda text: text.replace("omas,koor,kent", "koor,omas,kent"))
    assert import_package(package).counts["relaties"] == Count(0, 1, 2)
    relation = Relation.objects.get(kind="kent")
    assert (relation.source.slug, relation.target.slug) == ("koor", "omas")


def test_two_mutual_relations_may_change_places(package):
    """The open one ends and the ended one opens: in the wrong order the database would refuse."""
    row = "koor,omas,kent,nee,1,2010,2012,Tekst.,afgeleid,hoofdstuk 1\r\n"
    packages.change(package, "relaties", lambda text: text + row)
    import_package(package)
    packages.change(
        package,
        "relaties",
        lambda text: text.replace("omas,koor,kent,nee,1,2014,,", "omas,koor,kent,nee,1,2014,2015,").replace(
            "2010,2012", "2016,"
        ),
    )
    assert import_package(package).counts["relaties"] == Count(0, 2, 2)


def test_of_a_relation_that_began_anew_the_open_one_counts(package):
    import_package(package)
    first = Relation.objects.get(kind="kent")
    Relation.objects.filter(pk=first.pk).update(ended_on=PartialDate(2015))
    Relation.objects.create(
        source=first.source, target=first.target, kind="kent", started_on=PartialDate(2016)
    )
    assert import_package(package).counts["relaties"] == Count(0, 1, 2)
    assert Relation.objects.get(pk=first.pk).ended_on == PartialDate(2015)


def test_a_day_that_we_know_is_not_lost_to_a_month(package):
    import_package(package)
    Partner.objects.filter(slug="koor").update(started_on=PartialDate(2014, 12, 5))
    assert import_package(package).is_unchanged
    assert Partner.objects.get(slug="koor").started_on == PartialDate(2014, 12, 5)


def test_a_start_after_an_end_that_only_we_know_is_refused(package, stored):
    import_package(package)
    Partner.objects.filter(slug="koor").update(ended_on=PartialDate(2015))
    packages.change(package, "organisaties", lambda text: text.replace("2014-12", "2016-01"))
    before = stored()
    with pytest.raises(PackageRefused) as refused:
        import_package(package)
    (error,) = refused.value.errors
    assert (error.file, error.line, error.column, error.value, error.code) == (
        "organisaties.csv",
        3,
        "sinds",
        "2016-01",
        "order",
    )
    assert stored() == before


def test_an_organisation_that_becomes_a_person_is_no_longer_public(package):
    import_package(package)
    rows = packages.small()
    row = next(row for row in rows["organisaties"] if row["id"] == "omas")
    rows["organisaties"].remove(row)
    rows["personen"].append({"id": "omas", "rol": "Oma", "soort": "inwoner", "betrokkenheid": "bekend"})
    import_package(packages.write(package, rows))
    oma = Partner.objects.get(slug="omas")
    assert (oma.form, oma.visibility) == ("persoon", Visibility.COORDINATORS)


def test_a_package_with_blanks_and_empty_tables(tmp_path):
    """Kernen without parent or municipality, persons without anything, tables with only a header."""
    rows = packages.small()
    rows["kernen"] = [
        {"id": "eiland", "naam": "Eiland", "soort": "regio"},
        {"id": "oosterdorp", "naam": "O", "soort": "dorp"},
    ]
    rows["organisaties"] = rows["organisaties"][:2]
    rows["personen"] = [{"id": "iemand", "rol": "Iemand", "soort": "inwoner", "betrokkenheid": "bekend"}]
    rows["relaties"] = [
        {"van": "iemand", "naar": "omas", "soort": "vrijwilligers", "gericht": "ja", "sterkte": "2"}
    ]
    for table in ("betrokkenen", "activiteiten", "deelaanbod", "verhalen", "ladder", "feiten"):
        rows[table] = []
    result = import_package(packages.write(tmp_path / "other", rows))
    assert result.total.new == 2 + 2 + 1 + 1 + 2
    assert Participation.objects.count() == 0


def test_columns_in_another_order_a_byte_order_mark_and_plain_line_ends(package):
    path = package / "kernen.csv"
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
    text = io.StringIO()
    writer = csv.DictWriter(text, sorted(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(b"\xef\xbb\xbf" + text.getvalue().encode())
    assert import_package(package).counts["kernen"] == Count(new=3)


def test_a_mistake_of_the_database_is_a_refusal_too(package, monkeypatch, stored):
    """Whatever slips through the rules: nothing is stored and nobody sees a traceback."""
    monkeypatch.setattr("interchange.importing.read_package", _without_rules)
    before = stored()
    with pytest.raises(PackageRefused) as refused:
        import_package(package)
    assert [error.code for error in refused.value.errors] == ["conflict"]
    assert stored() == before


def _without_rules(folder):
    from interchange.package.reading import read_package

    package = read_package(folder)
    package.tables["ladder"][0].cells["trede"] = "9"
    return package


def _wide(count: int) -> packages.Rows:
    rows = packages.small()
    for number in range(count):
        rows["organisaties"].append({**rows["organisaties"][0], "id": f"o{number}"})
        rows["relaties"].append({**rows["relaties"][0], "naar": f"o{number}"})
        rows["kernen"].append({**rows["kernen"][2], "id": f"k{number}"})
        rows["activiteiten"].append({**rows["activiteiten"][0], "id": f"a{number}"})
        rows["betrokkenen"].append({**rows["betrokkenen"][0], "partij": f"o{number}"})
    return rows


def test_as_many_queries_for_many_rows_as_for_few(tmp_path):
    counts = {}
    for size in (20, 200):
        folder = packages.write(tmp_path / str(size), _wide(size))
        for turn in ("new", "same"):
            with CaptureQueriesContext(connection) as queries:
                import_package(folder)
            counts[turn, size] = len(queries)
    assert counts["same", 200] == counts["same", 20] <= 20
    assert counts["new", 200] <= counts["new", 20] <= 80
