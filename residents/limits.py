"""How often in this room: registering, asking and writing from one network, mails to one address, wrong links."""

from post.limits import Limits
from residents.models import ADDRESS

# In ACCOUNT_RATE_LIMITS.
REGISTER, ASK, MAIL, WRITE = "resident_register", "resident_ask", "resident_mail", "resident_write"

LIMITS = Limits("residents/wait.html", ADDRESS)
count, few_guesses, link_of, wait = LIMITS.count, LIMITS.few_guesses, LIMITS.link_of, LIMITS.wait
