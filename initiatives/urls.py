"""Addresses of this room."""

from django.urls import path

from initiatives import views

urlpatterns = [
    path("initiatieven/<slug:slug>/", views.initiative_detail, name="initiative_detail"),
    path("kernen/<slug:slug>/initiatieven/nieuw/", views.initiative_add, name="initiative_add"),
    path("initiatieven/<slug:slug>/bewerken/", views.initiative_edit, name="initiative_edit"),
    path("initiatieven/<slug:slug>/deelnames/nieuw/", views.participant_add, name="participant_add"),
    path("partners/<slug:slug>/deelnames/nieuw/", views.participation_add, name="participation_add"),
    path("deelnames/<int:pk>/bewerken/", views.participation_edit, name="participation_edit"),
    path("deelnames/<int:pk>/beeindigen/", views.participation_end, name="participation_end"),
]
