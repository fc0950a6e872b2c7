"""What the tests of the package share."""

from pathlib import Path

import pytest
from django.apps import apps

from interchange.management.commands.load_demo import PACKAGE
from tests.interchange import packages

ROOMS = ("places", "partners", "initiatives", "ladder", "interchange")


@pytest.fixture
def demo() -> Path:
    return PACKAGE


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return packages.write(tmp_path / "package")


@pytest.fixture
def stored():
    """A function that counts the records of each model of our rooms, history included."""

    def count() -> dict[str, int]:
        models = [model for room in ROOMS for model in apps.get_app_config(room).get_models()]
        return {model.__name__: model._default_manager.count() for model in models}

    return count
