"""Addresses of this room."""

from django.urls import path

from sharing import views

KERN = "kernen/<slug:slug>/delen/"

urlpatterns = [
    path(KERN, views.sharing_list, name="sharing_list"),
    path(f"{KERN}nieuw/", views.sharing_add, name="sharing_add"),
    path(f"{KERN}gevraagd/", views.sharing_asked, name="sharing_asked"),
    path(f"{KERN}afspraken/", views.loan_list, name="loan_list"),
    path(f"{KERN}afspraken/<int:pk>/", views.loan_detail, name="loan_detail"),
    path(f"{KERN}zelf/", views.posting_add, name="posting_add"),
    path(f"{KERN}zelf/verstuurd/", views.posting_sent, name="posting_sent"),
    path(f"{KERN}briefjes/<uuid:key>/", views.posting_detail, name="posting_detail"),
    path(f"{KERN}<slug:offer>/", views.sharing_detail, name="sharing_detail"),
    path(f"{KERN}<slug:offer>/bewerken/", views.sharing_edit, name="sharing_edit"),
    path(f"{KERN}<slug:offer>/stoppen/", views.sharing_end, name="sharing_end"),
    path(f"{KERN}<slug:offer>/vragen/", views.sharing_ask, name="sharing_ask"),
    path("delen/bevestigen/", views.loan_confirm, name="loan_confirm"),
    path("delen/afspraak/", views.loan_side, name="loan_side"),
    path("delen/briefje-bevestigen/", views.posting_confirm, name="posting_confirm"),
    path("delen/briefje/", views.posting_own, name="posting_own"),
    path("delen/briefje/gegevens/", views.posting_data, name="posting_data"),
    path("delen/briefje/gewist/", views.posting_gone, name="posting_gone"),
    path("delen/nieuwe-link/", views.loan_again, name="loan_again"),
]
