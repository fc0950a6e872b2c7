"""The number of an unexpected error: on the page, in its headers, and in the line of the log that tells what happened.

A person can read it out over the phone; whoever looks after the site finds the line by it. It says nothing by itself.
"""

import logging
import secrets

from django.http import HttpRequest

HEADER = "X-Storing"
DIGITS = 8


def number_of_fault(request: HttpRequest) -> str:
    """The number of what went wrong with this request, as 1234-5678; the same each time it is asked for."""
    number: str = getattr(request, "fault_number", "")
    if not number:
        digits = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
        number = request.fault_number = f"{digits[:4]}-{digits[4:]}"  # type: ignore[attr-defined]
    return number


class FaultFilter(logging.Filter):
    """Gives each line of the log its `fault`: empty, or the number of the request that it is about."""

    def filter(self, record: logging.LogRecord) -> bool:
        number = getattr(getattr(record, "request", None), "fault_number", "")
        record.fault = f"fault {number} " if number else ""
        return True
