"""Addresses of this room."""

from django.urls import path

from residents import views

ONE = "kernen/<slug:slug>/aanmeldingen/<uuid:key>"

urlpatterns = [
    path("initiatief-aanmelden/", views.register_initiative, name="register_initiative"),
    path("initiatief-aanmelden/verstuurd/", views.register_sent, name="register_sent"),
    path("initiatief-aanmelden/bevestigen/", views.register_confirm, name="register_confirm"),
    path("initiatief-aanmelden/gelukt/", views.register_confirmed, name="register_confirmed"),
    path("initiatief-aanmelden/weggehaald/", views.register_removed, name="register_removed"),
    path("mijn-initiatief/", views.resident_ask, name="resident_ask"),
    path("mijn-initiatief/openen/", views.resident_open, name="resident_open"),
    path("mijn-initiatief/loopt/", views.resident_alive, name="resident_alive"),
    path("mijn-initiatief/loopt/dank/", views.resident_alive_thanks, name="resident_alive_thanks"),
    path("mijn-initiatief/overzicht/", views.resident_home, name="resident_home"),
    path("mijn-initiatief/aanpassen/", views.resident_edit, name="resident_edit"),
    path("mijn-initiatief/toestemming/", views.resident_consent, name="resident_consent"),
    path("mijn-initiatief/pauzeren/", views.resident_pause, name="resident_pause"),
    path("mijn-initiatief/begonnen/", views.resident_begun, name="resident_begun"),
    path("mijn-initiatief/verder/", views.resident_go_on, name="resident_go_on"),
    path("mijn-initiatief/stoppen/", views.resident_stop, name="resident_stop"),
    path("mijn-initiatief/overdragen/", views.resident_hand_over, name="resident_hand_over"),
    path("mijn-initiatief/gegevens/", views.resident_data, name="resident_data"),
    path("mijn-initiatief/intrekken/", views.resident_withdraw, name="resident_withdraw"),
    path("mijn-initiatief/wissen/", views.resident_erase, name="resident_erase"),
    path("mijn-initiatief/gewist/", views.resident_gone, name="resident_gone"),
    path("mijn-initiatief/sluiten/", views.resident_close, name="resident_close"),
    path("mijn-initiatief/antwoord/", views.resident_answer, name="resident_answer"),
    path("mijn-initiatief/beantwoord/", views.resident_answered, name="resident_answered"),
    path("mijn-initiatief/schrijven/", views.resident_write, name="resident_write"),
    path("meedoen/", views.invitation_answer, name="invitation_answer"),
    path("meedoen/dank/", views.invitation_thanks, name="invitation_thanks"),
    path("initiatieven/<slug:slug>/inwoner/", views.initiative_resident, name="initiative_resident"),
    path("initiatieven/<slug:slug>/bericht/", views.initiative_contact, name="initiative_contact"),
    path("initiatieven/<slug:slug>/levensloop/", views.initiative_life, name="initiative_life"),
    path("initiatieven/<slug:slug>/stap/<slug:phase>/", views.initiative_step, name="initiative_step"),
    path("initiatieven/<slug:slug>/overdragen/", views.initiative_hand_over, name="initiative_hand_over"),
    path("kernen/<slug:slug>/kijk-hier-eens-naar/", views.look_here, name="look_here"),
    path("kernen/<slug:slug>/kijk-hier-eens-naar/stand/", views.look_here_slot, name="look_here_slot"),
    path("kernen/<slug:slug>/aanmeldingen/", views.registration_list, name="registration_list"),
    path(f"{ONE}/", views.registration_detail, name="registration_detail"),
    path(f"{ONE}/wie/", views.registration_who, name="registration_who"),
    path(f"{ONE}/plaatsen/", views.registration_publish, name="registration_publish"),
    path(f"{ONE}/vragen/", views.registration_ask, name="registration_ask"),
    path(f"{ONE}/beantwoord/", views.registration_answered, name="registration_answered"),
    path(f"{ONE}/afwijzen/", views.registration_decline, name="registration_decline"),
    path(f"{ONE}/uitnodigen/", views.registration_invite, name="registration_invite"),
]
