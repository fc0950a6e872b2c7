"""All settings, read from the environment; a wrong value stops the start with a sentence.

WIJKWEB_ENV says where we are:
  production  PostgreSQL, https, a secret key and hosts that you give;
  demo        one machine, SQLite in var/, http on the loopback address, the demo accounts;
  test        what the tests need, given by tests/services_plugin.py.
"""

import importlib.resources
import re
import secrets

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from wijkweb.environment import BASE_DIR, ENVIRONMENT, IS_PRODUCTION, VAR_DIR, env
from wijkweb.environment import IS_DEMO as IS_DEMO
from wijkweb.schedule import CELERY_BEAT_SCHEDULE as CELERY_BEAT_SCHEDULE
from wijkweb.schedule import SERVER_TASKS as SERVER_TASKS
from wijkweb.signing_in import *  # noqa: F403 - Django reads all its names as settings
from wijkweb.signing_in import OIDC_ORIGIN


def local_secret() -> str:
    """The key of a demo on this machine: made once, kept in var/, readable by its owner only."""
    place = VAR_DIR / "secret-key"
    if not place.exists():
        place.touch(mode=0o600)
        place.write_text(secrets.token_urlsafe(64))
    return place.read_text()


# --- safety -------------------------------------------------------------------------------------
DEBUG = False
SECRET_KEY = env.str("SECRET_KEY", default="") or ("" if IS_PRODUCTION else local_secret())
if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 10:
    raise ImproperlyConfigured("SECRET_KEY must be a random text of at least 50 characters.")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=[] if IS_PRODUCTION else ["localhost", "127.0.0.1", "[::1]"]
)
if IS_PRODUCTION and (not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS):
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts of this site, separated by commas.")

SECURE_SSL_REDIRECT = IS_PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None
)
SECURE_HSTS_SECONDS = 31_536_000 if IS_PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_PRODUCTION
SECURE_HSTS_PRELOAD = IS_PRODUCTION
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_PRODUCTION
SESSION_COOKIE_NAME = "__Host-session" if IS_PRODUCTION else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if IS_PRODUCTION else "csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "wijkweb.pages.csrf_failure"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = (
    500  # a workbook of three sheets with a hundred columns each has a field for each
)
FILE_UPLOAD_HANDLERS = [
    "wijkweb.kit.uploads.LimitedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
UPLOAD_MAX_BYTES = 5 * 1024 * 1024
CHROMIUM = env.str("CHROMIUM", default="")  # prints reports as PDF; else one on PATH, else none

# --- rooms --------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials",
    "csp",
    "simple_history",
    "health_check",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "wijkweb",
    "post",
    "keeping",
    "places",
    "accounts",
    "changes",
    "partners",
    "initiatives",
    "facts",
    "network",
    "ladder",
    "upkeep",
    "brokering",
    "rounds",
    "residents",
    "agenda",
    "sharing",
    "halfyear",
    "checkups",
    "stories",
    "wishes",
    "dashboards",
    "interchange",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "wijkweb.kit.middleware.HeadMiddleware",
    "wijkweb.kit.middleware.PlainInputMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SignInRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.SessionEndsMiddleware",
    "accounts.middleware.SecondStepMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "wijkweb.kit.middleware.PersonalResponseMiddleware",
    "accounts.middleware.TakenInMiddleware",
]
ROOT_URLCONF = "wijkweb.urls"
WSGI_APPLICATION = "wijkweb.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wijkweb.kit.context.site",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "template_partials.templatetags.partials",
            ],
        },
    }
]

