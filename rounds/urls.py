"""Addresses of this room."""

from django.urls import path

from rounds import views

urlpatterns = [
    path("kernen/<slug:slug>/rondje/", views.round_page, name="round_page"),
    path("kernen/<slug:slug>/rondje/bewaren.js", views.round_worker, name="round_worker"),
    path("kernen/<slug:slug>/rondje/insturen/", views.round_send, name="round_send"),
    path("kernen/<slug:slug>/rondje/uitwerken/", views.note_list, name="note_list"),
    path("kernen/<slug:slug>/rondje/uitwerken/<int:pk>/bevestigen/", views.note_confirm, name="note_confirm"),
    path("kernen/<slug:slug>/rondje/uitwerken/<int:pk>/weg/", views.note_dismiss, name="note_dismiss"),
    path(
        "kernen/<slug:slug>/rondje/uitwerken/<int:pk>/terug/", views.note_bring_back, name="note_bring_back"
    ),
    path("kernen/<slug:slug>/taken/", views.task_list, name="task_list"),
    path("kernen/<slug:slug>/taken/kort/", views.task_short, name="task_short"),
    path("kernen/<slug:slug>/taken/<int:pk>/klaar/", views.task_done, name="task_done"),
]
