"""What a text says that may be better not said in public. Pure; it asks, a person decides."""

import re

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wijkweb.kit.text import fold

ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.[a-z]{2,}", re.IGNORECASE)
# A Dutch number: 0, +31 or 0031 and nine more figures, with blanks, dots, dashes or brackets between.
PHONE = re.compile(r"(?<!\d)(?:\+31|0031|0)(?:[\s.()-]*\d){9}(?!\d)")
# The beginning of words that say something about somebody's health.
HEALTH = tuple(
    """adhd alzheimer angststoornis autis beroerte blind borderline burnout chemo dement depress diabetes diagnose
    dialyse doofheid epilep gehandicap ggz handicap hartinfarct hiv kanker longcovid medicatie medicijn ms-patient
    overspannen parkinson patient psychi psychose reuma rolstoel schizofren stoornis suikerziekte therapie trauma
    tumor verslaafd verslaving verstandelijk ziek zwanger""".split()
)
MENTAL = re.compile(r"\b(?:burn out|lichamelijke beperking|long covid)\b")

PHONE_ASKED = _("There is a phone number in it.")
ADDRESS_ASKED = _("There is an e-mail address in it.")
HEALTH_ASKED = _("It says something about somebody's health.")


BETWEEN = frozenset(
    "aan bij de del den der die du el in la le op s t te ten ter tot uit van von voor".split()
)


def looks_like_a_name(text: str) -> bool:
    """Whether this may be the name of somebody: two to five words with capitals, but for "van", "de" and the like.

    It is a guess for a question, never for a refusal: "Wethouder Bouwen" looks like a name as well.
    """
    words = text.replace("'", " ").split()
    if not 2 <= len(words) <= 5 or any(sign.isdigit() for sign in text):
        return False
    is_written_large = [word[0].isupper() for word in words]
    small = [word.lower() for word, is_large in zip(words, is_written_large, strict=True) if not is_large]
    return is_written_large[0] and is_written_large[-1] and all(word in BETWEEN for word in small)


def questions_about(*texts: str) -> list[Promise | str]:
    """Why somebody should look at these texts once more before everybody can read them; empty when nothing strikes."""
    whole = "\n".join(texts)
    words = fold(whole)
    checks = (
        (PHONE.search(whole), PHONE_ASKED),
        (ADDRESS.search(whole), ADDRESS_ASKED),
        (MENTAL.search(words) or any(word.startswith(HEALTH) for word in words.split()), HEALTH_ASKED),
    )
    return [question for is_there, question in checks if is_there]
