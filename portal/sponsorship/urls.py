"""Addresses of sponsorship. Public and private patterns are two lists, theme by theme."""

from django.urls import URLPattern, URLResolver

from portal.sponsorship.commitments import urls as commitments

app_name = "sponsorship"

public: list[URLPattern | URLResolver] = [*commitments.public]
private: list[URLPattern | URLResolver] = [*commitments.private]
urlpatterns = [*public, *private]
