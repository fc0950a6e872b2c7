"""What must hold before a copy of the site opens; asked by the web server and by each worker when they start.

The settings name the questions (OPENS_WHEN), for the frame knows no rooms. A question that finds a reason to stay closed raises
ImproperlyConfigured with a sentence that says what to do.
"""

import logging

from django.conf import settings
from django.db import DatabaseError, connections
from django.utils.module_loading import import_string

log = logging.getLogger(__name__)


def open_or_stop() -> None:
    """Raises ImproperlyConfigured when this copy must stay closed. A database that does not answer is no reason: pages say so themselves."""
    try:
        for question in settings.OPENS_WHEN:
            import_string(question)()
    except DatabaseError:
        log.exception("opened without having asked the database whether it may")
    finally:
        connections.close_all()  # a server that forks must not share them
