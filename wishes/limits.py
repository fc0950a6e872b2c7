"""How often in this room: hanging wishes and offering help from one network, mails to one address, wrong links."""

from post.limits import Limits
from wishes.models import ADDRESS

# In ACCOUNT_RATE_LIMITS.
HANG, HANG_OPEN, HELP, MAIL = "wish_hang", "wish_hang_open", "wish_help", "wish_mail"

LIMITS = Limits("wishes/wait.html", ADDRESS)
count, few_guesses, link_of, wait = LIMITS.count, LIMITS.few_guesses, LIMITS.link_of, LIMITS.wait
