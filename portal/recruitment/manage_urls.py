"""Addresses of those who manage a session."""

from django.urls import URLPattern

public: list[URLPattern] = []
private: list[URLPattern] = []
