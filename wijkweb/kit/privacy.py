"""What must not be written down, whoever writes it."""

import re

DIGITS = re.compile(r"(?<![\d-])\d(?:[ .]?\d){8}(?![\d-])")


def holds_bsn(text: str) -> bool:
    """Whether nine digits in `text` can be a citizen service number (BSN): they pass the eleven test.

    One in eleven of all numbers of nine digits passes, so a telephone number without its zero may be taken
    for one. Source: the eleven test of the Dutch government (last digit counts as minus one).
    """
    return any(_passes(re.sub(r"\D", "", match.group())) for match in DIGITS.finditer(text))


def _passes(digits: str) -> bool:
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    total = sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True))
    return int(digits) > 0 and total % 11 == 0
