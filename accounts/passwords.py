"""What a password must be: long, and not what everybody tries first. No signs are required, none are refused."""

import re
import unicodedata
from functools import cache
from itertools import pairwise

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

SHORTEST, LONGEST = 12, 128
# What people here make a password of, when it must be long and must have a figure.
DUTCH = frozenset(
    """welkom wachtwoord geheim zomer winter lente herfst voorjaar najaar januari februari maart april juni juli
    augustus september oktober november december maandag dinsdag woensdag donderdag vrijdag zaterdag zondag gemeente
    wijkweb coordinator welzijn welzijnscoordinator dorp dorpshuis nederland holland amsterdam rotterdam feyenoord ajax
    psv hallo inloggen toegang changeme iloveyou ikhouvanjou""".split()
)
LOOKALIKES = str.maketrans("013457$@!", "oieastsai")


class LongEnough:
    """At least 12 and at most 128 signs, counted as people see them."""

    def validate(self, password: str, user: object = None) -> None:
        length = len(unicodedata.normalize("NFC", password))
        if length < SHORTEST:
            raise ValidationError(
                say(
                    "This password is too short. Take at least %(number)d characters, for instance four words."
                )
                % {"number": SHORTEST},
                code="password_too_short",
            )
        if length > LONGEST:
            raise ValidationError(
                say("This password is too long. Take at most %(number)d characters.") % {"number": LONGEST},
                code="password_too_long",
            )

    def get_help_text(self) -> str:
        return say(
            "At least %(number)d characters. Four words that do not belong together are easy to keep."
        ) % {"number": SHORTEST}


class NotEasyToGuess:
    """Not a known password, also not with figures around it, twice in a row, or with an address in it."""

    def validate(self, password: str, user: object = None) -> None:
        apart = unicodedata.normalize("NFKD", password).casefold()
        plain = "".join(
            sign for sign in apart if not unicodedata.combining(sign)
        )  # coördinator is coordinator
        if self._is_common(plain) or self._is_about(plain, user):
            raise ValidationError(
                say("This password is easy to guess. Take words that others would not think of."),
                code="password_too_common",
            )

    def get_help_text(self) -> str:
        return say("Not a password that many people use.")

    def _is_common(self, plain: str) -> bool:
        if plain in _known() or len(set(plain)) < 5:
            return True
        if re.fullmatch(r"(.{1,8}?)\1+", plain) or _is_a_row(plain):
            return True
        cores = {re.sub(r"[^a-z]+", "", text) for text in (plain, plain.translate(LOOKALIKES))}
        stripped = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", plain)
        return any(_made_of_known(core) for core in cores | {stripped.translate(LOOKALIKES)} if core)

    def _is_about(self, plain: str, user: object) -> bool:
        local = str(getattr(user, "email", "") or "").partition("@")[0].casefold()
        return len(local) >= 4 and plain.strip("0123456789!?.-_ ") in (local, local * 2)


@cache
def _known() -> frozenset[str]:
    """Django's list of twenty thousand, which comes with it, and ours."""
    return frozenset(CommonPasswordValidator().passwords) | DUTCH


def _made_of_known(core: str) -> bool:
    """Whether it is one known word, or the same one twice."""
    half = core[: len(core) // 2]
    return core in _known() or (len(core) >= 8 and half * 2 == core and half in _known())


def _is_a_row(plain: str) -> bool:
    """1234567890ab and qwertyuiop12: mostly one step further on the keyboard or in the alphabet."""
    rows = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "azertyuiop")
    pairs = {a + b for row in rows for a, b in pairwise(row)}
    pairs |= {pair[::-1] for pair in pairs}
    steps = sum(plain[i : i + 2] in pairs for i in range(len(plain) - 1))
    return steps >= len(plain) * 0.75


HELP = _("At least 12 characters. Four words that do not belong together are easy to keep.")
