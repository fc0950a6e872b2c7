"""Asking again who somebody is before something that matters; safety W-08."""

from allauth.account.decorators import reauthentication_required

# For a view, or for the part of one that does it: who showed ten minutes ago or longer who they are does so again,
# and then goes on with what was sent.
fresh = reauthentication_required(app="accounts", allow_get=True)
