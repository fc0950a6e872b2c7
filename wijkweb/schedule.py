"""What is done at set hours, in the time of CELERY_TIMEZONE: by beat and a worker, and a part of it by a server without them."""

from typing import Any

from celery.schedules import crontab

CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "refresh-layouts-each-night": {"task": "network.tasks.refresh_all_layouts", "schedule": 24 * 3600.0},
    "recompute-snapshots-each-night": {
        "task": "network.tasks.recompute_all",
        "schedule": crontab(hour=2, minute=30),
    },
    "go-on-with-snapshots": {
        "task": "network.tasks.sweep_snapshots",
        "schedule": 30.0,
        "options": {"expires": 25},
    },
    "send-mail-that-waits": {"task": "post.tasks.send_due", "schedule": 60.0, "options": {"expires": 55}},
    "keep-terms": {"task": "keeping.tasks.keep_terms", "schedule": crontab(hour=4, minute=20)},
    "ask-residents-each-year": {
        "task": "residents.tasks.ask_residents_each_year",
        "schedule": crontab(hour=9, minute=30),
    },
    "go-on-with-sheets": {
        "task": "interchange.tasks.sweep_sheets",
        "schedule": 60.0,
        "options": {"expires": 55},
    },
    "read-calendars-of-partners": {
        "task": "agenda.tasks.read_calendars",
        "schedule": crontab(minute=7),
        "options": {"expires": 3000},
    },
    "ask-partners-each-year": {
        "task": "upkeep.tasks.ask_yearly_everywhere",
        "schedule": crontab(hour=9, minute=20),
    },
    "tell-persons": {
        "task": "upkeep.tasks.tell_persons_everywhere",
        "schedule": crontab(hour=9, minute=50),
    },
    "invite-to-checkups": {
        "task": "checkups.tasks.invite_everywhere",
        "schedule": crontab(hour=9, minute=40),
    },
    "publish-counts-each-week": {  # each night, so that a night without workers is made up for the next
        "task": "dashboards.tasks.publish_counts",
        "schedule": crontab(hour=5, minute=15),
    },
    "tidy-loans": {"task": "sharing.tasks.tidy_loans", "schedule": crontab(hour=8, minute=10)},
}
# Without Redis there is neither beat nor worker. What nobody asks for by looking at a page, and what writes to no one, is then done
# by the server itself (wijkweb/housekeeping.py).
SERVER_TASKS = ["publish-counts-each-week", "keep-terms"]
