"""Registers the CMS screens of search."""

from wagtail.snippets.models import register_snippet

from search.reporting_admin import AdReportViewSet

register_snippet(AdReportViewSet)
