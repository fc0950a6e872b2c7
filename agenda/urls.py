"""Addresses of this room."""

from django.urls import path

from agenda import views

urlpatterns = [
    path("kernen/<slug:slug>/agenda/", views.agenda, name="agenda"),
    path("kernen/<slug:slug>/agenda/prikbord/", views.agenda_poster, name="agenda_poster"),
    path("kernen/<slug:slug>/agenda/nieuw/", views.activity_add, name="activity_add"),
    path("kernen/<slug:slug>/agenda/botsingen/", views.activity_clashes, name="activity_clashes"),
    path("kernen/<slug:slug>/agenda/agendas/", views.calendar_list, name="calendar_list"),
    path("kernen/<slug:slug>/agenda/agendas/<int:pk>/", views.calendar_edit, name="calendar_edit"),
    path("kernen/<slug:slug>/agenda/agendas/<int:pk>/lezen/", views.calendar_read, name="calendar_read"),
    path("kernen/<slug:slug>/agenda/agendas/<int:pk>/weg/", views.calendar_remove, name="calendar_remove"),
    path("kernen/<slug:slug>/agenda/abonneren/", views.agenda_subscribe, name="agenda_subscribe"),
    path("kernen/<slug:slug>/agenda.ics", views.agenda_feed, name="agenda_feed"),
    path("kernen/<slug:slug>/agenda/<slug:domain>.ics", views.domain_feed, name="domain_feed"),
    path("partners/<slug:slug>/agenda.ics", views.partner_feed, name="partner_feed"),
    path("activiteiten/<slug:slug>/agenda.ics", views.activity_feed, name="activity_feed"),
    path("activiteiten/<slug:slug>/", views.activity_detail, name="activity_detail"),
    path("activiteiten/<slug:slug>/bewerken/", views.activity_edit, name="activity_edit"),
    path("activiteiten/<slug:slug>/afgelasten/", views.activity_cancel, name="activity_cancel"),
    path("activiteiten/<slug:slug>/gaat-toch-door/", views.activity_restore, name="activity_restore"),
    path("activiteiten/<slug:slug>/opkomst/", views.activity_attendance, name="activity_attendance"),
    path("activiteiten/<slug:slug>/samen/", views.activity_combine, name="activity_combine"),
    path("activiteiten/<slug:slug>/geschiedenis/", views.activity_history, name="activity_history"),
]
