"""Every kind of bad input: named by file, line, column and value, exit status 1, and nothing stored."""

import io

import pytest
from django.core.management import CommandError, call_command

from interchange.importing import import_package
from interchange.package.errors import PackageError, PackageRefused, printable
from interchange.package.reading import read_package
from tests.interchange.bad_input import CASES, add, swap

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", CASES)
def test_bad_input_is_named_and_nothing_is_stored(name, package, stored):
    change, expected = CASES[name]
    change(package)
    before = stored()
    with pytest.raises(PackageRefused) as refused:
        import_package(package)
    found = [(e.file, e.line, e.column, e.value, e.code) for e in refused.value.errors]
    assert found == expected
    assert all(error.reason for error in refused.value.errors)
    assert stored() == before


def test_there_is_no_folder(tmp_path):
    with pytest.raises(PackageRefused) as refused:
        import_package(tmp_path / "nergens")
    assert [error.code for error in refused.value.errors] == ["folder"]


def test_a_link_out_of_the_folder_is_not_followed(package, tmp_path):
    secret = tmp_path / "geheim.csv"
    (package / "feiten.csv").rename(secret)
    (package / "feiten.csv").symlink_to(secret)
    with pytest.raises(PackageRefused) as refused:
        import_package(package)
    assert "path" in [error.code for error in refused.value.errors]


def test_forty_errors_at_once_in_order_each_on_its_line(package, stored):
    for number in range(38):
        add("deelaanbod", f"o{number},aanbot,ruimte,omas,Tekst.,bron")(package)
    swap("kernen", "regio", "continent")(package)
    (package / "feiten.csv").unlink()
    before = stored()
    err = io.StringIO()
    with pytest.raises(CommandError) as refused:
        call_command("import_package", str(package), stdout=io.StringIO(), stderr=err)
    assert refused.value.returncode == 1
    assert "40" in str(refused.value)
    lines = err.getvalue().splitlines()
    assert len(lines) == 40
    assert [line.split(",")[0].split(":")[0] for line in lines] == ["deelaanbod.csv"] * 38 + [
        "feiten.csv",
        "kernen.csv",
    ]
    assert "aanbot" in lines[0]
    assert "aanbod" in lines[0]
    assert stored() == before


def test_errors_beside_an_unreadable_line_are_named_too(package):
    """An unreadable file does not make every reference to it an error, and hides nothing else."""
    add("organisaties", 'x,"nooit dicht')(package)
    swap("kernen", "regio", "continent")(package)
    with pytest.raises(PackageRefused) as refused:
        import_package(package)
    assert [error.code for error in refused.value.errors] == ["enum", "quote"]


def test_a_message_is_one_safe_line():
    error = PackageError("a.csv", 12, "sterkte", "4\n\x1b[31m\udce9", "maximum", "te groot.")
    assert "\n" not in str(error)
    assert "\x1b" not in str(error)
    str(error).encode("utf-8")
    assert printable("x" * 500).endswith("x…")


def test_the_demo_itself_is_whole(demo):
    assert sum(map(len, read_package(demo).tables.values())) == 568
