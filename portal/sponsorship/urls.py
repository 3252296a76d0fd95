"""Addresses of sponsorship. Public and private patterns are two lists, theme by theme."""

from django.urls import URLPattern, URLResolver

app_name = "sponsorship"

public: list[URLPattern | URLResolver] = []
private: list[URLPattern | URLResolver] = []
urlpatterns = [*public, *private]
