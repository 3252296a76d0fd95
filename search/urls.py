"""Addresses of the public screens, before the page tree's catch-all."""

from django.urls import include, path

from search.ad_reports.views import ReportView, report_thanks
from search.screens import views
from search.site_pages.views import pages
from snippets.shared_pages import shared_page

app_name = "search"

urlpatterns = [
    path("api/v1/", include("search.api.urls")),
    path("", include("search.feeds.urls")),
    path("offres/", shared_page(views.results), name="results"),
    path("offres/communes/", views.communes, name="communes"),
    path("offres/metiers/", views.occupations, name="occupations"),
    path("offres/<int:pk>/signaler/", ReportView.as_view(), name="report"),
    path("offres/<int:pk>/qr.svg", views.qr, name="qr"),
    path("sessions/", shared_page(views.agenda), name="agenda"),
    path("benevolat/", views.volunteering, name="volunteering"),
    path("signalement/merci/", report_thanks, name="report_thanks"),
    path("organisations/<slug:slug>/", shared_page(views.organisation), name="organisation"),
    path("recherche/", shared_page(pages), name="pages"),
    path("mentions-legales/", shared_page(views.legal), name="legal"),
    path("accessibilite/", shared_page(views.accessibility), name="accessibility"),
    path("robots.txt", views.robots, name="robots"),
]
