"""All addresses, by room."""

from django.urls import include, path

urlpatterns = [
    path("", include("dashboards.urls")),
    path("", include("network.urls")),
    path("", include("partners.urls")),
    path("", include("initiatives.urls")),
    path("", include("changes.urls")),
    path("", include("interchange.urls")),
    path("", include("upkeep.urls")),
    path("", include("brokering.urls")),
    path("", include("rounds.urls")),
    path("", include("accounts.urls")),
    path("", include("wijkweb.pages")),
]

handler400 = "wijkweb.pages.bad_request"
handler403 = "wijkweb.pages.permission_denied"
handler404 = "wijkweb.pages.page_not_found"
handler500 = "wijkweb.pages.server_error"
