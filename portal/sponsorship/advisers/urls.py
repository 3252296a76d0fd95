"""Address of the choice."""

from django.urls import URLPattern, path

from portal.sponsorship.advisers.views import ToldView

private: list[URLPattern] = [
    path("parrainage/demande/conseiller/", ToldView.as_view(), name="adviser_told"),
]
