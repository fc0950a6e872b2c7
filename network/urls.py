"""Addresses of the map."""

from django.urls import path

from network.views import communities, figures, snapshots, what_if, wijkweb

urlpatterns = [
    path("kernen/<slug:slug>/wijkweb/", wijkweb.wijkweb, name="wijkweb"),
    path("kernen/<slug:slug>/wijkweb.json", wijkweb.wijkweb_json, name="wijkweb_json"),
    path("kernen/<slug:slug>/wijkweb.svg", wijkweb.wijkweb_svg, name="wijkweb_svg"),
    path("kernen/<slug:slug>/wijkweb-los.html", wijkweb.wijkweb_standalone, name="wijkweb_standalone"),
    path("kernen/<slug:slug>/netwerk/", figures.network_figures, name="network_figures"),
    path(
        "kernen/<slug:slug>/netwerk/cijfer/<slug:figure_id>/", figures.network_figure, name="network_figure"
    ),
    path("kernen/<slug:slug>/netwerk/groepen/", communities.network_communities, name="network_communities"),
    path("kernen/<slug:slug>/netwerk/groepen/<slug:party>/naam/", communities.group_name, name="group_name"),
    path("kernen/<slug:slug>/netwerk/wat-als/", what_if.network_what_if, name="network_what_if"),
    path("kernen/<slug:slug>/cijfers/", snapshots.snapshot_state, name="snapshot_state"),
    path("kernen/<slug:slug>/cijfers/bijwerken/", snapshots.snapshot_ask, name="snapshot_ask"),
    path("beheer/cijfers/", snapshots.snapshot_overview, name="snapshot_overview"),
]
