"""Addresses of this theme."""

from django.urls import path

from portal.followup.suggestions.views import answering, case

_OFFERS = "suivi/dossiers/<int:pk>/offres"
urlpatterns = [
    path(f"{_OFFERS}/", case.SuggestionsView.as_view(), name="suggestions"),
    path(f"{_OFFERS}/proposer/", case.ProposeView.as_view(), name="suggestion_send"),
    path(
        f"{_OFFERS}/<int:suggestion>/feuille.pdf",
        case.SheetView.as_view(),
        name="suggestion_sheet",
    ),
    path(
        f"{_OFFERS}/<int:page_id>/postuler/",
        answering.ApplyView.as_view(),
        name="suggestion_apply",
    ),
    path(
        f"{_OFFERS}/<int:page_id>/inscrire/",
        answering.RegisterView.as_view(),
        name="suggestion_register",
    ),
]
