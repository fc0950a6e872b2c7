"""Addresses of this room."""

from django.urls import path

from initiatives import views

urlpatterns = [
    path("initiatieven/<slug:slug>/", views.initiative_detail, name="initiative_detail"),
]
