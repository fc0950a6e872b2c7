"""Signing in with the municipality's own account: there and back, also when nobody answers there."""

import logging
from collections.abc import Callable

import requests
from allauth.socialaccount.providers.openid_connect import views as allauth
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from accounts.adapters import back_to_the_door

logger = logging.getLogger(__name__)
View = Callable[[HttpRequest, str], HttpResponse]


def _or_back(view: View, request: HttpRequest, provider_id: str) -> HttpResponse:
    """A municipality that is away, or that gives something else than what it promises, is no fault of ours."""
    try:
        return view(request, provider_id)
    except (requests.RequestException, KeyError, ValueError) as problem:
        logger.warning("the municipality gives no usable answer: %s", type(problem).__name__)
        return back_to_the_door(request)


@require_POST
@login_not_required
def openid_connect_login(request: HttpRequest, provider_id: str) -> HttpResponse:
    return _or_back(allauth.login, request, provider_id)


@login_not_required
def openid_connect_callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    return _or_back(allauth.callback, request, provider_id)
