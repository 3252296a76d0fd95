"""Addresses of this theme."""

from django.urls import URLPattern, path, re_path

from portal.followup.exchange import views

urlpatterns: list[URLPattern] = [
    path("suivi/transmissions/", views.ExchangeView.as_view(), name="exchange"),
    path("suivi/transmissions/rendez-vous.csv", views.FileView.as_view(), name="exchange_file"),
    path("suivi/transmissions/envoyer/", views.SendView.as_view(), name="exchange_send"),
    re_path(
        r"^suivi/transmissions/orientation\.(?P<extension>csv|xlsx)$",
        views.FiguresView.as_view(),
        name="exchange_figures",
    ),
]
