"""What this room keeps about persons (wijkweb/kit/personal.py): figures count, and their words are about the figure."""

IMPERSONAL = {
    "Fact": "id kern kind quantity unit base_value started_on value decimals dated_on description doubt "
    "outcome_reason source ended_on end_reason",
}
