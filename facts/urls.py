"""Addresses of this room."""

from django.urls import path

from facts import views

urlpatterns = [
    path("kernen/<slug:slug>/feiten/", views.fact_list, name="fact_list"),
    path("kernen/<slug:slug>/feiten/nieuw/", views.fact_add, name="fact_add"),
    path("feiten/<int:pk>/bewerken/", views.fact_edit, name="fact_edit"),
    path("feiten/<int:pk>/beeindigen/", views.fact_end, name="fact_end"),
    path("feiten/<int:pk>/geschiedenis/", views.fact_history, name="fact_history"),
]
