"""Addresses of this room."""

from django.urls import path

from wishes import views

urlpatterns = [
    path("kernen/<slug:slug>/wensboom/", views.wish_tree, name="wish_tree"),
    path("kernen/<slug:slug>/wensboom/gehangen/", views.wish_hung, name="wish_hung"),
    path("kernen/<slug:slug>/wensboom/openzetten/", views.wish_open, name="wish_open"),
    path("kernen/<slug:slug>/wensen/", views.wish_list, name="wish_list"),
    path("wensen/helpen/bevestigen/", views.wish_help_confirm, name="wish_help_confirm"),
    path("wensen/helpen/stoppen/", views.wish_help_stop, name="wish_help_stop"),
    path("wensen/helpen/gelukt/", views.wish_help_done, name="wish_help_done"),
    path("wensen/mijn-wens/", views.wish_mine, name="wish_mine"),
    path("wensen/mijn-wens/klaar/", views.wish_mine_done, name="wish_mine_done"),
    path("wensen/<uuid:key>/", views.wish_detail, name="wish_detail"),
    path("wensen/<uuid:key>/helpen/", views.wish_help, name="wish_help"),
    path("wensen/<uuid:key>/besluit/", views.wish_decide, name="wish_decide"),
    path("wensen/<uuid:key>/antwoord/", views.wish_answer, name="wish_answer"),
    path("wensen/<uuid:key>/initiatief/", views.wish_make, name="wish_make"),
    path("wensen/<uuid:key>/bericht/", views.wish_write, name="wish_write"),
    path("wensen/<uuid:key>/wissen/", views.wish_erase, name="wish_erase"),
]
