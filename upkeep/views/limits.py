"""How often in this room: trying a link out of a mail, or asking for a new one, from one network."""

from post.limits import AGAIN as AGAIN
from post.limits import Limits

LIMITS = Limits("upkeep/link_wait.html")
count, few_guesses, link_of, wait = LIMITS.count, LIMITS.few_guesses, LIMITS.link_of, LIMITS.wait
