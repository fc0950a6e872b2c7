"""What looks like a citizen service number is seen, however it is written."""

import pytest

from wijkweb.kit.privacy import holds_bsn


@pytest.mark.parametrize("text", ["111222333", "bsn: 123456782.", "111 222 333", "1112.22.333"])
def test_a_number_that_passes_the_eleven_test_is_seen(text: str) -> None:
    assert holds_bsn(text)


@pytest.mark.parametrize(
    "text", ["", "111222334", "000000000", "06-12345678", "1112223330", "in 2014 en 2017"]
)
def test_other_numbers_are_not(text: str) -> None:
    assert not holds_bsn(text)
