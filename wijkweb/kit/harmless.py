"""Cells that no spreadsheet program takes for a formula, and the way back. Pure.

A cell that starts with = + - @ or a control sign is worked out by Excel and its like, which is how a list can
be made to run something (CSV injection). An apostrophe in front stops that; reading takes off one again, so
that a list can go out and come in any number of times and stays the same.
"""

import re

# After blanks, at the start of any line; apostrophes that were there already count, so that the way back is exact.
FORMULA = re.compile(r"(?m)(^|(?<=\r))([^\S\r\n\t]*)(?='*[=+\-@\t＝＋－＠])")
GUARDED = re.compile(r"(?m)(^|(?<=\r))([^\S\r\n\t]*)'(?='*[=+\-@\t＝＋－＠])")
START = re.compile(r"^'*[\r\n]")
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def harmless(text: str) -> str:
    """`text` with an apostrophe wherever a program could see a formula."""
    text = UNWRITABLE.sub(" ", text)
    guarded = FORMULA.sub(r"\1\2'", text)
    return f"'{guarded}" if START.match(guarded) else guarded


def restored(text: str) -> str:
    """What `harmless` was given; a text that it did not touch stays as it is."""
    if "'" not in text:
        return text
    if text.startswith("'") and START.match(text[1:]):
        text = text[1:]
    return GUARDED.sub(r"\1\2", text)
