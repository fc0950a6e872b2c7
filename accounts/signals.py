"""What happens at signing in and out, whichever way."""

import time
from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models.signals import pre_save
from django.dispatch import receiver

from accounts.middleware import SEEN, STARTED
from accounts.services import addressing, sessions


@receiver(user_logged_in)
def start_the_clock(sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
    request.session[STARTED] = request.session[SEEN] = time.time()
    if not request.session.session_key:
        request.session.create()
    sessions.note(user, request.session.session_key, request.META.get("HTTP_USER_AGENT", ""))


@receiver(user_logged_out)
def forget_the_session(sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
    sessions.forget(request.session.session_key)


@receiver([password_changed, password_reset, password_set])
def let_no_other_address_come(sender: Any, user: Any, **kwargs: Any) -> None:
    addressing.withdraw(user)


@receiver(pre_save, sender=SocialAccount)
def keep_nothing_of_the_municipality(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Its sign-in tells more than we need (name, function, telephone); we keep the number that it uses for somebody."""
    instance.extra_data = {}
