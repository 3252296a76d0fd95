"""Registers the CMS screens of search."""

from wagtail.snippets.models import register_snippet

from search.ad_reports.cms import AdReportViewSet

register_snippet(AdReportViewSet)
