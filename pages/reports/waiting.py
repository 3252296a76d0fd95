"""« En attente de relecture »: what waits, since when, and whether the promise is kept."""

from typing import Any

from django.db.models import QuerySet
from wagtail.admin.ui.tables import Column
from wagtail.models import Page

from pages.every_kind import every_opportunity
from pages.listing.cells import author_text, day_text
from pages.moderation.delays import days_as_text, days_waited, with_waiting
from pages.reports.base import PAGE_CELLS, KindFilterSet, PagesReport, page_columns
from snippets.french import counted
from snippets.site import site_settings


def waiting_text(page: Any) -> str:
    """`depuis 3 jours ouvrés`."""
    days = days_waited(page.waiting_since)
    return f"depuis {days_as_text(days)}" if days else "depuis aujourd’hui"


def late_text(page: Any) -> str:
    """`délai dépassé de 2 jours ouvrés`, or nothing while the promise can be kept."""
    late = days_waited(page.waiting_since) - site_settings().moderation_days
    return f"délai dépassé de {days_as_text(late)}" if late > 0 else ""


def lock_text(page: Any) -> str:
    """`verrouillée par Claire Morel`, whom a colleague may have to replace."""
    if not page.locked:
        return ""
    return f"verrouillée par {page.locked_by}" if page.locked_by else "verrouillée"


class WaitingColumn(Column):
    """The delay, in red and in words when it is over the promise."""

    cell_template_name = "pages/reports/waiting_cell.html"

    def get_value(self, instance: Any) -> dict[str, str]:
        """Two phrases."""
        return {"waiting": waiting_text(instance), "late": late_text(instance)}


class WaitingFilterSet(KindFilterSet):
    """By kind only: everything here waits."""

    class Meta:
        model = Page
        fields: list[str] = []


class WaitingReport(PagesReport):
    """The oldest first."""

    name = "waiting"
    page_title = "En attente de relecture"
    header_icon = "tasks"
    no_row = "Rien n’attend de relecture."
    filterset_class = WaitingFilterSet
    columns = page_columns(
        Column("sent", label="Envoyée le", accessor=lambda page: day_text(page.waiting_since)),
        WaitingColumn("waiting", label="Attend", classname="offers-list__state"),
        Column("author", label="Auteur", accessor=author_text),
        Column("lock", label="Verrou", accessor=lock_text),
    )
    cells = {
        **PAGE_CELLS,
        "sent": ("Envoyée le", lambda page: page.waiting_since),
        "waiting": ("Attend", waiting_text),
        "late": ("Retard", late_text),
        "author": ("Auteur", author_text),
        "lock": ("Verrou", lock_text),
    }

    @property
    def introduction(self) -> str:  # type: ignore[override]
        """The promise, where its breach is shown."""
        promised = days_as_text(site_settings().moderation_days)
        return f"Délai promis aux auteurs\u00a0: {promised}. La plus ancienne d’abord."

    def finding(self, rows: QuerySet[Any]) -> str:
        """Say “12 annonces attendent une relecture, dont 2 au-delà du délai promis”."""
        waited = [days_waited(since) for since in rows.values_list("waiting_since", flat=True)]
        late = sum(days > site_settings().moderation_days for days in waited)
        waiting = counted(len(waited), "annonce attend", "annonces attendent")
        return f"{waiting} une relecture, {f'dont {late}' if late else 'aucune'} au-delà du délai."

    def get_queryset(self) -> QuerySet[Any]:
        rows = with_waiting(every_opportunity()).select_related("locked_by")
        return rows.order_by("waiting_since", "pk")
