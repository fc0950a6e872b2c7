"""Pages that show several rooms, one file per page."""

from dashboards.views.home import about, home
from dashboards.views.kern_detail import kern_detail
from dashboards.views.kern_list import kern_list
from dashboards.views.partner_detail import partner_detail

__all__ = ["about", "home", "kern_detail", "kern_list", "partner_detail"]
