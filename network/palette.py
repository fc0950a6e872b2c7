"""Colours of the map, the same as in static/css/domains.css; here too because a picture has no stylesheet."""

DOMAIN_COLOURS = {
    "levensbeschouwing": "#882255",
    "verenigingen": "#117733",
    "kunst-en-cultuur": "#aa4499",
    "eerstelijnszorg": "#0072b2",
    "tweedelijnszorg": "#332288",
    "veiligheid": "#b8291d",
    "gemeente": "#4f5b66",
    "wonen": "#8a6d00",
    "ondernemers": "#b3500f",
    "onderwijs": "#007d79",
    "": "#6b6660",
}
INITIATIVE_COLOUR = "#1b1b1b"
FORMAL_KINDS = frozenset({"bestuurt", "financiert", "hoort-bij"})
SCALES = (
    0.2,
    0.25,
    0.3,
    0.35,
    0.4,
    0.45,
    0.5,
    0.55,
    0.6,
    0.65,
    0.7,
    0.8,
    0.9,
    1.0,
    1.2,
    1.4,
    1.7,
    2.0,
    2.8,
    4.0,
)
LEVEL_AT_FULL_SIZE = SCALES.index(1.0)
