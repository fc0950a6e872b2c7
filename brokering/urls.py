"""Addresses of this room."""

from django.urls import path

from brokering import views

urlpatterns = [
    path("kernen/<slug:slug>/lijntjes/", views.introduction_list, name="introduction_list"),
    path("kernen/<slug:slug>/lijntjes/kort/", views.introduction_slot, name="introduction_slot"),
    path("kernen/<slug:slug>/lijntjes/nieuw/", views.introduction_decide, name="introduction_decide"),
    path("kernen/<slug:slug>/lijntjes/toestemming/", views.introduction_consent, name="introduction_consent"),
    path("kernen/<slug:slug>/lijntjes/<int:pk>/", views.introduction_step, name="introduction_step"),
]
