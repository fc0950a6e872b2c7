"""Workers that run tests side by side share nothing that one of them may empty."""

from pathlib import Path

import pytest
from django.conf import settings


@pytest.mark.servers
def test_a_worker_has_a_folder_of_its_own(worker_id: str) -> None:
    """Kept drawings lie there without Redis: another's test that throws all away must not reach them."""
    own = Path(settings.VAR_DIR)
    assert own.name == worker_id
    if not settings.REDIS_URL:
        assert Path(str(settings.CACHES["drawings"]["LOCATION"])).parent == own
