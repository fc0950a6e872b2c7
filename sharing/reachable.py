"""How a resident without an account is reached about something under Sharing."""

from post import reachable
from post.reachable import plain_address
from wijkweb.kit.sealed import marks_of

ADDRESS = "sharing-address"
MOST_NAME = 40


def marks_of_address(email: str) -> list[str]:
    """The marks by which the rows of an address are found back."""
    return marks_of(plain_address(email), ADDRESS)


class Reachable(reachable.Reachable):
    SALT = ADDRESS

    class Meta:
        abstract = True
