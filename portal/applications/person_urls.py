"""Addresses of those who apply, for themselves or for somebody."""

from django.urls import URLPattern

public: list[URLPattern] = []
private: list[URLPattern] = []
