"""Without Redis nothing warns about a broker that nobody named."""

import os
import subprocess
import sys


def test_a_task_without_redis_says_nothing() -> None:
    code = "import django; django.setup(); from wijkweb.celery import app; app.connection_for_write().info()"
    environment = os.environ | {
        "REDIS_URL": "",
        "WIJKWEB_ENV": "demo",
        "DJANGO_SETTINGS_MODULE": "wijkweb.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
