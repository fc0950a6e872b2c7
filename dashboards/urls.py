"""Addresses of this room."""

from django.urls import path

from dashboards import views

urlpatterns = [
    path("", views.home, name="home"),
    path("start/", views.my_start, name="my_start"),
    path("kernen/<slug:slug>/start/", views.start, name="start"),
    path("kernen/<slug:slug>/delen-met-gemeente/", views.sharing, name="sharing"),
    path("gemeenten/<name:name>/", views.municipality, name="municipality"),
    path("gemeenten/<name:name>/overzicht.csv", views.municipality_csv, name="municipality_csv"),
    path("gemeenten/<name:name>/kernen/<slug:slug>/", views.municipal_kern, name="municipal_kern"),
    path("mijn-wijkweb/", views.my_wijkweb, name="my_wijkweb"),
    path("over/", views.about, name="about"),
    path("kernen/", views.kern_list, name="kern_list"),
    path("kernen/<slug:slug>/", views.kern_detail, name="kern_detail"),
    path("partners/<slug:slug>/", views.partner_detail, name="partner_detail"),
    path("partners/<slug:slug>/geschiedenis/", views.partner_history, name="partner_history"),
    path("initiatieven/<slug:slug>/geschiedenis/", views.initiative_history, name="initiative_history"),
    path("relaties/<int:pk>/geschiedenis/", views.relation_history, name="relation_history"),
    path("deelnames/<int:pk>/geschiedenis/", views.participation_history, name="participation_history"),
]
