"""Addresses of the API below `/api/v1/`; their names are in the namespace `search`."""

from django.urls import path

from search.api import reference, sessions, views

urlpatterns = [
    path("opportunities/", views.OpportunitiesView.as_view(), name="opportunities"),
    path(
        "opportunities.geojson",
        views.OpportunityFeaturesView.as_view(),
        name="opportunity_features",
    ),
    path("opportunities/<int:pk>/", views.OpportunityView.as_view(), name="opportunity"),
    path("sessions/", sessions.SessionsView.as_view(), name="api_sessions"),
    path("clusters/", views.ClustersView.as_view(), name="clusters"),
    path("communes/", reference.CommunesView.as_view(), name="api_communes"),
    path("occupations/", reference.OccupationsView.as_view(), name="api_occupations"),
    path("organisations/", reference.OrganisationsView.as_view(), name="api_organisations"),
    path(
        "organisations/<slug:key>/",
        reference.OrganisationView.as_view(),
        name="api_organisation",
    ),
]
