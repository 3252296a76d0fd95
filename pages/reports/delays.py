"""« Délais de relecture »: what was promised and what was done, by month."""

from typing import Any

from django.utils.formats import date_format
from wagtail.admin.ui.tables import Column

from pages.moderation.delays import Month, by_month, days_as_text
from pages.reports.base import ModeratorReport
from snippets.french import counted


def month_text(row: Month) -> str:
    """`janvier 2027`."""
    return date_format(row.month, "F Y")


def kept_text(row: Month) -> str:
    """`12 sur 14 dans le délai`."""
    return f"{row.count - row.late} sur {row.count}"


class DelaysReport(ModeratorReport):
    """Median and 90th percentile of the time between sending and decision."""

    name = "moderation_delays"
    page_title = "Délais de relecture"
    header_icon = "history"
    introduction = (
        "Temps entre l’envoi d’une annonce et la décision, en jours ouvrés (samedis et dimanches "
        "ne comptent pas, jours fériés oui), sur deux ans. Médiane\u00a0: la moitié des décisions "
        "ont été plus rapides. Neuf sur dix\u00a0: une décision sur dix a pris plus longtemps."
    )
    no_row = "Aucune décision pour l’instant."
    columns = [
        Column("month", label="Mois", accessor=month_text),
        Column("count", label="Décisions"),
        Column("median", label="Médiane", accessor=lambda row: days_as_text(row.median)),
        Column("ninetieth", label="Neuf sur dix", accessor=lambda row: days_as_text(row.ninetieth)),
        Column("promised", label="Délai promis", accessor=lambda row: days_as_text(row.promised)),
        Column("kept", label="Dans le délai", accessor=kept_text),
    ]
    cells = {
        "month": ("Mois", lambda row: row.month),
        "count": ("Décisions", lambda row: row.count),
        "median": ("Médiane (jours ouvrés)", lambda row: round(row.median, 2)),
        "ninetieth": ("Neuf sur dix (jours ouvrés)", lambda row: round(row.ninetieth, 2)),
        "promised": ("Délai promis (jours ouvrés)", lambda row: row.promised),
        "late": ("Hors délai", lambda row: row.late),
    }

    def finding(self, rows: list[Month]) -> str:
        """Say “En novembre 2026, le délai promis est tenu pour 12 décisions sur 14”."""
        last = rows[0]
        return (
            f"En {month_text(last)}, le délai promis est tenu pour "
            f"{counted(last.count - last.late, 'décision')} sur {last.count}\u00a0; la moitié ont "
            f"pris {days_as_text(last.median)} ou moins."
        )

    def get_queryset(self) -> list[Month]:
        return by_month()

    def get_filtered_queryset(self) -> Any:
        """There is nothing to filter."""
        return self.get_queryset()
