"""The door for gunicorn."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from wijkweb import housekeeping
from wijkweb.opening import open_or_stop

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wijkweb.settings")

application = get_wsgi_application()
open_or_stop()

# All views now, so that no visitor waits for their import. What stands in memory by then stays until the end: 170,000
# objects that each full round of garbage collection would walk through, while whoever asked for a page waits.
get_resolver().url_patterns  # noqa: B018 - reading it is what imports them
gc.collect()
gc.freeze()

housekeeping.start()
