"""Addresses of this room."""

from django.urls import path, register_converter

from halfyear import views
from halfyear.periods import HalfYear


class HalfYearConverter:
    """2017-1 in an address."""

    regex = "[0-9]{4}-[12]"

    def to_python(self, value: str) -> HalfYear:
        return HalfYear.parse(value)

    def to_url(self, value: HalfYear | str) -> str:
        return value if isinstance(value, str) else value.slug


register_converter(HalfYearConverter, "half_year")
ROOM = "kernen/<slug:slug>/verslag/"
ONE = f"{ROOM}<half_year:period>/"

urlpatterns = [
    path(ROOM, views.half_year_list, name="half_year_list"),
    path(f"{ROOM}nieuw/", views.half_year_start, name="half_year_start"),
    path(ONE, views.half_year_latest, name="half_year_latest"),
    path(f"{ONE}versie/<int:number>/", views.half_year_edition, name="half_year_edition"),
    path(f"{ONE}versie/<int:number>/verslag.pdf", views.half_year_pdf, name="half_year_pdf"),
    path(f"{ONE}concept/", views.half_year_draft, name="half_year_draft"),
    path(f"{ONE}concept/verslag.pdf", views.half_year_draft_pdf, name="half_year_draft_pdf"),
    path(f"{ONE}schrijven/", views.half_year_write, name="half_year_write"),
    path(f"{ONE}uitgeven/", views.half_year_publish, name="half_year_publish"),
    path(f"{ONE}lezers/", views.half_year_readers, name="half_year_readers"),
    path(f"{ONE}geschiedenis/", views.half_year_history, name="half_year_history"),
]
