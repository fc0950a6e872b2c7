"""How long ago somebody last showed who they are: by signing in, a code, a password or a passkey."""

import time

from django.http import HttpRequest

NEVER = float("inf")


def seconds_since_proof(request: HttpRequest) -> float:
    """Seconds since the last proof in this session, NEVER when there was none."""
    if not request.user.is_authenticated:
        return NEVER
    if request.session.get("account_authentication_methods_user") != str(request.user.pk):
        return NEVER
    records = request.session.get("account_authentication_methods") or []
    moments = [record.get("at", 0) for record in records if isinstance(record, dict)]
    return time.time() - max(moments) if moments else NEVER
