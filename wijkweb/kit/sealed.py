"""Text that a database may hold and a thief of that database may not read.

A sealed column is encrypted with a key made of SECRET_KEY; those of SECRET_KEY_FALLBACKS still open it. Two rows with
the same text look different, so it cannot be searched: keep a mark beside it (`mark_of`) and look for that.
"""

import base64
import hashlib
import hmac
import logging
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models

logger = logging.getLogger(__name__)


def _keys() -> list[str]:
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def _lock() -> MultiFernet:
    digests = [hashlib.sha256(f"sealed:{key}".encode()).digest() for key in _keys()]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


def sealed(text: str) -> str:
    return _lock().encrypt(text.encode()).decode()


def opened(secret: str) -> str:
    """What was sealed; empty when none of our keys fits."""
    try:
        return _lock().decrypt(secret.encode()).decode()
    except InvalidToken:
        logger.error("a sealed text does not open: was SECRET_KEY changed without SECRET_KEY_FALLBACKS?")
        return ""


def mark_of(text: str, purpose: str) -> str:
    """The same 64 signs for the same text and purpose; without our key nobody makes them, or goes back."""
    return marks_of(text, purpose)[0]


def marks_of(text: str, purpose: str) -> list[str]:
    """The mark under today's key, and under each key of before, to look up rows that were made then."""
    return [hmac.new(f"{purpose}:{key}".encode(), text.encode(), "sha256").hexdigest() for key in _keys()]


class SealedTextField(models.TextField):  # type: ignore[type-arg]
    """A text that is encrypted in its column. It cannot be filtered on, and an empty one stays empty."""

    def get_prep_value(self, value: Any) -> Any:
        return sealed(value) if value else value

    def from_db_value(self, value: str | None, expression: object, connection: object) -> str | None:
        return opened(value) if value else value
