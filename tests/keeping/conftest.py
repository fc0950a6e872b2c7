"""A resident with an idea, as the tests of residents make one."""

from tests.residents.conftest import make, opened, place, published  # noqa: F401
