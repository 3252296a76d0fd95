"""Addresses of sponsorship. Public and private patterns are two lists, theme by theme."""

from django.urls import URLPattern, URLResolver, path

from portal.sponsorship.commitments import urls as commitments
from portal.sponsorship.pairing import urls as pairing
from portal.sponsorship.pairs import urls as pairs
from portal.sponsorship.requests import urls as requests
from portal.sponsorship.sponsors import urls as sponsors
from portal.sponsorship.views import CoordinationView

app_name = "sponsorship"

public: list[URLPattern | URLResolver] = [*sponsors.public, *commitments.public]
private: list[URLPattern | URLResolver] = [
    path("parrainage/coordination/", CoordinationView.as_view(), name="coordination"),
    *sponsors.private,
    *requests.private,
    *pairing.private,
    *pairs.private,
    *commitments.private,
]
urlpatterns = [*public, *private]
