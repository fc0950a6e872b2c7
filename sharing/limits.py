"""How often in this room: asking and putting up a card from one network, mails to one address, wrong links."""

from post.limits import AGAIN as AGAIN
from post.limits import Limits
from sharing.models import ADDRESS

ASK, POST, MAIL = "share_ask", "share_post", "share_mail"  # in ACCOUNT_RATE_LIMITS

LIMITS = Limits("sharing/wait.html", ADDRESS)
count, few_guesses, link_of, wait = LIMITS.count, LIMITS.few_guesses, LIMITS.link_of, LIMITS.wait
