"""What this room keeps about persons, and when it goes (wijkweb/kit/personal.py)."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from residents import consents, terms
from residents.models import Registration, State, Takeover, TakeoverState
from residents.services import erasing, neighbours
from residents.services.alive import hide
from residents.services.erasing import erase, mark_text, remove
from residents.services.taking_over import expire
from wijkweb.kit.personal import SEEN_BY_NOBODY, Basis, Kept, Rule, Sort, Subject

BY_LINK = _("By the link that we mail you: “my initiative”.")
KEPT = [
    Kept(
        title=_("Who registers an initiative"),
        what=_(
            "Your e-mail address and, if you gave it, your first name, both encrypted; that you are sixteen or older; what you "
            "dream of, bring and look for; the messages between you and the coordinator; when we last heard of you."
        ),
        sort=Sort.SEALED,
        purpose=_("To help you with your initiative, and to be able to reach you about it."),
        basis=Basis.TASK,
        until=_(
            "What you do not confirm goes after seven days. After a refusal, the end or a handing over: thirty days. As long as it "
            "runs we ask once a year whether it does; when we hear nothing, it is hidden and your data are erased 90 days later."
        ),
        seen_by=_(
            "The coordinator reads what you wrote. Who you are shows only after a press on a button, and you see when that "
            "was done. Everybody reads your first name only when you agreed."
        ),
        export=BY_LINK,
        erase=BY_LINK,
        fields={
            "Words": "email address_mark first_name dream brings seeks is_sixteen reason",
            "Message": "token is_from_resident text made_by",
            "Registration": "key person decided_by asks_since alive_on mailed_on asked hidden_on was_public wants_successor",
        },
    ),
    Kept(
        title=_("What you agreed to"),
        what=_(
            "For which purpose you said yes or no, to which text and when, with a mark in place of your name."
        ),
        sort=Sort.MARK,
        purpose=_("To be able to show that you agreed, and since when no longer."),
        basis=Basis.TASK,
        until=_("It stays. Once you are erased nobody can tell whose it was."),
        seen_by=SEEN_BY_NOBODY,
        export=BY_LINK,
        erase=_("The mark points at nobody once you are erased."),
        fields={"ConsentEvent": "subject purpose is_given text_version channel by_role at"},
    ),
    Kept(
        title=_("Who looked who you are"),
        what=_("The number of your registration, which account looked, and when."),
        sort=Sort.MARK,
        purpose=_("So that you can see it, and nobody looks without a reason."),
        basis=Basis.TASK,
        until=_("It stays. Once you are erased nobody can tell about whom it was."),
        seen_by=_("You see when somebody looked. The coordinators answer for who it was."),
        export=BY_LINK,
        erase=_("The mark points at nobody once you are erased."),
        fields={"Sighting": "registration_key seen_by at"},
    ),
    Kept(
        title=_("A neighbour who is asked to take over an initiative"),
        what=_(
            "Your e-mail address and, if it was given, your first name, as the resident of now typed them."
        ),
        sort=Sort.SEALED,
        purpose=_("To ask you by mail whether you want to take over."),
        basis=Basis.TASK,
        until=_(
            "Until you answer, and seven days at most. With yes you become the one who keeps it going, and what is said above holds."
        ),
        seen_by=_("The resident who filled it in, until you answer. Nobody else."),
        export=_("The page behind the link in the mail shows all of it."),
        erase=_("With “no” it goes at once."),
        fields={"Neighbour": "email address_mark first_name", "Takeover": "key token registration"},
    ),
    Kept(
        title=_("Messages by the button, and parties that were asked"),
        what=_(
            "That a visitor sent you a message, without its text; which party was asked to join in, and by which account."
        ),
        sort=Sort.MARK,
        purpose=_("So that nothing is sent twice and everybody gets an answer."),
        basis=Basis.TASK,
        until=_("As long as the initiative stands in wijkweb."),
        seen_by=SEEN_BY_NOBODY,
        export=BY_LINK,
        erase=BY_LINK,
        fields={"ContactMail": "registration token sent_on", "Invitation": "asked_by"},
    ),
]
IMPERSONAL = {
    "Registration": "id token kern state initiative sent_at confirmed_at decided_at erased_on",
    "Words": "id registration version",
    "Message": "id registration made_at",
    "ConsentEvent": "id",
    "Sighting": "id",
    "Invitation": "id initiative partner reasons state asked_at answered_at",
    "ContactMail": "id",
    "Takeover": "id initiative state asked_at answered_at successor",
    "Neighbour": "id takeover",
}
RULES = [
    Rule(
        "residents.unconfirmed",
        _("a registration that nobody confirmed, after seven days"),
        terms.unconfirmed,
        deed=remove,
    ),
    Rule(
        "residents.neighbours",
        _("a neighbour who was asked to take over and did not answer, after seven days"),
        terms.unanswered,
        deed=expire,
        passes=True,
    ),
    Rule(
        "residents.declined",
        _("who registered what was declined, after thirty days"),
        terms.declined,
        deed=erase,
    ),
    Rule(
        "residents.stopped",
        _("who registered what has stopped, after thirty days"),
        terms.stopped,
        deed=erase,
    ),
    Rule(
        "residents.handed_over",
        _("who handed an initiative over, after thirty days"),
        terms.handed_over,
        deed=lambda registration: erase(registration, keeps_text=True),
    ),
    Rule(
        "residents.silent",
        _("an initiative of which nothing was heard: hidden thirty days after the last mail"),
        terms.silent,
        deed=hide,
    ),
    Rule(
        "residents.erased",
        _("who began it, ninety days after it was hidden"),
        terms.silent_for_long,
        deed=erase,
    ),
]


def _known() -> "QuerySet[Registration]":
    return Registration.objects.filter(words__isnull=False)


def _unconfirmed() -> "QuerySet[Registration]":
    return _known().filter(state=State.SENT)


def _asked() -> "QuerySet[Takeover]":
    return Takeover.objects.filter(state=TakeoverState.ASKED)


SUBJECTS = [
    Subject(
        neighbours.NEIGHBOUR,
        _asked,
        neighbours.mark_text,
        lambda one: neighbours.end(one, TakeoverState.TAKEN_BACK),
    ),
    Subject(erasing.PASSED_ON, _known, mark_text, lambda one: erase(one, passes_on=True)),
    Subject(erasing.UNCONFIRMED, _unconfirmed, mark_text, remove),
    Subject(erasing.ERASED, _known, mark_text, erase),
    Subject(erasing.WITHDRAWN, _known, mark_text, lambda one: erase(one, is_withdrawn=True)),
    Subject(erasing.TEXT_STAYS, _known, mark_text, lambda one: erase(one, keeps_text=True)),
    Subject(
        "consent",
        consents.given_now,
        lambda given: str(given.text),
        lambda given: consents.record(given.registration, {given.event.purpose: False}, channel="ledger"),
    ),
]
