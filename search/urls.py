"""Addresses of the public screens, before the page tree's catch-all."""

from django.urls import include, path

from search.ad_reports.views import ReportView, report_thanks
from search.screens import views
from search.site_pages.views import pages

app_name = "search"

urlpatterns = [
    path("api/v1/", include("search.api.urls")),
    path("", include("search.feeds.urls")),
    path("offres/", views.results, name="results"),
    path("offres/communes/", views.communes, name="communes"),
    path("offres/metiers/", views.occupations, name="occupations"),
    path("offres/<int:pk>/signaler/", ReportView.as_view(), name="report"),
    path("offres/<int:pk>/qr.svg", views.qr, name="qr"),
    path("sessions/", views.agenda, name="agenda"),
    path("benevolat/", views.volunteering, name="volunteering"),
    path("signalement/merci/", report_thanks, name="report_thanks"),
    path("organisations/<slug:slug>/", views.organisation, name="organisation"),
    path("recherche/", pages, name="pages"),
    path("mentions-legales/", views.legal, name="legal"),
    path("accessibilite/", views.accessibility, name="accessibility"),
    path("robots.txt", views.robots, name="robots"),
]
