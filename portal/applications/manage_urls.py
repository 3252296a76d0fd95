"""Addresses of those who recruit."""

from django.urls import URLPattern

public: list[URLPattern] = []
private: list[URLPattern] = []
