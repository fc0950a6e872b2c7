"""Pages of this room."""

from residents.views.alive import resident_alive, resident_alive_thanks
from residents.views.deciding import (
    registration_decline,
    registration_detail,
    registration_list,
    registration_publish,
    registration_who,
)
from residents.views.joining import (
    initiative_contact,
    initiative_resident,
    invitation_answer,
    invitation_thanks,
    registration_invite,
)
from residents.views.life import (
    initiative_hand_over,
    initiative_life,
    initiative_step,
    look_here,
    look_here_slot,
)
from residents.views.register import (
    register_confirm,
    register_confirmed,
    register_initiative,
    register_removed,
    register_sent,
)
from residents.views.space import (
    resident_ask,
    resident_close,
    resident_consent,
    resident_data,
    resident_edit,
    resident_erase,
    resident_gone,
    resident_home,
    resident_open,
    resident_withdraw,
)
from residents.views.steps import (
    resident_begun,
    resident_go_on,
    resident_hand_over,
    resident_pause,
    resident_stop,
)
from residents.views.talking import (
    registration_answered,
    registration_ask,
    resident_answer,
    resident_answered,
    resident_write,
)

__all__ = [
    "initiative_contact",
    "initiative_hand_over",
    "initiative_life",
    "initiative_resident",
    "initiative_step",
    "invitation_answer",
    "invitation_thanks",
    "look_here",
    "look_here_slot",
    "register_confirm",
    "register_confirmed",
    "register_initiative",
    "register_removed",
    "register_sent",
    "registration_answered",
    "registration_ask",
    "registration_decline",
    "registration_detail",
    "registration_invite",
    "registration_list",
    "registration_publish",
    "registration_who",
    "resident_alive",
    "resident_alive_thanks",
    "resident_answer",
    "resident_answered",
    "resident_ask",
    "resident_begun",
    "resident_close",
    "resident_consent",
    "resident_data",
    "resident_edit",
    "resident_erase",
    "resident_go_on",
    "resident_gone",
    "resident_hand_over",
    "resident_home",
    "resident_open",
    "resident_pause",
    "resident_stop",
    "resident_withdraw",
    "resident_write",
]
