"""Addresses of this theme."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
