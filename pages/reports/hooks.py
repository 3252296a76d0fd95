"""The reports' addresses and their entries in the menu; imported by `pages/wagtail_hooks.py`."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from pages.reports.base import ModeratorReport
from pages.reports.delays import DelaysReport
from pages.reports.duplicates import DuplicatesReport
from pages.reports.expiring import ExpiringReport
from pages.reports.own_approvals import OwnApprovalsReport
from pages.reports.refusals import RefusalsReport
from pages.reports.waiting import WaitingReport
from pages.rules import MODERATE

# In the order of the menu: what is to be done, then what was done.
REPORTS: dict[str, type[ModeratorReport]] = {
    "en-attente": WaitingReport,
    "fin-proche": ExpiringReport,
    "doublons": DuplicatesReport,
    "delais": DelaysReport,
    "refus": RefusalsReport,
    "approuvees-par-leur-auteur": OwnApprovalsReport,
}
# Wagtail's own reports have 700 and more.
_FIRST_ORDER = 100


class ModeratorMenuItem(MenuItem):
    """An entry that moderators see."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(MODERATE))


@hooks.register("register_admin_urls")
def report_urls() -> list[URLPattern]:
    """Each report, and its rows alone for its filters."""
    patterns = []
    for slug, report in REPORTS.items():
        name = f"report_{report.name}"
        patterns += [
            path(f"rapports/{slug}/", report.as_view(), name=name),
            path(
                f"rapports/{slug}/results/",
                report.as_view(results_only=True),
                name=f"{name}_results",
            ),
        ]
    return patterns


def _register(order: int, report: type[ModeratorReport]) -> None:
    @hooks.register("register_reports_menu_item")
    def item() -> Any:
        return ModeratorMenuItem(
            report.page_title,
            reverse(f"report_{report.name}"),
            name=f"report-{report.name}",
            icon_name=report.header_icon,
            order=order,
        )


for _position, _report in enumerate(REPORTS.values()):
    _register(_FIRST_ORDER + 10 * _position, _report)
