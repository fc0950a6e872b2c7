"""Addresses of this room."""

from django.urls import path

from upkeep import views

urlpatterns = [
    path("kernen/<slug:slug>/bijhouden/", views.upkeep, name="upkeep"),
]
