"""Addresses of this theme."""

from django.urls import URLPattern, path

from portal.followup.orientation.views import deciding, pathway, referents, requests

_CASE = "suivi/dossiers/<int:pk>"
_ORIENTATION = f"{_CASE}/orientations/<int:orientation>"

urlpatterns: list[URLPattern] = [
    path("suivi/orientation/", requests.OfficerView.as_view(), name="requests"),
    path("suivi/mes-demandes/", requests.OwnRequestsView.as_view(), name="own_requests"),
    path(f"{_CASE}/parcours/", pathway.PathwayView.as_view(), name="pathway"),
    path(f"{_CASE}/orienter/", deciding.OrientView.as_view(), name="orient"),
    path(
        f"{_CASE}/orienter/france-travail/",
        deciding.FranceTravailView.as_view(),
        name="orient_france_travail",
    ),
    path(f"{_ORIENTATION}/corriger/", deciding.CorrectView.as_view(), name="correct_orientation"),
    path(f"{_ORIENTATION}/notifier/", deciding.NotifyView.as_view(), name="notify"),
    path(f"{_ORIENTATION}/courrier.pdf", deciding.LetterView.as_view(), name="orientation_letter"),
    path(f"{_CASE}/referent/", referents.AssignView.as_view(), name="assign"),
    path(f"{_CASE}/demande/", requests.ChooseRequestView.as_view(), name="request"),
    path(f"{_CASE}/demande/<slug:kind>/", requests.RequestView.as_view(), name="request_write"),
    path(
        f"{_CASE}/demandes/<int:asked>/retirer/",
        requests.WithdrawRequestView.as_view(),
        name="withdraw_request",
    ),
    path(f"{_CASE}/demandes/<int:asked>/", requests.AnswerView.as_view(), name="answer_request"),
    path(f"{_CASE}/sortie/", deciding.ExitView.as_view(), name="exit"),
    path(f"{_CASE}/sortie/annuler/", deciding.TakeBackView.as_view(), name="take_back_exit"),
]
