"""Why a figure cannot be said, for a reader."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

REASONS = {
    "no_partners": gettext_lazy("there is nobody in this web."),
    "one_partner": gettext_lazy("there is only one party in this web."),
    "two_partners": gettext_lazy("there are only two parties in this web."),
    "no_ties": gettext_lazy("no ties are known."),
    "no_home_partners": gettext_lazy("no party of this kern itself is known."),
    "no_domains": gettext_lazy("of no party the life domain is known."),
    "one_domain": gettext_lazy("all parties are in the same life domain."),
    "no_domain_ties": gettext_lazy("there is no tie of which the life domain is known at both ends."),
    "no_layers": gettext_lazy("it is not known who is a resident and who is not."),
    "one_layer": gettext_lazy("all parties are in the same layer."),
    "no_layer_ties": gettext_lazy("there is no tie of which the layer is known at both ends."),
    "no_professional_ties": gettext_lazy("there is no tie between two parties that are not residents."),
    "no_initiatives": gettext_lazy("there are no initiatives."),
    "no_drivers": gettext_lazy("of no initiative it is known who drives it."),
    "no_driver_layers": gettext_lazy("it is not known whether those who drive it are residents."),
    "no_resident_initiatives": gettext_lazy("of no initiative it is known that a resident drives it."),
    "no_activities": gettext_lazy("in the last twelve months no activities were written down."),
    "no_organisers": gettext_lazy(
        "of the activities of the last twelve months it is not known who organised them."
    ),
    "no_handovers": gettext_lazy("nothing was handed over yet. That is not a failure."),
    "no_start": gettext_lazy("of what was handed over it is not known when it started."),
    "people_unseen": gettext_lazy("this is about persons, and only who looks after this kern sees those."),
    "no_initiatives_or_groups": gettext_lazy("there are no initiatives and no groups."),
    "no_carriers": gettext_lazy("of no initiative or group it is known who carries it."),
    "nothing_to_compare": gettext_lazy("of half a year earlier nothing is known."),
    "no_records": gettext_lazy("of that day it is not known what had been confirmed."),
}


def reason(code: str) -> str:
    """The end of the sentence that begins with "cannot be said"; a code that is not known says that much."""
    return str(REASONS.get(code) or _("too little is known."))
