"""Addresses of the feeds."""

from django.urls import path

from search.feeds import embed, sitemaps, views

urlpatterns = [
    path("offres/flux.rss", views.rss, name="rss"),
    path("sessions/agenda.ics", views.agenda, name="agenda_ics"),
    path("sessions/<int:pk>/session.ics", views.session, name="session_ics"),
    path("integration/", embed.explained, name="embed_help"),
    path("integration/offres/", embed.embedded, name="embed"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-<slug:name>.xml", sitemaps.section, name="sitemap_section"),
]
