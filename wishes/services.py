"""What can be done with wishes. Deeds of a coordinator are changes that can be taken back; erasing is final."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from changes.models import Change, Verb
from changes.services import recorded
from initiatives.models import Initiative, Origin, Phase
from initiatives.services import add_initiative
from keeping import ledger
from places.models import Kern
from wijkweb.kit.sealed import mark_of
from wishes import hanging
from wishes.helping import KEPT_DAYS, mail_helper, stop_helping
from wishes.models import NameConsent, State, TreeOpening, Wish, WishWords

NAME_VERSION = "2026-11"
OPEN_FOR = timedelta(hours=5)


def hang(
    *,
    kern: Kern,
    theme: str,
    text: str,
    first_name: str = "",
    token: UUID | None = None,
    email: str = "",
    with_mail: bool = True,
) -> Wish:
    """Hang a wish; the coordinator looks first. A second one with the same token raises IntegrityError.

    email: to which a link goes for who wants to hear of it; with_mail: False when this address had its mails for now.
    """
    with transaction.atomic():
        wish = Wish.objects.create(kern=kern, theme=theme, token=token)
        WishWords.objects.create(wish=wish, text=text, first_name=first_name)
        if first_name:
            NameConsent.objects.create(subject=_subject(wish), is_given=True, text_version=NAME_VERSION)
        if email:
            hanging.keep_address(wish, email, with_mail=with_mail)
    return wish


def _subject(wish: Wish) -> str:
    return mark_of(wish.key.hex, "wish-name")


def decide(wish: Wish, state: str, *, acting_user: Any) -> Change | None:
    """Show a wish, do not show it, or close it; None when it was so already, or became an initiative meanwhile."""
    return _change(wish, {"state": state, "settled_at": _settled(state)}, acting_user)


def _settled(state: str) -> Any:
    return timezone.now() if state in (State.DECLINED, State.CLOSED, State.INITIATIVE) else None


def answer(wish: Wish, text: str, *, acting_user: Any) -> Change | None:
    """Write what the coordinator says to a wish. Who answers shows it, too."""
    values: dict[str, Any] = {"answer": text}
    if wish.state == State.NEW:
        values["state"] = State.SHOWN
    return _change(wish, values, acting_user)


def _change(wish: Wish, values: dict[str, Any], acting_user: Any) -> Change | None:
    with transaction.atomic():
        held = Wish.objects.select_for_update(of=("self",)).select_related("kern").get(pk=wish.pk)
        if "state" in values and held.state == State.INITIATIVE:
            return None
        if all(getattr(held, name) == value for name, value in values.items() if name != "settled_at"):
            return None
        subject = held.get_absolute_url()
        with recorded(Verb.CHANGED, acting_user=acting_user, kern=held.kern, subject=subject) as change:
            for name, value in values.items():
                setattr(held, name, value)
            held.save()
        if values.get("answer") or values.get("state") in (State.DECLINED, State.CLOSED):
            hanging.tell(held)
    return change


def make_initiative(wish: Wish, name: str, *, acting_user: Any, token: UUID | None = None) -> Initiative:
    """Let a wish that people help with become an initiative that remembers it; who helps gets a mail.

    Raises ValidationError. A second time gives the initiative that was made.
    """
    with transaction.atomic():
        held = Wish.objects.select_for_update(of=("self",)).select_related("kern").get(pk=wish.pk)
        if held.initiative is not None:
            return held.initiative
        subject = held.get_absolute_url()
        with recorded(Verb.ADDED, acting_user=acting_user, kern=held.kern, subject=subject, token=token):
            initiative = add_initiative(
                acting_user=acting_user,
                kern=held.kern,
                name=name,
                phase=Phase.SHARED,
                origin=Origin.CITIZEN,
                description=held.words.text,
                source=_("wish tree"),
            )
            held.initiative, held.state, held.settled_at = initiative, State.INITIATIVE, timezone.now()
            held.save()
        hanging.tell(held)
        for helper in held.helpers.sure():
            mail_helper(helper, "made", {"initiative": initiative})
    return initiative


def open_tree(kern: Kern, *, acting_user: Any) -> Change:
    """For the rest of the afternoon many wishes may come from one network."""
    with recorded(Verb.ADDED, acting_user=acting_user, kern=kern) as change:
        TreeOpening.objects.create(kern=kern, closes_at=timezone.now() + OPEN_FOR)
    return change


def erase(wish: Wish) -> None:
    """The words, the name, the answer and who helps go for good; a second time changes nothing.

    Of an initiative that came of it the text goes as well, from all its lines; its title was the coordinator's. It
    cannot be undone, so it is no change.
    """
    with transaction.atomic():
        held = Wish.objects.select_for_update(of=("self",)).get(pk=wish.pk)
        words = WishWords.objects.filter(wish=held).first()
        if words is None:
            return
        ledger.note("wish", held.key.hex)
        hanging.forget_of(held)
        if words.first_name:
            NameConsent.objects.create(subject=_subject(held), is_given=False, text_version=NAME_VERSION)
        words.delete()
        for helper in held.helpers.all():
            stop_helping(helper)
        if held.state in (State.NEW, State.SHOWN):
            held.state, held.settled_at = State.CLOSED, timezone.now()
        held.answer = ""
        held.save()
        Wish.history.filter(id=held.pk).update(answer="")
        if held.initiative_id:
            initiative = Initiative.objects.get(pk=held.initiative_id)
            initiative.description = ""
            initiative.save()
            Initiative.history.filter(id=initiative.pk).update(description="")


def declined_long_ago(now: datetime) -> "QuerySet[Wish]":
    """Wishes that were not shown, of which the words are still there."""
    before = now - timedelta(days=KEPT_DAYS)
    return Wish.objects.filter(state=State.DECLINED, settled_at__lt=before, words__isnull=False)
