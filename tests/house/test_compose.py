"""The compose file is right, and the check that says so would see when it is not."""

from pathlib import Path

import pytest

from tools import check_compose

SOURCE = (check_compose.ROOT / "docker-compose.yml").read_text()


def test_the_compose_file_is_right():
    assert check_compose.problems() == []


@pytest.mark.parametrize(
    ("change", "into", "complaint"),
    [
        ("read_only: true", "read_only: false", "read_only"),
        ("internal: true", "internal: false", "internal"),
        ("condition: service_completed_successfully", "condition: service_started", "migrations"),
        ("SECRET_KEY: ${SECRET_KEY:?fill in .env}", "SECRET_KEY: abc", "secret"),
        ("networks: [inside]\n    environment", "networks: [inside, front]\n    environment", "way out"),
        ("interval: 5s", "intervall: 5s", "specification"),
    ],
)
def test_the_check_sees_a_mistake(tmp_path: Path, change: str, into: str, complaint: str):
    if complaint == "specification":
        pytest.importorskip("compose_spec", reason="no wheel for this machine")
    assert change in SOURCE
    broken = tmp_path / "docker-compose.yml"
    broken.write_text(SOURCE.replace(change, into))
    assert complaint in " ".join(check_compose.problems(broken))
