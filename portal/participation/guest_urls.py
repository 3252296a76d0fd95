"""Addresses of guests' own data, and of those who join an account."""

from django.urls import path

from portal.participation.views import joining, my_data

_DATA = "mes-donnees/<str:token>/"
_YOU = "mon-espace/est-ce-vous/"
public = [
    path("mes-donnees/", my_data.AskView.as_view(), name="my_data_ask"),
    path("mes-donnees/demande/", my_data.asked, name="my_data_asked"),
    path(_DATA, my_data.MyDataView.as_view(), name="my_data"),
    path(f"{_DATA}json/", my_data.ExportView.as_view(), name="my_data_export"),
    path(f"{_DATA}effacer/", my_data.EraseView.as_view(), name="my_data_erase"),
    path(f"{_DATA}accords/<int:pk>/", my_data.WithdrawView.as_view(), name="my_data_withdraw"),
]
private = [
    path(_YOU, joining.ProposedView.as_view(), name="is_it_you"),
    path(f"{_YOU}<int:pk>/oui/", joining.JoinView.as_view(), name="join_guest"),
    path(f"{_YOU}<int:pk>/non/", joining.SomebodyElseView.as_view(), name="not_this_guest"),
]
