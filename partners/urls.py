"""Addresses of this room."""

from django.urls import path

from partners.views import adding, editing, identity, similar, tying

urlpatterns = [
    path("kernen/<slug:slug>/lijkt-op/", similar.similar_list, name="similar_list"),
    path("kernen/<slug:slug>/partners/nieuw/", adding.partner_add, name="partner_add"),
    path("partners/<slug:slug>/bewerken/", editing.partner_edit, name="partner_edit"),
    path("partners/<slug:slug>/gestopt/", editing.partner_end, name="partner_end"),
    path("partners/<slug:slug>/betrokkenheid/", editing.partner_involvement, name="partner_involvement"),
    path("partners/<slug:slug>/identiteit/", identity.partner_identity, name="partner_identity"),
    path("partners/<slug:slug>/relaties/nieuw/", tying.relation_add, name="relation_add"),
    path("relaties/<int:pk>/bewerken/", tying.relation_edit, name="relation_edit"),
    path("relaties/<int:pk>/beeindigen/", tying.relation_end, name="relation_end"),
]
