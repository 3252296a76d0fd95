"""Addresses of accounts. Public and private patterns are two lists."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path

from portal.accounts import views

public = [
    path(
        "invitation/<str:token>/",
        login_not_required(views.InvitationView.as_view()),
        name="invitation",
    ),
]
private = [
    path("bienvenue/", views.WelcomeView.as_view(), name="welcome"),
]
urlpatterns = [*public, *private]
