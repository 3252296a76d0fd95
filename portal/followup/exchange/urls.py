"""Addresses of this theme."""

from django.urls import URLPattern, path, re_path

from portal.followup.exchange import views

urlpatterns: list[URLPattern] = [
    path("suivi/transmissions/", views.ExchangeView.as_view(), name="exchange"),
    path("suivi/transmissions/rendez-vous.csv", views.FileView.as_view(), name="exchange_file"),
    path("suivi/transmissions/envoyer/", views.SendView.as_view(), name="exchange_send"),
    path("suivi/chiffres-orientation/", views.FiguresView.as_view(), name="figures"),
    re_path(
        r"^suivi/chiffres-orientation/orientation\.(?P<extension>csv|xlsx)$",
        views.FiguresFileView.as_view(),
        name="figures_file",
    ),
]
