"""Addresses of call-backs, guests and outcomes. Public and private patterns are two lists."""

from portal.participation import call_urls, guest_urls, outcome_urls

app_name = "participation"
public = [*outcome_urls.public, *call_urls.public, *guest_urls.public]
private = [*call_urls.private, *guest_urls.private]
urlpatterns = [*private, *public]
