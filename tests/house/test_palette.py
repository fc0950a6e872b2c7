"""The map and the pages give a life domain the same colour."""

import re
from pathlib import Path

from django.conf import settings

from network.palette import DOMAIN_COLOURS


def test_a_domain_has_one_colour() -> None:
    style = Path(settings.BASE_DIR, "static/css/domains.css").read_text("utf-8")
    on_pages = dict(re.findall(r"--domain-([a-z-]+):\s*(#[0-9a-f]{6})", style))
    on_map = {domain or "onbekend": colour for domain, colour in DOMAIN_COLOURS.items()}
    assert on_map == on_pages
