"""What the web server loads before the first visitor comes."""

import os
import subprocess
import sys

CODE = """
import gc, sys
import wijkweb.wsgi
print(gc.get_freeze_count() > 50_000, "network.views.wijkweb" in sys.modules, "interchange.views.jobs" in sys.modules)
"""


def test_the_views_are_loaded_and_out_of_reach_of_the_garbage_collector() -> None:
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "wijkweb.settings"}
    done = subprocess.run(
        [sys.executable, "-c", CODE], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["True", "True", "True"]
