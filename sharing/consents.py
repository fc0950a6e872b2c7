"""What a resident with a card agrees to, in which words, and whether it holds now.

Who changes the text gives it a new version, and leaves the old one here to be read. Lines are only added.
"""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from keeping import ledger
from sharing.postings import Posting, SharingConsent, subject_of, subjects_of

VERSION = "2026-11"
TAKEN_BACK = "card-name"  # in the ledger of erasures
TEXTS = {"2026-11": _("Show my first name with it. Everybody can read it.")}


def may_show_name(posting: Posting) -> bool:
    return names_shown([posting])[posting.pk]


def names_shown(postings: Iterable[Posting]) -> dict[int, bool]:
    """For each card whether the first name may stand with it; one query for any number."""
    marks = {mark: posting.pk for posting in postings for mark in subjects_of(posting)}
    holds = dict.fromkeys(marks.values(), False)
    for event in SharingConsent.objects.filter(subject__in=list(marks)).order_by("at", "pk") if marks else ():
        holds[marks[event.subject]] = event.is_given
    return holds


def events_of(posting: Posting) -> list[SharingConsent]:
    return list(SharingConsent.objects.filter(subject__in=subjects_of(posting)))


def text_of(posting: Posting) -> str:
    """What tells the last yes of a card from all that ever were given; empty when there was none."""
    given = [event.at for event in events_of(posting) if event.is_given]
    return f"{posting.key.hex} {max(given).timestamp():.6f}" if given else ""


def shown_now() -> list[Posting]:
    """The cards with which a first name may stand now."""
    cards = list(Posting.objects.filter(words__isnull=False))
    holds = names_shown(cards)
    return [card for card in cards if holds[card.pk]]


def record(posting: Posting, wanted: bool, *, channel: str = "web") -> bool:
    """Add a line when it is answered otherwise now; a no that was never a yes is no line. Whether there is one."""
    with transaction.atomic():
        Posting.objects.select_for_update().filter(pk=posting.pk).first()
        if may_show_name(posting) == wanted:
            return False
        if not wanted:
            ledger.note(TAKEN_BACK, text_of(posting))
        SharingConsent.objects.create(
            subject=subject_of(posting), is_given=wanted, text_version=VERSION, channel=channel
        )
    return True
