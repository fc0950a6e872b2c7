"""What this room keeps about persons, and when it goes (wijkweb/kit/personal.py)."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sharing import consents
from sharing.models import Loan
from sharing.postings import Posting
from sharing.services import erasing, keeping, posting
from wijkweb.kit.personal import SEEN_BY_NOBODY, Basis, Kept, Rule, Sort, Subject

KEPT = [
    Kept(
        title=_("Borrowing and asking for something"),
        what=_(
            "Your e-mail address and first name, what you wrote to each other, and for which days. Your address is encrypted."
        ),
        sort=Sort.SEALED,
        purpose=_("To bring you and who lends it together."),
        basis=Basis.REQUEST,
        until=_("What you do not confirm goes after seven days, the rest thirty days after it ended."),
        seen_by=_("Who lends reads your first name and messages, not your address, unless you share it."),
        export=_("You see it all behind the link that we mail you."),
        erase=_("By the link that we mail you you can withdraw; the rest goes thirty days later by itself."),
        fields={
            "Contact": "email address_mark first_name",
            "Message": "side kind text",
            "SharesAddress": "side",
            "Loan": "borrower",
        },
    ),
    Kept(
        title=_("A card that you put up"),
        what=_(
            "Your e-mail address, a first name if you gave one, what you offer or look for and until when, and why it was not placed. All of it is encrypted, until the coordinator puts it on the list."
        ),
        sort=Sort.SEALED,
        purpose=_("To bring you together with who has or needs it."),
        basis=Basis.REQUEST,
        until=_("What you do not confirm goes after seven days, the rest thirty days after it is over."),
        seen_by=_(
            "What stands on the card: the coordinator, and then everybody. Your address nobody, unless you share it."
        ),
        export=_("Behind the link that we mail you, as a file."),
        erase=_("Behind the link that we mail you: at once, with all that was written about it."),
        fields={
            "PostingWords": "email address_mark first_name label description first_day last_day reason",
        },
    ),
    Kept(
        title=_("That your first name may stand with your card"),
        what=_("Yes or no, when, and which text you read; under a mark, not under your name."),
        sort=Sort.MARK,
        purpose=_("To be able to show that you agreed."),
        basis=Basis.REQUEST,
        until=_("As long as it may have to be shown; without the card it points at nobody."),
        seen_by=SEEN_BY_NOBODY,
        export=_("It is in the file that you take along."),
        erase=_("It stays, and points at nobody any more."),
        fields={"SharingConsent": "subject is_given text_version channel at", "Posting": "decided_by"},
    ),
]
IMPERSONAL = {
    "Posting": "id key token kern type kind state offer sent_at confirmed_at over_on end_told_on erased_on",
    "PostingWords": "id posting version",
    "SharingConsent": "id",
    "Loan": "id token offer first_day first_part last_day last_part state asked_at brought_on ended_on "
    "thanked_on reminded_on begin_told_on due_told_on erased_on",
    "Taken": "id offer loan slot",
    "Contact": "id loan",
    "SharesAddress": "id loan at",
    "Message": "id loan token made_at",
}
RULES = [
    Rule(
        "sharing.unconfirmed",
        _("a request that nobody confirmed, after seven days"),
        erasing.unconfirmed,
        deed=erasing.remove,
    ),
    Rule(
        "sharing.ended",
        _("who borrowed, thirty days after the end"),
        erasing.ended_long_ago,
        deed=erasing.erase,
    ),
    Rule(
        "sharing.cards_unconfirmed",
        _("a card that nobody confirmed, after seven days"),
        posting.unconfirmed,
        deed=posting.remove,
    ),
    Rule(
        "sharing.cards_ended",
        _("who put up a card, thirty days after it is over"),
        keeping.ended_long_ago,
        deed=keeping.erase,
    ),
]


def _cards() -> "QuerySet[Posting]":
    return Posting.objects.filter(words__isnull=False)


SUBJECTS = [
    Subject("card-unconfirmed", _cards, lambda card: str(card.key.hex), posting.remove),
    Subject("card", _cards, lambda card: str(card.key.hex), keeping.erase),
    Subject(
        consents.TAKEN_BACK,
        consents.shown_now,
        consents.text_of,
        lambda card: consents.record(card, wanted=False, channel="ledger"),
    ),
    Subject("loan-removed", Loan.objects.all, erasing.mark_text, erasing.remove),
    Subject(
        "loan",
        lambda: Loan.objects.filter(erased_on__isnull=True).select_related("borrower"),
        erasing.mark_text,
        erasing.erase,
    ),
]
