"""What the reports share: who may read them, their sheets, their rows of pages of every kind."""

from collections.abc import Callable
from typing import Any, ClassVar

import django_filters
from django import forms
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn, Column, TitleColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn
from wagtail.admin.views.reports import ReportView

from pages.every_kind import kind_text
from pages.listing.cells import Cells, harmless
from pages.listing.views import OpportunityIndexView
from pages.models import OPPORTUNITY_MODELS
from pages.moderation.bulk_actions import ProlongBulkAction, WithdrawBulkAction
from pages.rules import MODERATE
from pages.wording import KindName


class ModeratorReport(ReportView):
    """A report for moderators; the others get a 403, and see no entry in the menu.

    `name` is its address and its sheet's file; `cells` are the columns of the sheet.
    """

    name: ClassVar[str]
    cells: ClassVar[Cells]
    introduction: ClassVar[str] = ""
    no_row: ClassVar[str] = "Rien à montrer."
    template_name = "pages/reports/report.html"
    results_template_name = "pages/reports/results.html"
    table_classname = "listing full-width offers-list"
    bulk_actions: ClassVar[tuple[type, ...]] = ()
    custom_value_preprocess = OpportunityIndexView.custom_value_preprocess

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask for the right that reviewing asks for."""
        if not request.user.has_perm(MODERATE):
            return render(request, "pages/moderation/refused.html", {"page": None}, status=403)
        return super().dispatch(request, *args, **kwargs)

    @property
    def index_url_name(self) -> str:
        """Its address."""
        return f"report_{self.name}"

    @property
    def index_results_url_name(self) -> str:
        """Its rows alone, for its filters."""
        return f"report_{self.name}_results"

    @property
    def export_filename(self) -> str:
        """The name of its sheet."""
        return self.name.replace("_", "-")

    @property
    def list_export(self) -> list[str]:
        """Every column of the sheet."""
        return list(self.cells)

    @property
    def export_headings(self) -> dict[str, str]:
        """The first line of the sheet."""
        return {name: heading for name, (heading, _) in self.cells.items()}

    def finding(self, rows: Any) -> str:
        """What the rows say, in one sentence above them; `rows` are those that the filters keep."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        # A sheet has no pages, and no sentence.
        paginator = context["paginator"]
        has_rows = paginator is not None and paginator.count > 0
        context["finding"] = self.finding(paginator.object_list) if has_rows else ""
        return context

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        """Cells of one row of the sheet, by name."""
        return {name: harmless(value(item)) for name, (_, value) in self.cells.items()}


class KindFilterSet(WagtailFilterSet):
    """Rows of one kind."""

    type = django_filters.MultipleChoiceFilter(
        label="Type",
        choices=KindName.choices,
        method="filter_kind",
        widget=forms.CheckboxSelectMultiple,
    )

    def filter_kind(self, queryset: QuerySet[Any], name: str, value: list[str]) -> QuerySet[Any]:
        """By the content type of the page's kind."""
        models = [model for model in OPPORTUNITY_MODELS if model.kind in value]
        types = ContentType.objects.get_for_models(*models).values()
        return queryset.filter(content_type__in=types)


class PagesReport(ModeratorReport):
    """Rows of `every_opportunity()`, with the bulk actions of the lists."""

    bulk_actions = (WithdrawBulkAction, ProlongBulkAction)


PAGE_CELLS: Cells = {
    "title": ("Intitulé", lambda page: page.draft_title or page.title),
    "kind": ("Type", kind_text),
    "organisation": ("Organisation", lambda page: page.organisation_name),
    "commune": ("Commune", lambda page: page.commune_name),
}


def edit_url(page_id: int) -> str:
    """The editor."""
    return reverse("wagtailadmin_pages:edit", args=[page_id])


def page_columns(*own: BaseColumn) -> list[BaseColumn]:
    """Checkbox, title, kind and who, before the report's own columns."""
    return [
        BulkActionsColumn("bulk_actions"),
        title_column("title", "Intitulé", lambda page: page),
        Column("kind", label="Type", accessor=kind_text),
        Column("organisation_name", label="Organisation"),
        Column("commune_name", label="Commune"),
        *own,
    ]


def title_column(name: str, label: str, page_of: Callable[[Any], Any]) -> TitleColumn:
    """A title that opens the editor; `page_of` gives the page of a row."""
    return TitleColumn(
        name,
        label=label,
        accessor=lambda row: getattr(page_of(row), "draft_title", "") or page_of(row).title,
        get_url=lambda row: edit_url(page_of(row).pk),
        get_title_id=lambda row: f"page_{page_of(row).pk}_title",
        classname="title offers-list__title",
    )
