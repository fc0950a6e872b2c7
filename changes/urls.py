"""Addresses of this room."""

from django.urls import path

from changes import views

urlpatterns = [
    path("wijzigingen/<int:pk>/", views.change_detail, name="change_detail"),
    path("wijzigingen/<int:pk>/terugdraaien/", views.change_undo, name="change_undo"),
    path("kernen/<slug:slug>/wijzigingen/", views.kern_changes, name="kern_changes"),
]
