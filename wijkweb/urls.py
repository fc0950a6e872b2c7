"""All addresses, by room."""

from django.urls import include, path, register_converter

from wijkweb.kit.addresses import NameConverter

register_converter(NameConverter, "name")

urlpatterns = [
    path("", include("dashboards.urls")),
    path("", include("network.urls")),
    path("", include("partners.urls")),
    path("", include("initiatives.urls")),
    path("", include("facts.urls")),
    path("", include("ladder.urls")),
    path("", include("changes.urls")),
    path("", include("interchange.urls")),
    path("", include("upkeep.urls")),
    path("", include("brokering.urls")),
    path("", include("rounds.urls")),
    path("", include("halfyear.urls")),
    path("", include("residents.urls")),
    path("", include("agenda.urls")),
    path("", include("sharing.urls")),
    path("", include("checkups.urls")),
    path("", include("stories.urls")),
    path("", include("wishes.urls")),
    path("", include("accounts.urls")),
    path("", include("keeping.urls")),
    path("", include("wijkweb.pages")),
]

handler400 = "wijkweb.pages.bad_request"
handler403 = "wijkweb.pages.permission_denied"
handler404 = "wijkweb.pages.page_not_found"
handler500 = "wijkweb.pages.server_error"
