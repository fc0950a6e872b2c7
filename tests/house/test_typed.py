"""Nothing a person typed is lost: each form is decided about, and each address leads back to a page."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.house.test_permissions import CASES
from wijkweb.kit.typed import answers_get, nearest_page

ROOT = Path(__file__).resolve().parents[2]
TABLE = Path(__file__).with_name("typed_forms.toml")
DECIDED = tomllib.loads(TABLE.read_text("utf-8"))
FORM = re.compile(r"<form\b(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
COMMENT = re.compile(r"{#.*?#}")


def forms() -> dict[str, list[str]]:
    """The opening tags of the forms in each template that has one."""
    found = {}
    for path in sorted((ROOT / "templates").rglob("*.html")):
        tags = FORM.findall(COMMENT.sub("", path.read_text("utf-8")))
        if tags:
            found[str(path.relative_to(ROOT / "templates"))] = tags
    return found


def is_kept(tag: str) -> bool:
    return re.search(r"\bdata-keep[\s=>]", tag) is not None


def test_of_every_form_it_is_decided_whether_what_is_typed_is_kept() -> None:
    kept, not_kept = DECIDED["kept"], DECIDED["not_kept"]
    undecided = sorted(forms().keys() - kept.keys() - not_kept.keys())
    assert not undecided, (
        f"Nobody decided about the forms in {undecided}. Does a person type text in it? Then write data-keep in the "
        f'<form> and add under [kept] in tests/house/{TABLE.name}: "{undecided[0]}" = "". '
        f"Else add it under [not_kept] with the reason why nothing is lost."
    )
    gone = sorted((kept.keys() | not_kept.keys()) - forms().keys())
    assert not gone, f"These have no form (any more); take them out of tests/house/{TABLE.name}: {gone}"
    assert not kept.keys() & not_kept.keys()
    assert all(reason.strip() for reason in not_kept.values())


@pytest.mark.parametrize("name", sorted(DECIDED["kept"]))
def test_what_is_to_be_kept_is_marked(name: str) -> None:
    tags = forms()[name]
    if DECIDED["kept"][name]:  # the line says why one of them is not
        assert 0 < sum(map(is_kept, tags)) < len(tags), f"{name}: one form must have data-keep, and one not"
    else:
        assert all(map(is_kept, tags)), (
            f"{name}: give its form data-keep, or say in {TABLE.name} why one has none"
        )


@pytest.mark.parametrize("name", sorted(DECIDED["not_kept"]))
def test_what_is_not_to_be_kept_is_not(name: str) -> None:
    assert not any(map(is_kept, forms()[name])), (
        f"{name} has data-keep: move its line to [kept] in {TABLE.name}"
    )


def test_no_form_with_a_password_or_a_code_is_kept() -> None:
    whole = re.compile(FORM.pattern + r".*?</form>", re.S)
    secret = re.compile(r"password|credential|\bcode\b")
    seen = 0
    for path in (ROOT / "templates/accounts").glob("*.html"):
        for form in whole.findall(path.read_text("utf-8")):
            seen += bool(secret.search(form))
            assert not (is_kept(form[: form.index(">") + 1]) and secret.search(form)), path.name
    assert seen > 5


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["path"])
def test_whether_an_address_can_be_asked_for_is_known_without_asking(case: dict[str, Any]) -> None:
    """After signing in one comes to a page, also when the form was sent to an address that takes POST only."""
    is_for_post_only = set(case["get"].values()) <= {405, 302} and 405 in case["get"].values()
    assert answers_get(case["path"].partition("?")[0]) is not is_for_post_only, case["path"]


@pytest.mark.parametrize(
    ("sent_to", "stands_on"),
    [
        ("/partners/sportclub/bewerken/", "/partners/sportclub/bewerken/"),
        ("/partners/sportclub/betrokkenheid/", "/partners/sportclub/"),
        ("/kernen/dorp/lijntjes/5/", "/kernen/dorp/lijntjes/"),
        ("/kernen/dorp/wijkweb.json", "/kernen/dorp/wijkweb.json"),
        ("/bestaat/niet/", "/"),
        ("//elders.nl/", ""),
        ("elders", ""),
    ],
)
def test_the_page_above_is_where_the_form_stands(sent_to: str, stands_on: str) -> None:
    assert nearest_page(sent_to) == stands_on
