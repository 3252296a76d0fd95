"""Registers the CMS screens of search."""

from django.urls import reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from pages.reports.hooks import ModeratorMenuItem
from search.models import AdReport
from search.reporting_admin import AdReportViewSet

register_snippet(AdReportViewSet)


@hooks.register("register_reports_menu_item")
def reported_ads() -> MenuItem:
    """« Signalements », with the other reports on opportunities."""
    return ModeratorMenuItem(
        "Signalements",
        reverse(AdReport.snippet_viewset.get_url_name("list")),
        name="report-reported",
        icon_name="warning",
        order=115,
    )
