import pytest

from accounts.models import Role, User
from places.models import Kern
from tests.factories import make_kern, make_user


@pytest.fixture
def kern(db: None) -> Kern:
    return make_kern("Oosterdorp", parent=make_kern("Het Eiland", kind="regio"))


@pytest.fixture
def user(kern: Kern) -> User:
    return make_user(Role.COORDINATOR, kern)
