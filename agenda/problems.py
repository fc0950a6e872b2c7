"""Why a calendar could not be read, in words for the coordinator. A code is stored; the words are made when shown."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """A calendar that cannot be had or read; `code` names the sentence."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


WORDS: dict[str, Promise] = {
    "address": _("This is no address of a calendar. It begins with https:// or webcal://."),
    "unknown-host": _("There is no such address on the internet. Is it written as the partner gave it?"),
    "not-public": _("This address lies within a closed network; wijkweb does not go there."),
    "refused": _("Nothing answers at this address. Perhaps it is a fault on their side that passes."),
    "slow": _("It takes too long before the calendar answers. We try again later."),
    "certificate": _("The safe connection with this address is not in order. The partner has to mend that."),
    "redirects": _(
        "This address sends us on too often, or to an unsafe one. Ask the partner for the right one."
    ),
    "closed": _("The calendar is not open for others. Ask the partner to make it public."),
    "gone": _("There is no calendar at this address (any more). Ask the partner for the right one."),
    "their-fault": _("The computer of the partner reports a fault. We try again later."),
    "size": _("This calendar is larger than 1 megabyte; that is too much to read."),
    "no-calendar": _("What stands at this address is no calendar. It has to be the iCal address (.ics)."),
    "too-heavy": _("This calendar is too heavy to read."),
}


def in_words(code: str) -> Promise | str:
    return WORDS.get(code, WORDS["no-calendar"]) if code else ""
