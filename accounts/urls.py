"""Addresses of this room."""

from django.urls import path

from accounts import views

urlpatterns = [
    path("inloggen/", views.SignIn.as_view(), name="login"),
    path("uitloggen/", views.SignOut.as_view(), name="logout"),
]
