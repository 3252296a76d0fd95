"""« Doublons possibles »: two open or waiting pages that may say the same thing."""

from typing import Any

from wagtail.admin.ui.tables import Column

from pages.listing.cells import day_text
from pages.moderation.similar import ALIKE, Pair, Row, every_pair
from pages.reports.base import ModeratorReport, title_column
from snippets.french import counted


def _state(row: Row) -> str:
    return "En ligne" if row.live else "En relecture"


def place_text(pair: Pair) -> str:
    """Who, and where."""
    row = pair.newer
    return ", ".join(part for part in (row.organisation_name, row.commune_name) if part)


class DuplicatesReport(ModeratorReport):
    """The newer of the two first: it is the one to question."""

    name = "duplicates"
    page_title = "Doublons possibles"
    header_icon = "copy"
    introduction = (
        "Deux annonces du même type, en ligne ou en relecture, de la même organisation avec des "
        f"titres proches ({ALIKE}\u00a0% ou plus), ou de la même commune avec le "
        "même titre, à moins de 60\u00a0jours l’une de l’autre (un jour pour les sessions). "
        "C’est à vous de juger."
    )
    no_row = "Aucun doublon possible."
    columns = [
        title_column("newer", "La plus récente", lambda pair: pair.newer),
        Column("newer_state", label="État", accessor=lambda pair: _state(pair.newer)),
        title_column("older", "Ressemble à", lambda pair: pair.older),
        Column("older_state", label="État", accessor=lambda pair: _state(pair.older)),
        Column("older_date", label="Du", accessor=lambda pair: day_text(pair.older.moment)),
        Column("place", label="Organisation et commune", accessor=place_text),
        Column("score", label="Ressemblance", accessor=lambda pair: f"{pair.score}\u00a0%"),
    ]
    cells = {
        "newer": ("La plus récente", lambda pair: pair.newer.title),
        "newer_state": ("État", lambda pair: _state(pair.newer)),
        "older": ("Ressemble à", lambda pair: pair.older.title),
        "older_state": ("État de l’autre", lambda pair: _state(pair.older)),
        "place": ("Organisation et commune", place_text),
        "score": ("Ressemblance (%)", lambda pair: pair.score),
    }

    def finding(self, rows: list[Pair]) -> str:
        """Say “4 paires d’annonces à comparer, dont 1 de même titre”."""
        same = sum(pair.score == 100 for pair in rows)
        pairs = counted(len(rows), "paire d’annonces", "paires d’annonces")
        return (
            f"{pairs} à comparer, {f'dont {same} de même titre' if same else 'de titres proches'}."
        )

    def get_queryset(self) -> list[Pair]:
        return every_pair()

    def get_filtered_queryset(self) -> Any:
        """There is nothing to filter."""
        return self.get_queryset()
