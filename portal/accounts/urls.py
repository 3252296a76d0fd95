"""Addresses of accounts."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path

from portal.accounts import views

app_name = "accounts"
urlpatterns = [
    path(
        "invitation/<str:token>/",
        login_not_required(views.InvitationView.as_view()),
        name="invitation",
    ),
]