# --- data ---------------------------------------------------------------------------------------
# An empty DATABASE_URL counts as none: an .env file often has the name without a value.
DATABASES = {
    "default": env.db_url_config(
        env.str("DATABASE_URL", default="") or f"sqlite:///{VAR_DIR}/wijkweb.sqlite3"
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = (
        "-c statement_timeout=60000 -c lock_timeout=10000"
    )
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SIMPLE_HISTORY_HISTORY_ID_USE_UUID = False
SIMPLE_HISTORY_REVERT_DISABLED = True

REDIS_URL = env.str("REDIS_URL", default="")
CELERY_BROKER_URL = REDIS_URL or "memory://localhost/"
CELERY_TASK_ALWAYS_EAGER = not REDIS_URL
CELERY_TASK_EAGER_PROPAGATES = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 600
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_timeout": 2, "socket_connect_timeout": 2}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TIMEZONE = "Europe/Amsterdam"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")

# Redis where it is; else a table. It counts tries to sign in, which processes must do together and no file can.
# Drawings have a place of their own, where many of them push out nothing that counts: Redis, else a folder.


def cache_of(prefix: str, backend: str, place: str, entries: int) -> dict[str, object]:
    if REDIS_URL:
        redis = "django.core.cache.backends.redis.RedisCache"
        return {"BACKEND": redis, "LOCATION": REDIS_URL.replace("redis+socket", "unix"), "KEY_PREFIX": prefix}
    return {"BACKEND": backend, "LOCATION": place, "OPTIONS": {"MAX_ENTRIES": entries}}


CACHES = {
    "default": cache_of("", "django.core.cache.backends.db.DatabaseCache", "wijkweb_cache", 100_000),
    "drawings": cache_of(
        "drawings", "django.core.cache.backends.filebased.FileBasedCache", str(VAR_DIR / "drawings"), 300
    ),
}

# --- people -------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accounts.passwords.LongEnough"},
    {"NAME": "accounts.passwords.NotEasyToGuess"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "my_start"
LOGOUT_REDIRECT_URL = "home"
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if SECURE_PROXY_SSL_HEADER else 0
if (
    OIDC_ORIGIN
):  # the form that starts it is sent on to the issuer, and a browser asks the policy about that too
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"].append(OIDC_ORIGIN)

# What was erased, as marks, in a file apart from the database and its backups (keeping/ledger.py).
ERASURE_LEDGER = env.str("ERASURE_LEDGER", default="") or str(VAR_DIR / "erasures")
OPENS_WHEN = ["keeping.restoring.stay_closed_when_behind"] if IS_PRODUCTION else []

# --- mail ---------------------------------------------------------------------------------------
# All mail goes through post/: a row first, sent by a task. EMAIL_URL is smtp://, smtp+tls:// or smtp+ssl://,
# with user:password@host:port; a production copy that would print its mail, or drop it, does not start.
SITE_URL = env.str("SITE_URL", default="") or (
    f"https://{ALLOWED_HOSTS[0].lstrip('.')}" if IS_PRODUCTION else "http://127.0.0.1:8000"
)
if not re.fullmatch(r"https?://[^/\s]+/?", SITE_URL) or (IS_PRODUCTION and SITE_URL.startswith("http:")):
    raise ImproperlyConfigured("SITE_URL must be the address of this site, as https://wijkweb.example.nl.")
EMAIL_URL = env.str("EMAIL_URL", default="") or ("smtp://localhost:25" if IS_PRODUCTION else "consolemail://")
if EMAIL_URL.partition(":")[0] not in (
    "smtp",
    "smtp+tls",
    "smtp+ssl",
    *(() if IS_PRODUCTION else ("consolemail",)),
):
    raise ImproperlyConfigured("EMAIL_URL must name the mail server, as smtp+tls://user:password@host:587.")
try:
    MAIL = environ.Env.email_url_config(EMAIL_URL)
except ValueError as error:
    raise ImproperlyConfigured(
        "EMAIL_URL must name the mail server, as smtp+tls://user:password@host:587."
    ) from error
EMAIL_BACKEND = MAIL["EMAIL_BACKEND"]
EMAIL_HOST, EMAIL_PORT = MAIL.get("EMAIL_HOST") or "localhost", MAIL.get("EMAIL_PORT") or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = (
    MAIL.get("EMAIL_HOST_USER") or "",
    MAIL.get("EMAIL_HOST_PASSWORD") or "",
)
EMAIL_USE_TLS, EMAIL_USE_SSL = bool(MAIL.get("EMAIL_USE_TLS")), bool(MAIL.get("EMAIL_USE_SSL"))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = (
    env.str("DEFAULT_FROM_EMAIL", default="") or f"wijkweb@{SITE_URL.split('/')[2].split(':')[0]}"
)
if not re.fullmatch(r"[^@\r\n]+@[^@\s]+", DEFAULT_FROM_EMAIL):
    raise ImproperlyConfigured("DEFAULT_FROM_EMAIL must be the address that mail comes from.")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- calendars of partners ------------------------------------------------------------------------
# The one thing that wijkweb asks of addresses that people type. Public numbers only; a host that is named here, as
# agenda.example.nl or agenda.example.nl:8443, may also lie within the network of whoever runs this copy.
CALENDAR_HOSTS = frozenset(
    host.strip().lower() for host in env.list("CALENDAR_HOSTS", default=[]) if host.strip()
)

# --- language and time ----------------------------------------------------------------------------
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True

# --- files --------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("vendor/vis", str(importlib.resources.files("pyvis") / "templates/lib/vis-9.1.2")),
]
NLDS_DIR = BASE_DIR / "var/vendor/nlds"
if NLDS_DIR.is_dir():
    STATICFILES_DIRS.append(("vendor/nlds", str(NLDS_DIR)))
MANIFEST_STATIC = ENVIRONMENT != "test" and env.bool("MANIFEST_STATIC", default=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "wijkweb.kit.storage.QuietManifestStorage"
        if MANIFEST_STATIC
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not MANIFEST_STATIC
WHITENOISE_AUTOREFRESH = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"fault": {"()": "wijkweb.kit.faults.FaultFilter"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {fault}{message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["fault"]}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
}
