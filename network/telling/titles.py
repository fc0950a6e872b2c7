"""What each figure is called, how it is worked out, and who thought of it."""

from django.utils.translation import gettext_lazy as _

KERNGERICHT = _("Kerngericht werken: the ten life domains and the development ladder.")

TITLES = {
    "domain_cover": _("Life domains that are well filled"),
    "average_degree": _("Ties per party"),
    "connectedness": _("Who hangs together"),
    "domain_pairs": _("Life domains that meet"),
    "strong_professional_ties": _("Professionals who really work together"),
    "domain_mixing": _("Across the borders of life domains"),
    "layer_mixing": _("Residents and professionals together"),
    "centralisation": _("Does it lean on one party"),
    "hub_dependence": _("What if one party leaves"),
    "bridges": _("Who connects the unconnected"),
    "residents_in_core": _("Residents in the middle"),
    "reach": _("How far initiatives of residents carry"),
    "connected_activities": _("Activities of several life domains"),
    "resident_carried": _("Initiatives driven by residents"),
    "letting_go": _("How fast it is handed over"),
    "single_carrier": _("What hangs on one person"),
    "turnover": _("What moved in half a year"),
    "freshness": _("How fresh it all is"),
}

FORMULAS = {
    "domain_cover": _(
        "Of the ten life domains, the share with at least 3 parties at home, of at least 2 kinds."
    ),
    "average_degree": _("Twice the number of ties, divided by the number of parties."),
    "connectedness": _("The parties in the largest group that hangs together, divided by all parties."),
    "domain_pairs": _("Of the 45 pairs of life domains, the share with a tie or an initiative in common."),
    "strong_professional_ties": _(
        "Of the ties between two parties that are not residents, the share of strength 2 or 3."
    ),
    "domain_mixing": _(
        "The E-I index of ties between and within life domains, minus what chance would give: "
        "above 0 is more across than by chance."
    ),
    "layer_mixing": _(
        "The E-I index of ties between and within layers, minus what chance would give: "
        "above 0 is more across than by chance."
    ),
    "centralisation": _("Freeman's degree centralisation: 100 % is a star, 0 % when all have as many ties."),
    "hub_dependence": _(
        "Borgatti's fragmentation without this party, minus that with it: how many of all pairs lose each other."
    ),
    "bridges": _("The parties without whom parts come loose; in order of how many shortest ways pass them."),
    "residents_in_core": _(
        "Of the innermost k-core, where all have the most ties with each other, the share of residents."
    ),
    "reach": _(
        "The parties within two steps of an initiative that a resident drives, divided by all parties."
    ),
    "connected_activities": _(
        "Of the activities of the last twelve months, the share with organisers from two or more life domains."
    ),
    "resident_carried": _("Of the initiatives that are going on, the share with a resident as its driver."),
    "letting_go": _("The median of the months from start to handover."),
    "single_carrier": _(
        "The initiatives and groups with one person as their only carrier, and no successor."
    ),
    "turnover": _(
        "The ties that stayed, divided by all that stayed, began or ended since half a year earlier."
    ),
    "freshness": _(
        "Of the parties and ties, the share that was confirmed within its term (12 months unless set)."
    ),
}

SOURCES = {
    "domain_cover": KERNGERICHT,
    "average_degree": "S. Wasserman & K. Faust, Social Network Analysis (1994)",
    "connectedness": "S. Wasserman & K. Faust, Social Network Analysis (1994)",
    "domain_pairs": KERNGERICHT,
    "strong_professional_ties": "M.S. Granovetter, The Strength of Weak Ties (1973)",
    "domain_mixing": "D. Krackhardt & R.N. Stern, Informal Networks and Organizational Crises (1988)",
    "layer_mixing": "D. Krackhardt & R.N. Stern, Informal Networks and Organizational Crises (1988)",
    "centralisation": "L.C. Freeman, Centrality in Social Networks: Conceptual Clarification (1979)",
    "hub_dependence": "S.P. Borgatti, Identifying Sets of Key Players in a Social Network (2006)",
    "bridges": "L.C. Freeman, A Set of Measures of Centrality Based on Betweenness (1977)",
    "residents_in_core": "S.B. Seidman, Network Structure and Minimum Degree (1983)",
    "reach": KERNGERICHT,
    "connected_activities": KERNGERICHT,
    "resident_carried": KERNGERICHT,
    "letting_go": KERNGERICHT,
    "single_carrier": KERNGERICHT,
    "turnover": "T.A.B. Snijders, G.G. van de Bunt & C.E.G. Steglich, Stochastic Actor-Based Models (2010)",
    "freshness": _("Our own: how well the records are kept."),
}


def title(figure_id: str) -> str:
    """What a figure is called. Raises KeyError for an id that is not there; so do the two below."""
    return str(TITLES[figure_id])


def formula(figure_id: str) -> str:
    """How it is worked out, in a sentence."""
    return str(FORMULAS[figure_id])


def source(figure_id: str) -> str:
    """The literature, or the method, that it comes from."""
    return str(SOURCES[figure_id])
