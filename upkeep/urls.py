"""Addresses of this room."""

from django.urls import path

from upkeep import views

urlpatterns = [
    path("kernen/<slug:slug>/bijhouden/", views.upkeep, name="upkeep"),
    path("kernen/<slug:slug>/bijhouden/stand/", views.upkeep_slot, name="upkeep_slot"),
    path("kernen/<slug:slug>/bijhouden/vragen/", views.upkeep_ask_all, name="upkeep_ask_all"),
    path("kernen/<slug:slug>/bijhouden/instellingen/", views.upkeep_settings, name="upkeep_settings"),
    path("kernen/<slug:slug>/bijhouden/personen/", views.upkeep_persons, name="upkeep_persons"),
    path("bericht/", views.person_notice, name="person_notice"),
    path("bericht/nieuw/", views.person_notice_again, name="person_notice_again"),
    path("kernen/<slug:slug>/meldingen/", views.upkeep_reports, name="upkeep_reports"),
    path("kernen/<slug:slug>/meldingen/stand/", views.upkeep_reports_slot, name="upkeep_reports_slot"),
    path("partners/<slug:slug>/vragen/", views.upkeep_ask, name="upkeep_ask"),
    path("bijwerken/", views.update_card, name="update_card"),
    path("bijwerken/aanpassen/", views.update_change, name="update_change"),
    path("bijwerken/samenwerken/", views.update_ties, name="update_ties"),
    path("bijwerken/dank/", views.update_thanks, name="update_thanks"),
    path("bijwerken/nieuw/", views.update_again, name="update_again"),
    path("partners/<slug:slug>/samenvoegen/", views.partner_merge_with, name="partner_merge_with"),
    path("partners/<slug:slug>/samenvoegen/<slug:other>/", views.partner_merge, name="partner_merge"),
]
