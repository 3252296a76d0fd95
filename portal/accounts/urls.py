"""Addresses of accounts. Public and private patterns are two lists."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path

from portal.accounts import views
from portal.accounts.mail_journal import urls as mail_journal
from portal.accounts.mail_preferences import urls as mail_preferences

public = [
    path(
        "invitation/<str:token>/",
        login_not_required(views.InvitationView.as_view()),
        name="invitation",
    ),
    *mail_preferences.public,
]
private = [
    path("bienvenue/", views.WelcomeView.as_view(), name="welcome"),
    *mail_preferences.private,
    *mail_journal.private,
]
urlpatterns = [*public, *private]
