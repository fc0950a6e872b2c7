"""Colours of the map, the same as in static/css/domains.css; here too because a picture has no stylesheet."""

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
OLD_COLOUR = "#4f5b66"  # the ring around a party that was not confirmed for long
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
