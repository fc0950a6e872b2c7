"""Pages of this room, one file per subject."""

from ladder.views.assessing import assessment_add, assessment_edit, assessment_withdraw
from ladder.views.assessment import assessment_detail, assessment_history
from ladder.views.carrying import initiative_layers, kern_layers
from ladder.views.ladder import ladder
from ladder.views.prepare import ladder_prepare
from ladder.views.stepping import step_edit, step_withdraw

__all__ = [
    "assessment_add",
    "assessment_detail",
    "assessment_edit",
    "assessment_history",
    "assessment_withdraw",
    "initiative_layers",
    "kern_layers",
    "ladder",
    "ladder_prepare",
    "step_edit",
    "step_withdraw",
]
