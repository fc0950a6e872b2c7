"""Addresses of the map."""

from django.urls import path

from network.views import wijkweb

urlpatterns = [
    path("kernen/<slug:slug>/wijkweb/", wijkweb.wijkweb, name="wijkweb"),
    path("kernen/<slug:slug>/wijkweb.json", wijkweb.wijkweb_json, name="wijkweb_json"),
    path("kernen/<slug:slug>/wijkweb.svg", wijkweb.wijkweb_svg, name="wijkweb_svg"),
    path("kernen/<slug:slug>/wijkweb-los.html", wijkweb.wijkweb_standalone, name="wijkweb_standalone"),
]
