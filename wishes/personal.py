"""What this room keeps about persons, and when it goes (wijkweb/kit/personal.py)."""

from django.utils.translation import gettext_lazy as _

from wijkweb.kit.personal import SEEN_BY_NOBODY, Basis, Kept, Rule, Sort, Subject
from wishes import hanging, helping, services
from wishes.models import Hanger, Helper, Wish

KEPT = [
    Kept(
        title=_("Wishes"),
        what=_(
            "Your wish and its theme. Your first name only when it may stand with it, and then that you agreed to it, when, "
            "without your name."
        ),
        sort=Sort.WORDS,
        purpose=_("To hear what would make living in a kern nicer, and to answer it."),
        basis=Basis.REQUEST,
        until=_("A wish that is not shown goes after thirty days. The others stay until they are erased."),
        seen_by=_("First the coordinator, then everybody."),
        export=_("Everybody can read the wishes in the tree."),
        erase=_(
            "By the link that we mail you, if you left an address. Else ask the coordinator to erase your wish."
        ),
        fields={
            "WishWords": "text first_name",
            "NameConsent": "subject is_given text_version channel at",
            "Wish": "answer",
        },
    ),
    Kept(
        title=_("Who hung a wish"),
        what=_("Your e-mail address, encrypted, only if you left it."),
        sort=Sort.SEALED,
        purpose=_("To tell you when there is an answer, and to let you take your wish back."),
        basis=Basis.REQUEST,
        until=_(
            "What you do not confirm goes after seven days, the rest thirty days after the wish was settled."
        ),
        seen_by=SEEN_BY_NOBODY,
        export=_("Your address is all there is; the link in the mail shows your wish."),
        erase=_("By the link in every mail; it works at once."),
        fields={"Hanger": "email"},
    ),
    Kept(
        title=_("Who helps with a wish"),
        what=_("Your first name and your e-mail address, both encrypted, or your account."),
        sort=Sort.SEALED,
        purpose=_("To bring you together with others who want to help."),
        basis=Basis.REQUEST,
        until=_(
            "What you do not confirm goes after seven days, the rest thirty days after the wish was settled."
        ),
        seen_by=_("The coordinator reads your first name. Nobody reads your address."),
        export=_("Your address and first name are all there is."),
        erase=_("By the link in every mail; it works at once."),
        fields={"Helper": "user first_name email address_mark"},
    ),
]
IMPERSONAL = {
    "Hanger": "id wish confirmed_at made_at",
    "Wish": "id key token kern theme state initiative hung_at settled_at",
    "WishWords": "id wish",
    "NameConsent": "id",
    "Helper": "id wish confirmed_at made_at",
    "TreeOpening": "id kern closes_at",
}
RULES = [
    Rule(
        "wishes.helpers",
        _("who wanted to help: not confirmed for seven days, or thirty days after the wish was settled"),
        helping.helpers_over,
        deed=helping.stop_helping,
    ),
    Rule(
        "wishes.addresses",
        _(
            "the address of who hung a wish: not confirmed for seven days, or thirty days after it was settled"
        ),
        hanging.addresses_over,
        deed=hanging.forget,
    ),
    Rule(
        "wishes.declined",
        _("the words of a wish that is not shown, after thirty days"),
        services.declined_long_ago,
        deed=services.erase,
    ),
]
SUBJECTS = [
    Subject(
        "wish",
        lambda: Wish.objects.filter(words__isnull=False),
        lambda wish: str(wish.key.hex),
        services.erase,
    ),
    Subject("hanger", Hanger.objects.all, hanging.mark_text, hanging.forget),
    Subject("helper", Helper.objects.all, helping.helper_text, helping.stop_helping),
]
