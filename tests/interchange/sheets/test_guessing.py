"""Which column is taken for which field, by its header alone."""

import pytest

from interchange.sheets.fields import SheetKind
from interchange.sheets.guessing import guess_columns


@pytest.mark.parametrize(
    "header", ["E-mail", "e-mail", "Email", "E-mailadres", "Emailadres", "Mail", "Mailadres", "E-mail adres", "E-mail:", "Algemeen e-mailadres"]
)  # fmt: skip
def test_a_column_with_mail_addresses_is_known_by_the_words_that_people_use(header: str) -> None:
    assert guess_columns(SheetKind.PARTNERS, ["Naam", header]) == ("naam", "postbus")


@pytest.mark.parametrize(
    "header", ["E-mail contactpersoon", "E-mail voorzitter", "Mail privé", "Persoonlijk e-mailadres", "Mailing", "Malen", "Rail"]
)  # fmt: skip
def test_the_address_of_a_person_is_not_taken_for_that_of_an_organisation(header: str) -> None:
    assert "postbus" not in guess_columns(SheetKind.PARTNERS, ["Naam", header])


def test_the_function_mailbox_goes_before_another_address() -> None:
    found = guess_columns(SheetKind.PARTNERS, ["Naam", "E-mail", "Functiepostbus"])
    assert found.count("postbus") == 1
