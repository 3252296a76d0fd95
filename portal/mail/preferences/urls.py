"""Addresses of the preferences: by a link of a message, and of one's account."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path

from portal.mail.preferences import views

public = [
    path(
        "courriels/lien/",
        login_not_required(views.AskLinkView.as_view()),
        name="mail_preferences_link",
    ),
    path("courriels/arret/<str:token>/", views.StopView.as_view(), name="mail_stop"),
    path("courriels/<str:token>/", views.PreferencesView.as_view(), name="mail_preferences"),
]
private = [
    path("compte/courriels/", views.OwnPreferencesView.as_view(), name="own_mail_preferences"),
    path("compte/courriels/reessayer/", views.TryAgainView.as_view(), name="try_address_again"),
]
