"""Addresses of this room."""

from django.urls import path

from partners.views import similar

urlpatterns = [
    path("kernen/<slug:slug>/lijkt-op/", similar.similar_list, name="similar_list"),
]
