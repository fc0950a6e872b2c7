"""What this room keeps about persons: nothing (wijkweb/kit/personal.py)."""

IMPERSONAL = {
    "Municipality": "id name successor started_on ended_on",
    "Kern": "id slug name sort_name kind municipality parent description source term_months",
    "FormerName": "id kern slug name ended_on",
}
