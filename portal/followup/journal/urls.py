"""Addresses of this theme."""

from django.urls import path

from portal.followup.journal import draft_views, views

_CASE = "suivi/dossiers/<int:pk>/journal"
_DRAFTS = "suivi/brouillons"
urlpatterns = [
    path(f"{_CASE}/", views.JournalView.as_view(), name="journal"),
    path(
        f"{_CASE}/confidentielles/",
        views.ConfidentialView.as_view(),
        name="confidential_notes",
    ),
    path(f"{_CASE}/ecrire/", views.WriteView.as_view(), name="note_write"),
    path(f"{_CASE}/<int:note>/modifier/", views.EditView.as_view(), name="note_edit"),
    path(f"{_CASE}/<int:note>/versions/", views.HistoryView.as_view(), name="note_history"),
    path(f"{_DRAFTS}/", draft_views.DraftsView.as_view(), name="drafts"),
    path(f"{_DRAFTS}/enregistrer/", draft_views.SaveView.as_view(), name="draft"),
    path(f"{_DRAFTS}/<int:draft>/lire/", draft_views.ShowView.as_view(), name="draft_show"),
    path(f"{_DRAFTS}/<int:draft>/effacer/", draft_views.DropView.as_view(), name="draft_drop"),
]
