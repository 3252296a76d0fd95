"""Addresses of this theme."""

from django.urls import path

from portal.followup.documents import views

_CASE = "suivi/dossiers/<int:pk>/documents"
urlpatterns = [
    path(f"{_CASE}/", views.DocumentsView.as_view(), name="documents"),
    path(f"{_CASE}/ajouter/", views.AddView.as_view(), name="document_add"),
    path(f"{_CASE}/<int:document>/", views.OpenView.as_view(), name="document"),
    path(f"{_CASE}/<int:document>/retirer/", views.RemoveView.as_view(), name="document_remove"),
]
