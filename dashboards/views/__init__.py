"""Pages that show several rooms, one file per page."""

from dashboards.views.history import (
    initiative_history,
    participation_history,
    partner_history,
    relation_history,
)
from dashboards.views.home import about, home
from dashboards.views.kern_detail import kern_detail
from dashboards.views.kern_list import kern_list
from dashboards.views.mine import my_wijkweb
from dashboards.views.municipality import municipal_kern, municipality, municipality_csv
from dashboards.views.partner_detail import partner_detail
from dashboards.views.sharing import sharing
from dashboards.views.start import my_start, start

__all__ = [
    "about",
    "home",
    "initiative_history",
    "kern_detail",
    "kern_list",
    "municipal_kern",
    "municipality",
    "municipality_csv",
    "my_start",
    "my_wijkweb",
    "participation_history",
    "partner_detail",
    "partner_history",
    "relation_history",
    "sharing",
    "start",
]
