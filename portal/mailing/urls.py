"""Addresses of campaigns. Public and private patterns are two lists."""

from django.urls import URLPattern, URLResolver

app_name = "mailing"

# Reached from a message, without signing in: why this address was chosen.
public: list[URLPattern | URLResolver] = []
private: list[URLPattern | URLResolver] = []
urlpatterns = [*public, *private]
