"""Addresses of accounts. Public and private patterns are two lists."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path

from portal.accounts import views
from portal.accounts.personal_data import urls as personal_data

public = [
    path(
        "invitation/<str:token>/",
        login_not_required(views.InvitationView.as_view()),
        name="invitation",
    ),
    *personal_data.public,
]
private = [
    path("bienvenue/", views.WelcomeView.as_view(), name="welcome"),
    *personal_data.private,
]
urlpatterns = [*public, *private]
