"""How people sign in: by django-allauth, of which accounts/ has the pages and the mails. Nobody can make an account alone."""

import re

from django.core.exceptions import ImproperlyConfigured

from wijkweb.environment import IS_PRODUCTION, env

ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an address is known by the invitation that was answered from it
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # our own mail says it; theirs points to a page for signing up
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 8, "dashed": True}
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "60/900s/ip,10/900s/key",
    "request_login_code": "20/h/ip,5/h/key",
    "reset_password": "20/h/ip,5/h/key",
    "reset_password_from_key": "30/h/ip",
    "mail_link_guess": "30/h/ip",
    "mail_link_again": "20/h/ip",
    "new_address": "20/h/ip",
    "new_address_mail": "3/h/key",
    "resident_register": "5/h/ip",
    "resident_ask": "20/h/ip",
    "resident_write": "5/h/ip",
    "resident_mail": "3/h/key",
    "wish_hang": "6/h/ip",
    "wish_hang_open": "150/h/ip",  # when a coordinator opened the tree for an afternoon
    "wish_help": "5/h/ip",
    "wish_mail": "3/h/key",
    "share_ask": "5/h/ip",  # a resident asks for something
    "share_post": "5/h/ip",  # a resident puts up a card
    "share_mail": "3/h/key",  # mails to one address that nobody confirmed
}
MFA_ADAPTER = "accounts.adapters.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Wijkweb"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_PRODUCTION  # localhost has no https
# Whether a coordinator, municipal coordinator or administrator must have a second step; not in a demo.
SECOND_STEP_REQUIRED = IS_PRODUCTION
SESSION_IDLE_ENDS_AFTER = 30 * 60
SESSION_ENDS_AFTER = 12 * 3600

# A municipality's own sign-in (OpenID Connect). Who comes from there needs an account or an invitation here.
OIDC_ISSUER = env.str("OIDC_ISSUER", default="").rstrip("/")
OIDC_NAME = env.str("OIDC_NAME", default="")
for oidc_choice in ("OIDC_HAS_SECOND_STEP", "OIDC_TRUSTS_EMAIL"):
    if env.str(oidc_choice, default="").lower() not in ("", "0", "1", "true", "false"):
        raise ImproperlyConfigured(f"{oidc_choice} must be true or false.")
OIDC_HAS_SECOND_STEP = env.str("OIDC_HAS_SECOND_STEP", default="").lower() in ("1", "true")
OIDC_TRUSTS_EMAIL = env.str("OIDC_TRUSTS_EMAIL", default="").lower() in ("1", "true")
SOCIALACCOUNT_ADAPTER = "accounts.adapters.MunicipalAdapter"
SOCIALACCOUNT_PROVIDERS: dict[str, object] = {}
OIDC_ORIGIN = ""  # scheme, name and port of the issuer
if OIDC_ISSUER or env.str("OIDC_CLIENT_ID", default=""):
    found = re.match(r"https://[^/\s?#]+", OIDC_ISSUER) or (
        not IS_PRODUCTION and re.match(r"http://(localhost|127\.0\.0\.1)(:[0-9]+)?", OIDC_ISSUER)
    )
    if not found:
        raise ImproperlyConfigured("OIDC_ISSUER must be the https address of the municipality's own sign-in.")
    if not (
        env.str("OIDC_CLIENT_ID", default="") and env.str("OIDC_CLIENT_SECRET", default="") and OIDC_NAME
    ):
        raise ImproperlyConfigured(
            "With OIDC_ISSUER, set OIDC_CLIENT_ID, OIDC_CLIENT_SECRET and OIDC_NAME too."
        )
    app = {
        "provider_id": "gemeente",
        "name": OIDC_NAME,
        "client_id": env.str("OIDC_CLIENT_ID"),
        "secret": env.str("OIDC_CLIENT_SECRET"),
        "settings": {"server_url": OIDC_ISSUER, "oauth_pkce_enabled": True},
    }
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {"APPS": [app]}
    OIDC_ORIGIN = found[0]
