"""Addresses of sponsorship. Public and private patterns are two lists, theme by theme."""

from django.urls import URLPattern, URLResolver, path

from portal.sponsorship.advisers import urls as advisers
from portal.sponsorship.certificates import urls as certificates
from portal.sponsorship.commitments import urls as commitments
from portal.sponsorship.dashboard import urls as dashboard
from portal.sponsorship.pairing import urls as pairing
from portal.sponsorship.pairs import urls as pairs
from portal.sponsorship.requests import urls as requests
from portal.sponsorship.sponsors import urls as sponsors
from portal.sponsorship.views import CoordinationView

app_name = "sponsorship"

public: list[URLPattern | URLResolver] = [
    *sponsors.public,
    *certificates.public,
    *commitments.public,
]
private: list[URLPattern | URLResolver] = [
    path("parrainage/coordination/", CoordinationView.as_view(), name="coordination"),
    *sponsors.private,
    *requests.private,
    *advisers.private,
    *certificates.private,
    *pairing.private,
    *pairs.private,
    *dashboard.private,
    *commitments.private,
]
urlpatterns = [*public, *private]
