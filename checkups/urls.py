"""Addresses of this room."""

from django.urls import path

from checkups import views

ONE = "initiatieven/<slug:slug>/apk"

urlpatterns = [
    path("kernen/<slug:slug>/apk/", views.checkup_list, name="checkup_list"),
    path("kernen/<slug:slug>/apk/instellingen/", views.checkup_settings, name="checkup_settings"),
    path(f"{ONE}/", views.checkup_initiative, name="checkup_initiative"),
    path(f"{ONE}/invullen/", views.checkup_fill, name="checkup_fill"),
    path(f"{ONE}/papier/", views.checkup_paper, name="checkup_paper"),
    path(f"{ONE}/wanneer/", views.checkup_plan, name="checkup_plan"),
    path(f"{ONE}/geschiedenis/", views.checkup_history, name="checkup_history"),
    path(f"{ONE}/steun/nieuw/", views.support_add, name="support_add"),
    path(f"{ONE}/steun/<int:pk>/", views.support_edit, name="support_edit"),
    path(f"{ONE}/steun/<int:pk>/klaar/", views.support_done, name="support_done"),
    path(f"{ONE}/<int:pk>/", views.checkup_edit, name="checkup_edit"),
    path("apk/", views.checkup_open, name="checkup_open"),
    path("apk/niet-nu/", views.checkup_later, name="checkup_later"),
    path("apk/dank/", views.checkup_thanks, name="checkup_thanks"),
    path("apk/nieuw/", views.checkup_again, name="checkup_again"),
]
