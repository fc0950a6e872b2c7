"""What this room keeps about persons, and when it goes (wijkweb/kit/personal.py)."""

from django.utils.translation import gettext_lazy as _

from accounts import terms
from accounts.models import User
from wijkweb.kit.personal import NOTHING_TO_SHOW, SEEN_BY_NOBODY, Basis, Kept, Rule, Sort, Subject

KEPT = [
    Kept(
        title=_("Who signs in"),
        what=_(
            "Your work e-mail address, your name if you gave it, your roles and who gave them, since when, when you last signed "
            "in, and with which kind of browser you are signed in now. No network address."
        ),
        sort=Sort.ORDINARY,
        purpose=_("To let you in, and nobody else in your name."),
        basis=Basis.TASK,
        until=_(
            "As long as you use your account. After six months without signing in it is closed, after twelve months it is "
            "erased. Where you are signed in goes after twelve hours."
        ),
        seen_by=_("You, and who gives roles in your kern or municipality."),
        export=_("It stands on the page of your account."),
        erase=_(
            "Give up your roles on the page of your account. To erase it at once, ask who gave you your role."
        ),
        fields={
            "User": "id email name is_active joined_at last_login",
            "SignedIn": "user device started_at",
            "Membership": "user role kern municipality invited_by started_at ended_at",
            "account.EmailAddress": "user email verified primary",
            "socialaccount.SocialAccount": "user provider uid last_login date_joined extra_data",
        },
    ),
    Kept(
        title=_("Secrets of signing in"),
        what=_(
            "A scrambled form of your password that cannot be turned back, the secret of your second step, and the number of "
            "your session."
        ),
        sort=Sort.SECRET,
        purpose=_("To know that it is you."),
        basis=Basis.TASK,
        until=_("Until you change or remove them; a session twelve hours at most."),
        seen_by=SEEN_BY_NOBODY,
        export=NOTHING_TO_SHOW,
        erase=_(
            "On the page of your account: choose a new password, remove your second step, sign out elsewhere."
        ),
        fields={
            "User": "password",
            "SignedIn": "session_key",
            "sessions.Session": "session_key session_data",
            "mfa.Authenticator": "user data last_used_at",
            "account.EmailConfirmation": "email_address key",
            "socialaccount.SocialToken": "account token token_secret",
        },
    ),
]
IMPERSONAL = {
    "auth.Permission": "id name content_type codename",
    "auth.Group_permissions": "id group permission",
    "auth.Group": "id name",
    "sessions.Session": "expire_date",
    "account.EmailAddress": "id",
    "account.EmailConfirmation": "id created sent",
    "mfa.Authenticator": "id type created_at",
    "socialaccount.SocialApp": "id provider provider_id name client_id secret key settings",
    "socialaccount.SocialAccount": "id",
    "socialaccount.SocialToken": "id app expires_at",
    "SignedIn": "id",
    "Membership": "id",
}
RULES = [
    Rule(
        "accounts.signed_in",
        _("where somebody was signed in, after twelve hours"),
        terms.ended_sessions,
        passes=True,
    ),
    Rule(
        "accounts.sessions",
        _("a session that has ended"),
        terms.expired_sessions,
        passes=True,
    ),
    Rule(
        "accounts.unused",
        _("an account without signing in for six months is closed"),
        terms.unused,
        deed=terms.close,
    ),
    Rule(
        "accounts.forgotten",
        _("an account without signing in for twelve months is erased"),
        terms.forgotten,
        deed=terms.erase,
    ),
]
SUBJECTS = [
    Subject(
        "account", lambda: User.objects.exclude(email__endswith=terms.NOBODY), terms.mark_text, terms.erase
    )
]
