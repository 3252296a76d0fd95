"""What the lists of every kind share: one query for any number of rows."""

from datetime import datetime
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin.ui.tables import BaseColumn, Column
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageTitleColumn
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet

from pages.follow_links import follow_links, is_followed
from pages.listing.cells import Cells, author_text, end_text, harmless, state_text, step_text
from pages.models.states import OpportunityQuerySet
from pages.moderation.bulk_actions import (
    OpportunityBulkAction,
    ProlongBulkAction,
    WithdrawBulkAction,
)


class FollowColumn(Column):
    """How many have answered, and the way to their list; the view gives it to every row."""

    cell_template_name = "pages/admin/follow_cell.html"

    def get_value(self, instance: Any) -> Any:
        return getattr(instance, "follow", None) or ""


class OpportunityIndexView(IndexView):
    """The list: rows come with all that their cells show.

    A kind sets `cells` (its sheet), `related` (what its cells read besides), and its words.
    """

    bulk_actions: ClassVar[tuple[type[OpportunityBulkAction], ...]] = (
        WithdrawBulkAction,
        ProlongBulkAction,
    )
    columns: list[BaseColumn]
    cells: ClassVar[Cells]
    related: ClassVar[tuple[str, ...]] = ()
    # What its answers are called.
    answers: ClassVar[str] = "Candidatures"
    nothing_yet: ClassVar[str]
    nothing_found: ClassVar[str]
    template_name = "pages/admin/opportunity_list.html"
    table_classname = "listing full-width offers-list"
    results_template_name = "pages/admin/opportunity_results.html"
    # Dates in a sheet are read here, not in Greenwich.
    custom_value_preprocess = {
        **IndexView.custom_value_preprocess,
        datetime: {
            IndexView.FORMAT_XLSX: timezone.make_naive,
            IndexView.FORMAT_CSV: lambda value: timezone.localtime(value).isoformat(" ", "minutes"),
        },
    }

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Show who has answered to those who may follow it, where an app above keeps it."""
        super().setup(request, *args, **kwargs)
        self.shows_answers = is_followed(self.model.kind, request.user)
        if self.shows_answers:
            self.columns = [*self.columns, FollowColumn("follow", label=self.answers)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One question for all rows of the page."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if self.shows_answers:
            links = follow_links(context["object_list"], user=self.request.user)
            for page in context["object_list"]:
                page.follow = links.get(page.pk)
        return context

    @cached_property
    def export_headings(self) -> dict[str, str]:
        """The first line of the sheet."""
        return {name: heading for name, (heading, _) in self.cells.items()}

    @cached_property
    def list_export(self) -> list[str]:
        """Every cell, in its order."""
        return list(self.cells)

    def annotate_queryset(self, pages: OpportunityQuerySet) -> QuerySet[Any]:
        """Join what is shown; the rows are of the kind already, `specific()` would only repeat."""
        return (
            pages.select_related("organisation", "commune", "owner", "content_type", *self.related)
            .prefetch_related("sites_rooted_here")
            .with_workflow()
            .annotate_site_root_state()
            .with_state()
        )

    def search_queryset(self, queryset: OpportunityQuerySet) -> QuerySet[Any]:
        """Words of the title, the organisation or the commune; accents never matter."""
        if not self.is_searching:
            return queryset
        return queryset.find(self.search_query)

    def order_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Rows alike in the column keep one order, or a row would show on two pages."""
        ordered = super().order_queryset(queryset)
        return ordered.order_by(*ordered.query.order_by, "-pk")

    def get_ordering(self) -> str | None:
        """A search keeps the list's order: there is no relevance to sort by."""
        asked = self.request.GET.get("ordering")
        return asked if asked in self.get_valid_orderings() else self.default_ordering

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        """Cells of one row of the sheet, by name."""
        return {name: harmless(value(item)) for name, (_, value) in self.cells.items()}

    @cached_property
    def is_explicitly_ordered(self) -> bool:
        """Always ordered by a column, searches included."""
        return True


class OpportunityListingViewSet(PageListingViewSet):
    """The list of one kind, in the group « Annonces » of the menu."""

    icon = "clipboard-list"


def columns(organisation: str, *own: BaseColumn) -> list[BaseColumn]:
    """The columns of a kind: its own between who and where, and what becomes of the page."""
    return [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn(
            "title", label="Intitulé", sort_key="title", classname="title offers-list__title"
        ),
        Column("organisation", label=organisation, sort_key="organisation__name"),
        Column("commune", label="Commune", sort_key="commune__folded_name"),
        *own,
        Column(
            "state",
            label="État",
            accessor=state_text,
            sort_key="state",
            classname="offers-list__state",
        ),
        Column("step", label="Étape", accessor=step_text),
        Column(
            "expire_at",
            label="Fin",
            accessor=end_text,
            sort_key="expire_at",
            classname="offers-list__narrow",
        ),
        Column("author", label="Auteur", accessor=author_text, sort_key="owner__last_name"),
    ]
