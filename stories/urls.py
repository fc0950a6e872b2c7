"""Addresses of this room."""

from django.urls import path

from stories import views

urlpatterns = [
    path("kernen/<slug:slug>/verhalen/", views.story_list, name="story_list"),
    path("kernen/<slug:slug>/verhalen/nieuw/", views.story_add, name="story_add"),
    path("kernen/<slug:slug>/verhalen/boekje/", views.booklet, name="booklet"),
    path("kernen/<slug:slug>/verhalen/boekje/samenstellen/", views.booklet_order, name="booklet_order"),
    path("verhalen/<slug:slug>/", views.story_detail, name="story_detail"),
    path("verhalen/<slug:slug>/bewerken/", views.story_edit, name="story_edit"),
    path("verhalen/<slug:slug>/toestemming/", views.story_consent, name="story_consent"),
    path("verhalen/<slug:slug>/intrekken/", views.story_withdraw, name="story_withdraw"),
    path("verhalen/<slug:slug>/geschiedenis/", views.story_history, name="story_history"),
    path("verhalen/<slug:slug>/beeld/<uuid:key>/", views.story_picture, name="story_picture"),
]
