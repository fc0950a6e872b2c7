"""Addresses of this room."""

from django.urls import path

from ladder import views

urlpatterns = [
    path("kernen/<slug:slug>/ladder/", views.ladder, name="ladder"),
    path("kernen/<slug:slug>/ladder/nieuw/", views.assessment_add, name="assessment_add"),
    path("kernen/<slug:slug>/ladder/voorbereiden/", views.ladder_prepare, name="ladder_prepare"),
    path("kernen/<slug:slug>/ladder/stappen/<int:number>/", views.step_edit, name="step_edit"),
    path(
        "kernen/<slug:slug>/ladder/stappen/<int:number>/terugnemen/",
        views.step_withdraw,
        name="step_withdraw",
    ),
    path("kernen/<slug:slug>/lagen/", views.kern_layers, name="kern_layers"),
    path("beoordelingen/<int:pk>/", views.assessment_detail, name="assessment_detail"),
    path("beoordelingen/<int:pk>/bewerken/", views.assessment_edit, name="assessment_edit"),
    path("beoordelingen/<int:pk>/geschiedenis/", views.assessment_history, name="assessment_history"),
    path("beoordelingen/<int:pk>/terugnemen/", views.assessment_withdraw, name="assessment_withdraw"),
    path("initiatieven/<slug:slug>/lagen/", views.initiative_layers, name="initiative_layers"),
]
