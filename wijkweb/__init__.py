"""The frame and the ground floor: settings, urls, celery and the kit. It knows no domain."""

from wijkweb.celery import app as celery_app

__all__ = ["celery_app"]
