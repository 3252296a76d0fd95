"""Addresses of the API below `/api/v1/`; their names are in the namespace `search`."""

from django.urls import path

from search.api import views

urlpatterns = [
    path("opportunities/", views.OpportunitiesView.as_view(), name="opportunities"),
    path("opportunities/<int:pk>/", views.OpportunityView.as_view(), name="opportunity"),
    path("clusters/", views.ClustersView.as_view(), name="clusters"),
    path("communes/", views.CommunesView.as_view(), name="api_communes"),
]
