"""Addresses of the door. Public and private patterns are two lists."""

from django.urls import path

from portal.recruitment.checkin import shell, views

public = [
    path("pointage/", shell.shell, name="checkin"),
    path("pointage/sw.js", shell.worker, name="checkin_worker"),
]
private = [
    path("pointage/connexion/", views.SignInView.as_view(), name="checkin_sign_in"),
    path("pointage/jeton.json", views.TokenView.as_view(), name="checkin_token"),
    path("pointage/sessions.json", views.SessionsView.as_view(), name="checkin_sessions"),
    path("pointage/<int:pk>/liste.json", views.ListView.as_view(), name="checkin_list"),
    path("pointage/<int:pk>/compteur.json", views.CounterView.as_view(), name="checkin_counter"),
    path("pointage/<int:pk>/noms.json", views.NamesView.as_view(), name="checkin_names"),
    path(
        "pointage/<int:pk>/noms-hors-ligne.json",
        views.OfflineNamesView.as_view(),
        name="checkin_offline_names",
    ),
    path("pointage/<int:pk>/pointages.json", views.ScansView.as_view(), name="checkin_scans"),
    path("pointage/<int:pk>/reprise.json", views.TakeBackView.as_view(), name="checkin_undo"),
]
