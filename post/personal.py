"""What this room keeps about persons, and when it goes (wijkweb/kit/personal.py)."""

from django.utils.translation import gettext_lazy as _

from post import terms
from wijkweb.kit.personal import GOES_WITH_IT, SEEN_BY_NOBODY, Basis, Kept, Rule, Sort

KEPT = [
    Kept(
        title=_("Mail that we send"),
        what=_(
            "Your e-mail address, the text of the mail, when it was sent, and a mark of each link in it. No more than that: "
            "we do not look whether you open a mail."
        ),
        sort=Sort.ORDINARY,
        purpose=_("To make sure that a mail arrives, once."),
        basis=Basis.TASK,
        until=_(
            "The text fourteen days, your address thirty days. A link goes a day after it was used or grew too old."
        ),
        seen_by=SEEN_BY_NOBODY,
        export=_("You have the mail yourself."),
        erase=GOES_WITH_IT,
        fields={
            "OutboxMail": "purpose to subject text html message_id",
            "MailLink": "purpose about payload token_hash",
        },
    )
]
IMPERSONAL = {
    "OutboxMail": "id status attempts unsure not_before claimed_at sent_at created_at leaves_nothing",
    "MailLink": "id expires_at used_at created_at",
}
RULES = [
    Rule(
        "post.texts",
        _("the text of a mail, after fourteen days"),
        terms.old_texts,
        all_at_once=lambda mails: mails.update(text="", html=""),
        passes=True,
    ),
    Rule(
        "post.addresses",
        _("the address of a mail, after thirty days"),
        terms.old_addresses,
        all_at_once=lambda mails: mails.update(to=""),
        passes=True,
    ),
    Rule("post.links", _("a link in a mail, a day after its end"), terms.old_links, passes=True),
]
