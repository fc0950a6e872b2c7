"""Colours of the map, the same as in static/css/domains.css; here too because a picture has no stylesheet."""

from network.analysis.web import BELONGS_TO

DOMAIN_COLOURS = {
    "levensbeschouwing": "#451b9e",
    "verenigingen": "#db6b25",
    "kunst-en-cultuur": "#8f427f",
    "eerstelijnszorg": "#3792b5",
    "tweedelijnszorg": "#2858cd",
    "veiligheid": "#ab3511",
    "gemeente": "#622a56",
    "wonen": "#b0636d",
    "ondernemers": "#781d00",
    "onderwijs": "#8d76fa",
    "": "#6b6660",
}
INITIATIVE_COLOUR = "#1b1b1b"
# What is arranged rather than lived: drawn as a dashed line.
FORMAL_KINDS = frozenset({"bestuurt", "financiert", BELONGS_TO})
