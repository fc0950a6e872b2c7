"""The words of a name as they are compared: abbreviations written out, compounds taken apart, articles left out.

Plain text in, plain words out; nothing here knows Django.
"""

import re
from functools import lru_cache

from wijkweb.kit.text import fold

LONGEST = 300  # signs of a name that are looked at
LEGAL, COMMON, OWN = 0.15, 0.4, 1.0  # how much a word says about who it is

# "v v" was "v.v.", "o b s" was "o.b.s.", "v en r" was "V & R" or "V en R".
LETTERS_APART = re.compile(r"(?<=\b[a-z])(?: en | )(?=[a-z]\b)")

LEFT_OUT = frozenset(
    "de het een t 's s van der den ter ten te in en of voor aan bij op uit met bv nv vof ca ea etc the and".split()
)

WRITTEN_OUT = {
    short: tuple(long.split())
    for short, long in {
        "stg": "stichting",
        "sticht": "stichting",
        "stich": "stichting",
        "st": "stichting",  # or Sint; both say little
        "sint": "stichting",
        "ver": "vereniging",
        "veren": "vereniging",
        "vereen": "vereniging",
        "verg": "vereniging",
        "vg": "vereniging",
        "vv": "voetbal vereniging",
        "tv": "tennis vereniging",
        "ltc": "tennis club",
        "ttv": "tafeltennis vereniging",
        "gv": "gymnastiek vereniging",
        "sv": "sport vereniging",
        "kv": "korfbal vereniging",
        "hv": "handbal vereniging",
        "ijsclub": "ijs club",
        "muziekver": "muziek vereniging",
        "obs": "openbare basis school",
        "cbs": "christelijke basis school",
        "pcb": "christelijke basis school",
        "pcbs": "christelijke basis school",
        "rkbs": "katholieke basis school",
        "bs": "basis school",
        "basissch": "basis school",
        "sbo": "speciaal basis onderwijs",
        "vo": "voortgezet onderwijs",
        "kdv": "kinder dagverblijf",
        "bso": "buitenschoolse opvang",
        "psz": "peuter speelzaal",
        "zzp": "zelfstandige",
        "zzper": "zelfstandige",
        "zzpers": "zelfstandige",
        "gem": "gemeente",
        "prov": "provincie",
        "pkn": "protestantse",
        "prot": "protestantse",
        "protestants": "protestantse",
        "herv": "hervormde",
        "hervormd": "hervormde",
        "geref": "gereformeerde",
        "gereformeerd": "gereformeerde",
        "ger": "gereformeerde",
        "chr": "christelijke",
        "christelijk": "christelijke",
        "kath": "katholieke",
        "katholiek": "katholieke",
        "rk": "katholieke",
        "rooms": "",
        "ned": "nederlandse",
        "nederlands": "nederlandse",
        "openb": "openbare",
        "bieb": "bibliotheek",
        "bibl": "bibliotheek",
        "fysio": "fysiotherapie",
        "apoth": "apotheek",
        "huisarts": "huisartsen",
        "ha": "huisartsen",
        "oc": "ontmoetings centrum",
        "mfc": "multifunctioneel centrum",
        "mfa": "multifunctioneel centrum",
        "wzc": "woonzorg centrum",
        "zc": "zorg centrum",
        "wbv": "woning vereniging",
        "woningbouw": "woning",
        "cie": "commissie",
        "comm": "commissie",
        "komitee": "comite",
        "coop": "cooperatie",
        "org": "organisatie",
        "afd": "afdeling",
        "vrijw": "vrijwilligers",
        "vrijwilliger": "vrijwilligers",
        "ondern": "ondernemers",
        "muz": "muziek",
        "gymn": "gymnastiek",
        "voetb": "voetbal",
        "volkst": "volkstuin",
        "zwem": "zwembad",
        "kinderdagverblijf": "kinder dagverblijf",
        "peuterspeelzaal": "peuter speelzaal",
        "wijkver": "wijk vereniging",
        "burg": "burgemeester",
        "weth": "wethouder",
    }.items()
}

# The last part of a compound: "muziekvereniging" is "muziek" and "vereniging". Longest first.
HEADS = sorted(
    "vereniging verenigingen stichting school scholen club clubs kerk kerken centrum groep groepen praktijk "
    "instelling organisatie organisaties huis team raad bond commissie comite fonds winkel bedrijf koor"
    .split(),
    key=len,
    reverse=True,
)  # fmt: skip
ONE_OF_MANY = {
    "verenigingen": "vereniging",
    "scholen": "school",
    "clubs": "club",
    "kerken": "kerk",
    "groepen": "groep",
    "organisaties": "organisatie",
    "stichtingen": "stichting",
    # Often written like this.
    "verening": "vereniging",
    "verenging": "vereniging",
    "vereneging": "vereniging",
    "verreniging": "vereniging",
    "vereninging": "vereniging",
    "stiching": "stichting",
    "stichtign": "stichting",
    "sitchting": "stichting",
}
MISSPELT = sorted((*ONE_OF_MANY, *HEADS), key=len, reverse=True)

LEGAL_WORDS = frozenset("stichting vereniging club groep organisatie fonds bond afdeling".split())
COMMON_WORDS = frozenset(
    "kerk school centrum huis praktijk instelling team raad commissie comite winkel bedrijf koor basis openbare "
    "christelijke hervormde gereformeerde protestantse katholieke nederlandse gemeente provincie parochie sport "
    "werkgroep bestuur onderwijs zorg welzijn dorps buurt wijk zelfstandige ondernemers vrijwilligers mevrouw mw "
    "meneer dhr heer buurvrouw buurman bewoner inwoner bestuurder wethouder burgemeester voorzitter secretaris "
    "penningmeester coordinator medewerker lid".split()
)  # fmt: skip


def plain(name: str) -> str:
    """`name` folded, with letters that stood apart written together."""
    return together(fold(name[:LONGEST]))


def together(folded: str) -> str:
    """A folded name with letters that stood apart written together."""
    return LETTERS_APART.sub("", folded)


@lru_cache(maxsize=65_536)
def parts(word: str) -> tuple[str, ...]:
    """What one folded word stands for: nothing, itself, or more words. y and ij are the same sound."""
    if word in LEFT_OUT:
        return ()
    if word in WRITTEN_OUT:
        return tuple(_sound(part) for part in WRITTEN_OUT[word])
    for head in MISSPELT:
        if word == head:
            return (ONE_OF_MANY.get(head, head),)
        if len(word) - len(head) >= 3 and word.endswith(head):
            return (*parts(word.removesuffix(head)), ONE_OF_MANY.get(head, head))
    return (_sound(word),)


def _sound(word: str) -> str:
    return word.replace("ij", "y")


def words_of(plain_name: str) -> tuple[str, ...]:
    """The words of a name that went through `plain`, each once, in their order."""
    return tuple(dict.fromkeys(part for word in plain_name.split() for part in parts(word)))


def weight_of_sort(word: str) -> float:
    """How much a word says by its sort alone: "stichting" hardly anything, "school" something."""
    if word in LEGAL_WORDS:
        return LEGAL
    return COMMON if word in COMMON_WORDS else OWN


def initials(words: tuple[str, ...]) -> str:
    """The first letters of the words of a name that has enough of them to be shortened like that."""
    return "".join(word[0] for word in words) if len(words) >= 3 else ""
