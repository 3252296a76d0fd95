"""« Approuvées sans second regard »: who approved what they had written, sent or corrected."""

from typing import Any

import django_filters
from django import forms
from django.db.models import IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.models import Page, TaskState

from pages.listing.cells import day_text
from pages.moderation.models import ModerationTaskState
from pages.reports.base import ModeratorReport, edit_url
from snippets.french import long_day
from snippets.site import site_settings


def own_approvals() -> QuerySet[ModerationTaskState]:
    """Each with its page, the newest first."""
    page = Page.objects.filter(
        pk=Cast(OuterRef("workflow_state__object_id"), IntegerField())
    ).order_by()
    return (
        ModerationTaskState.objects.filter(status=TaskState.STATUS_APPROVED, is_own=True)
        .annotate(
            page_id=Subquery(page.values("pk")[:1]),
            page_title=Subquery(page.values("draft_title")[:1]),
        )
        .filter(page_id__isnull=False)
        .select_related("finished_by")
        .order_by("-finished_at", "-pk")
    )


class OwnApprovalFilterSet(WagtailFilterSet):
    """By period."""

    depuis = django_filters.DateFilter(
        label="Depuis le",
        field_name="finished_at",
        lookup_expr="date__gte",
        widget=forms.DateInput({"type": "date"}),
    )

    class Meta:
        model = ModerationTaskState
        fields: list[str] = []


class OwnApprovalsReport(ModeratorReport):
    """Kept whether the site asks for another reader or not."""

    name = "own_approvals"
    page_title = "Approuvées sans second regard"
    header_icon = "user"
    no_row = "Personne n’a approuvé ce qu’il ou elle avait écrit, envoyé ou corrigé."
    filterset_class = OwnApprovalFilterSet
    columns = [
        TitleColumn("page_title", label="Annonce", get_url=lambda row: edit_url(row.page_id)),
        Column("finished_by", label="Par"),
        Column("finished_at", label="Le", accessor=lambda row: day_text(row.finished_at)),
    ]
    cells = {
        "title": ("Annonce", lambda row: row.page_title),
        "by": ("Par", lambda row: str(row.finished_by or "")),
        "at": ("Le", lambda row: row.finished_at),
    }

    @property
    def introduction(self) -> str:  # type: ignore[override]
        """What the site's setting says today."""
        refused = site_settings().second_reader
        today = "l’interdit" if refused else "le permet"
        return (
            "Annonces approuvées par une personne qui les avait écrites, envoyées ou corrigées. "
            f"Le réglage «\u00a0Une autre personne relit\u00a0» {today} aujourd’hui."
        )

    def finding(self, rows: QuerySet[Any]) -> str:
        """Say “3 annonces approuvées par qui les avait écrites, la dernière le 12 janvier 2027”."""
        last = long_day(rows[0].finished_at)
        if rows.count() == 1:
            return f"Une annonce approuvée par qui l’avait écrite, envoyée ou corrigée, le {last}."
        return (
            f"{rows.count()}\u00a0annonces approuvées par qui les avait écrites, envoyées ou "
            f"corrigées, la dernière le {last}."
        )

    def get_queryset(self) -> QuerySet[Any]:
        return own_approvals()
