"""The figures of a kern: how the web hangs together, who carries it, how it moves, and how far each can be trusted.

Pure: `figures_of(material)` takes plain values and gives plain values, by one of two engines that agree. What a figure
means to a reader stands in `sentences`, in English messages for the catalogue.
"""

from network.analysis.figures.communities import Community, communities, known_again
from network.analysis.figures.cover import DomainMatrix, WhiteSpots, domain_matrix, white_spots
from network.analysis.figures.fragmentation import WhatIf, what_if
from network.analysis.figures.making import FIGURES, SAMPLES, figures_of
from network.analysis.figures.reading import Reading
from network.analysis.figures.shape import (
    COUNT,
    FIGURE_IDS,
    INDEX,
    LEAST_FRESH,
    MONTHS,
    NUMBER,
    PERSON_KINDS,
    SHARE,
    Activity,
    Course,
    Figure,
    Group,
    Material,
)

__all__ = [
    "COUNT",
    "FIGURES",
    "FIGURE_IDS",
    "INDEX",
    "LEAST_FRESH",
    "MONTHS",
    "NUMBER",
    "PERSON_KINDS",
    "SAMPLES",
    "SHARE",
    "Activity",
    "Community",
    "Course",
    "DomainMatrix",
    "Figure",
    "Group",
    "Material",
    "Reading",
    "WhatIf",
    "WhiteSpots",
    "communities",
    "domain_matrix",
    "figures_of",
    "known_again",
    "what_if",
    "white_spots",
]
