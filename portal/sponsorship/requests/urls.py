"""Addresses of requests: the person's, who helps, the coordinator's waiting list."""

from django.urls import URLPattern, path

from portal.sponsorship.requests.views import coordinating, helping, own

_ROOT = "parrainage"
_COORDINATION = f"{_ROOT}/coordination/demandes"

private: list[URLPattern] = [
    path(f"{_ROOT}/demander/", own.AskView.as_view(), name="ask"),
    path(f"{_ROOT}/demander/pour-quelqu-un/", helping.AskForView.as_view(), name="ask_for"),
    path(f"{_ROOT}/demandes/", helping.AskedForView.as_view(), name="asked_for"),
    path(f"{_ROOT}/demande/", own.OwnRequestView.as_view(), name="own_request"),
    path(f"{_ROOT}/demande/retirer/", own.WithdrawView.as_view(), name="withdraw"),
    path(f"{_COORDINATION}/", coordinating.WaitingView.as_view(), name="requests"),
    path(f"{_COORDINATION}/<int:pk>/", coordinating.RequestView.as_view(), name="request"),
    path(
        f"{_COORDINATION}/<int:pk>/classer/",
        coordinating.CloseView.as_view(),
        name="request_close",
    ),
]
