"""« Fin proche »: what leaves the site in the next days, whatever its kind."""

from datetime import timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.admin.ui.tables import Column
from wagtail.models import Page

from pages.every_kind import open_now
from pages.listing.cells import author_text, days_text, end_text
from pages.reports.base import PAGE_CELLS, KindFilterSet, PagesReport, page_columns

LONGEST = 30


def remaining_text(page: Any) -> str:
    """`aujourd’hui`, `dans 3 jours`."""
    days = (timezone.localdate(page.expire_at) - timezone.localdate()).days
    return f"{'dans ' if days >= 1 else ''}{days_text(days)}"


class ExpiringFilterSet(KindFilterSet):
    """How soon."""

    jours = django_filters.ChoiceFilter(
        label="Se termine",
        choices=[("7", "Dans les 7\u00a0jours"), ("14", "Dans les 14\u00a0jours")],
        empty_label=f"Dans les {LONGEST}\u00a0jours",
        method="filter_days",
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Page
        fields: list[str] = []

    def filter_days(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Until so many days from now."""
        return queryset.filter(expire_at__lte=timezone.now() + timedelta(days=int(value)))


class ExpiringReport(PagesReport):
    """The nearest end first."""

    name = "expiring"
    page_title = "Fin proche"
    header_icon = "time"
    introduction = (
        "Ce qui quitte le site dans les 30\u00a0jours. Cochez des annonces pour les prolonger ou "
        "les retirer. Une session se termine à sa date\u00a0: elle ne se prolonge pas."
    )
    no_row = "Rien ne se termine dans ce délai."
    filterset_class = ExpiringFilterSet
    columns = page_columns(
        Column("expire_at", label="Fin", accessor=end_text, classname="offers-list__narrow"),
        Column(
            "remaining",
            label="Se termine",
            accessor=remaining_text,
            classname="offers-list__state",
        ),
        Column("author", label="Auteur", accessor=author_text),
    )
    cells = {
        **PAGE_CELLS,
        "expires": ("Fin de publication", lambda page: page.expire_at),
        "remaining": ("Se termine", remaining_text),
        "author": ("Auteur", author_text),
    }

    def finding(self, rows: QuerySet[Any]) -> str:
        """Say “23 annonces se terminent, la première aujourd’hui”."""
        first = remaining_text(rows[0])
        if rows.count() == 1:
            return f"Une annonce se termine {first}."
        return f"{rows.count()}\u00a0annonces se terminent, la première {first}."

    def get_queryset(self) -> QuerySet[Any]:
        """Open pages that end within the longest delay."""
        return expiring(days=LONGEST)


def expiring(*, days: int) -> QuerySet[Any]:
    """Open pages that end within so many days, the nearest first."""
    end = timezone.now() + timedelta(days=days)
    return open_now().filter(expire_at__lte=end).order_by("expire_at", "pk")
