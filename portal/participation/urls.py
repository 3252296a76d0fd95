"""Addresses of call-backs, guests and outcomes. Public and private patterns are two lists."""

from django.urls import URLPattern

from portal.participation import outcome_urls

app_name = "participation"
public: list[URLPattern] = [*outcome_urls.public]
private: list[URLPattern] = []
urlpatterns = [*private, *public]
