"""Every model of the app: what the public finds, and what is kept beside it."""

from search.models.ad_report import AdReport
from search.models.change import DataChange
from search.models.opportunity import Kind, Opportunity
from search.models.page_text import PageText

__all__ = ["AdReport", "DataChange", "Kind", "Opportunity", "PageText"]
