"""Text as people search and sort it."""

import re
import unicodedata

NOT_A_WORD = re.compile(r"[^a-z0-9 ]+")
SEARCH_LENGTH = 300
"""How much of a folded name is kept to search by; some signs fold to more than one."""

BLANKS = re.compile(r"\s+")


def fold(text: str) -> str:
    """The letters and figures of `text` in lower case, without accents and signs.

    "Bij de oma's" becomes "bij de omas", "Coöperatie V & R" becomes "cooperatie v r". SQLite folds
    ASCII only and databases differ in sorting, so names are searched and sorted by this form.
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("ß", "ss"))
    plain = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    plain = re.sub(r"[-/&+,.;:_]", " ", plain)
    return BLANKS.sub(" ", NOT_A_WORD.sub("", plain)).strip()
