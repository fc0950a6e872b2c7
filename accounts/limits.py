"""How often: asking for another address, mails to one address, wrong links."""

from post.limits import Limits

ASK, MAIL = "new_address", "new_address_mail"  # in ACCOUNT_RATE_LIMITS

LIMITS = Limits("429.html", "new-address")
count, few_guesses, link_of = LIMITS.count, LIMITS.few_guesses, LIMITS.link_of
