"""Half-year reports for the demo: one that was published, and one that somebody is still writing."""

import json
from pathlib import Path
from typing import Any

from halfyear.models import HalfYearReport
from halfyear.periods import HalfYear
from halfyear.services import publish_report, start_report, write_report
from places.models import Kern

REPORTS = Path(__file__).parent / "demo/reports.json"


def load_reports(acting_user: Any) -> int:
    """Make the reports of kernen that have none yet, as if this person wrote them; gives how many."""
    made = 0
    wanted: list[dict[str, Any]] = json.loads(REPORTS.read_text("utf-8"))
    known = set(HalfYearReport.objects.values_list("kern__slug", flat=True))
    for one in wanted:
        kern = Kern.objects.filter(slug=one.pop("kern")).exclude(slug__in=known).first()
        if kern is None:
            continue
        period, readers = HalfYear.parse(one.pop("half_year")), one.pop("readers")
        report = start_report(acting_user=acting_user, kern=kern, period=period)
        write_report(report, one, acting_user=acting_user)
        if readers:
            publish_report(report, acting_user=acting_user, readers=readers)
        made += 1
    return made
