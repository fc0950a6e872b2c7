"""The Celery application; without Redis its tasks run at once, in the same process."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wijkweb.settings")

app = Celery("wijkweb")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
