"""Addresses of call-backs, guests and outcomes. Public and private patterns are two lists."""

from django.urls import URLPattern

app_name = "participation"
public: list[URLPattern] = []
private: list[URLPattern] = []
urlpatterns = [*private, *public]
