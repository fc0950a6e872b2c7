"""What may be done here: writing down what a kern shares, and publishing the counts of a week."""

from dashboards.services.publishing import last_full_week, old_weeks, publish_due, publish_week
from dashboards.services.sharing import decide

__all__ = ["decide", "last_full_week", "old_weeks", "publish_due", "publish_week"]
