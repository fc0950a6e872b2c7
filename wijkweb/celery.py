"""The Celery application; without Redis its tasks run at once, in the same process."""

import os
from typing import Any

from celery import Celery
from celery.signals import celeryd_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wijkweb.settings")

app = Celery("wijkweb")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@celeryd_init.connect
def open_or_stop_worker(**_kwargs: Any) -> None:
    """A worker of a copy that must stay closed does nothing either, or mail would go out to who was erased."""
    import django
    from django.core.exceptions import ImproperlyConfigured

    django.setup()
    from wijkweb.opening import open_or_stop

    try:
        open_or_stop()
    except ImproperlyConfigured as error:  # Celery would log it and go on
        raise SystemExit(str(error)) from error
