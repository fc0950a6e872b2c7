"""Which passwords are good enough: length counts, signs do not; what everybody tries first is refused."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.models import User

GOOD = (
    "paard fiets lantaarn kaas", "correcthorsebattery", "vier losse woorden", "1 fiets 2 geiten", "Welkom in de molen van Piershil",
    "ééntweedrievierzes", "Üñïçødé-zin-hier", "🐴 fiets lantaarn 🧀 en nog", "q7#Lm2!vXp9z", "a" * 8 + "bcdefghijq weg", "x9" + "kaas fiets " * 11,
)  # fmt: skip
SHORT = ("", "a", "paard fiets", "q7#Lm2!vXp9", "e\u0301" * 11)
LONG = ("paard fiets lantaarn " * 7,)
EASY = (
    "password1234", "Wachtwoord2026", "W@chtwoord123", "welkom123456", "WELKOM!2026!!", "Zomer2026!!!!", "gemeente12345", "wijkwebwijkweb",
    "aaaaaaaaaaaa", "abababababab", "abcabcabcabc", "123456789012", "qwertyuiop12", "abcdefghijkl", "zyxwvutsrqpo", "111122223333",
    "anna.devries1", "anna.devries!!", "2026anna.devries", "welzijnscoördinator1", "iloveyou1234",
)  # fmt: skip
RULES = [
    *[(password, None) for password in GOOD],
    *[(password, "password_too_short") for password in SHORT],
    *[(password, "password_too_long") for password in LONG],
    *[(password, "password_too_common") for password in EASY],
]


@pytest.mark.parametrize(("password", "refused"), RULES)
def test_a_password(password: str, refused: str | None) -> None:
    user = User(email="anna.devries@voorbeeld.nl")
    found: set[str | None] = set()
    try:
        validate_password(password, user)
    except ValidationError as problem:
        found = {error.code for error in problem.error_list}
    assert (refused in found) if refused else not found
