"""Where this copy runs and what it may write to; the settings begin here."""

from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

ENVIRONMENT = env.str("WIJKWEB_ENV", default="production")
if ENVIRONMENT not in ("production", "demo", "test"):
    raise ImproperlyConfigured(f"WIJKWEB_ENV must be production, demo or test, not {ENVIRONMENT!r}.")
IS_DEMO = ENVIRONMENT == "demo"
IS_PRODUCTION = ENVIRONMENT == "production"
VAR_DIR = Path(env.str("WIJKWEB_VAR", default=str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)
