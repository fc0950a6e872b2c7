"""Addresses of this room."""

from django.urls import path

from keeping import views

urlpatterns = [path("wat-wij-bewaren/", views.what_we_keep, name="what_we_keep")]
