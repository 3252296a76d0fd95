"""« Refus »: how many by reason, and which pages."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Count, F, IntegerField, Max, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, NullIf
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.models import Page, TaskState

from pages.listing.cells import day_text
from pages.moderation.models import ModerationTaskState
from pages.reports.base import ModeratorReport, edit_url

NO_REASON = "Sans motif"


def refusals() -> QuerySet[ModerationTaskState]:
    """Every refusal with its page, the newest first; the words are those of the day."""
    page = Page.objects.filter(
        pk=Cast(OuterRef("workflow_state__object_id"), IntegerField())
    ).order_by()
    return (
        ModerationTaskState.objects.filter(status=TaskState.STATUS_REJECTED)
        .annotate(
            page_id=Subquery(page.values("pk")[:1]),
            page_title=Subquery(page.values("draft_title")[:1]),
            reason=Coalesce(NullIf("refusal_label", Value("")), Value(NO_REASON)),
        )
        .filter(page_id__isnull=False)
        .select_related("finished_by")
        .order_by("-finished_at", "-pk")
    )


class RefusalFilterSet(WagtailFilterSet):
    """By reason and by period."""

    motif = django_filters.MultipleChoiceFilter(
        label="Motif", field_name="reason", widget=forms.CheckboxSelectMultiple
    )
    depuis = django_filters.DateFilter(
        label="Depuis le",
        field_name="finished_at",
        lookup_expr="date__gte",
        widget=forms.DateInput({"type": "date"}),
    )

    class Meta:
        model = ModerationTaskState
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reasons = refusals().order_by("reason").values_list("reason", flat=True).distinct()
        self.filters["motif"].extra["choices"] = [(reason, reason) for reason in reasons]


class RefusalsReport(ModeratorReport):
    """Counts by reason above, refusals below."""

    name = "refusals"
    page_title = "Refus"
    header_icon = "circle-xmark"
    template_name = "pages/reports/report.html"
    results_template_name = "pages/reports/refusals_results.html"
    no_row = "Aucun refus."
    filterset_class = RefusalFilterSet
    columns = [
        TitleColumn("page_title", label="Annonce", get_url=lambda row: edit_url(row.page_id)),
        Column("reason", label="Motif"),
        Column("comment", label="Commentaire"),
        Column("finished_by", label="Par"),
        Column("finished_at", label="Le", accessor=lambda row: day_text(row.finished_at)),
    ]
    cells = {
        "title": ("Annonce", lambda row: row.page_title),
        "reason": ("Motif", lambda row: row.reason),
        "comment": ("Commentaire", lambda row: row.comment),
        "by": ("Par", lambda row: str(row.finished_by or "")),
        "at": ("Le", lambda row: row.finished_at),
    }

    def finding(self, rows: QuerySet[Any]) -> str:
        """Say “14 refus, le plus souvent pour « Salaire absent » (5)”."""
        counts = rows.order_by().values("reason").annotate(count=Count("pk"))
        first = counts.order_by(F("count").desc(), "reason")[0]
        return (
            f"{rows.count()}\u00a0refus, le plus souvent pour «\u00a0{first['reason']}\u00a0» "
            f"({first['count']})."
        )

    def get_queryset(self) -> QuerySet[Any]:
        return refusals()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """How many by reason, of what the filters keep."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        counts = self.object_list.order_by().values("reason")
        context["reasons"] = list(
            counts.annotate(count=Count("pk"), last=Max("finished_at")).order_by(
                F("count").desc(), "reason"
            )
        )
        return context
