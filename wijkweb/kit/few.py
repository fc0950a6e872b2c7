"""Few people point at somebody: a count of people under ten is hidden, another is rounded to five (design.md, 6). Pure."""

LEAST = 10
"""A smaller count of people is not shown to others than who looks after the kern."""

STEP = 5


def rounded(count: float) -> int:
    """To the nearest five; a count of ten or more never becomes less than ten."""
    return STEP * round(count / STEP)
