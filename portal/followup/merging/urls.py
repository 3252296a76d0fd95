"""Addresses of this theme."""

from django.urls import URLPattern, path

from portal.followup.merging.views import case, waiting

_CASE = "suivi/dossiers/<int:pk>"
urlpatterns: list[URLPattern] = [
    path(f"{_CASE}/fusion/", case.FindView.as_view(), name="merge_find"),
    path(f"{_CASE}/fusion/<int:other>/", case.CompareView.as_view(), name="merge_compare"),
    path(f"{_CASE}/fusions/<int:merged>/", case.HistoryView.as_view(), name="merge_history"),
    path("suivi/fusions/", waiting.MergesView.as_view(), name="merges"),
    path("suivi/fusions/<int:pk>/", waiting.MergeView.as_view(), name="merge"),
    path("suivi/fusions/<int:pk>/accord/", waiting.AgreeView.as_view(), name="merge_agree"),
    path("suivi/fusions/<int:pk>/retirer/", waiting.WithdrawView.as_view(), name="merge_withdraw"),
]
