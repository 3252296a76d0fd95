"""Addresses of outcomes: opened by links, without an account."""

from django.urls import path

from portal.participation.views import outcomes

public = [
    path("suite/<str:token>/", outcomes.OwnOutcomeView.as_view(), name="outcome"),
    path("suites/<str:token>/", outcomes.OrganisationOutcomesView.as_view(), name="outcomes"),
]
