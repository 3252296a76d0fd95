"""The list of job offers in the CMS: one query for any number of rows."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageTitleColumn
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet

from pages.models import JobOfferPage
from pages.models.job_offer import Contract
from pages.models.states import OpportunityQuerySet, State
from snippets.models import Commune, Organisation, RomeDomain

EXPIRING_DAYS = 7


def days_text(days: int) -> str:
    """`aujourd’hui`, `1 jour`, `12 jours`."""
    if days < 1:
        return "aujourd’hui"
    return f"{days}\u00a0jour{'s' if days > 1 else ''}"


def state_text(page: JobOfferPage) -> str:
    """The state of a row of `with_state()`, with the delay that matters to staff."""
    now = timezone.now()
    label = State(page.state).label
    if page.state == State.LIVE and page.expire_at:
        days = (timezone.localdate(page.expire_at) - timezone.localdate(now)).days
        return f"{label}, expire {'dans ' if days >= 1 else ''}{days_text(days)}"
    workflow = page.current_workflow_state
    if page.state == State.IN_REVIEW and workflow:
        return f"{label} depuis {_since(_waiting_since(workflow), now)}"
    return label


def step_text(page: JobOfferPage) -> str:
    """Name of the workflow step that waits, or an empty string."""
    workflow = page.current_workflow_state
    task_state = workflow.current_task_state if workflow else None
    return task_state.task.name if task_state else ""


def _waiting_since(workflow: Any) -> datetime:
    """When the current step began."""
    task_state = workflow.current_task_state
    return task_state.started_at if task_state else workflow.created_at


def _since(start: datetime, now: datetime) -> str:
    """Time waited, in days."""
    return days_text((timezone.localdate(now) - timezone.localdate(start)).days)


def _end(page: JobOfferPage) -> str:
    """Day on which the page leaves the list, in figures."""
    day = page.expire_at and timezone.localdate(page.expire_at)
    return date_format(day, "SHORT_DATE_FORMAT") if day else ""


def _author(page: JobOfferPage) -> str:
    """Who began the page."""
    return str(page.owner) if page.owner else ""


def _of_some_offer(rows: QuerySet[Any], field: str) -> Callable[[Any], QuerySet[Any]]:
    """Rows that some offer points to, read when the list is shown."""
    return lambda _request: rows.filter(pk__in=JobOfferPage.objects.order_by().values(field))


def _harmless(value: Any) -> Any:
    """Text that a spreadsheet would run as a formula becomes plain text."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
EXPORT: dict[str, tuple[str, Callable[[JobOfferPage], Any]]] = {
    "title": ("Intitulé", lambda page: page.draft_title or page.title),
    "organisation": ("Employeur", lambda page: str(page.organisation or "")),
    "commune": ("Commune", lambda page: str(page.commune or "")),
    "rome": ("Code ROME", lambda page: page.occupation_id or ""),
    "occupation": ("Métier", lambda page: str(page.occupation or "")),
    "contract": ("Contrat", lambda page: page.get_contract_display()),
    "positions": ("Postes", lambda page: page.positions),
    "state": ("État", state_text),
    "step": ("Étape de relecture", step_text),
    "published": ("Première mise en ligne", lambda page: page.first_published_at),
    "expires": ("Fin de publication", lambda page: page.expire_at),
    "author": ("Auteur", _author),
}


class JobOfferFilterSet(WagtailFilterSet):
    """Filters of the list."""

    etat = django_filters.MultipleChoiceFilter(
        label="État",
        field_name="state",
        choices=State.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    expire_bientot = django_filters.ChoiceFilter(
        label="Fin de publication",
        choices=[("7", f"Dans les {EXPIRING_DAYS}\u00a0jours")],
        empty_label="Toutes",
        method="filter_expiring",
        widget=forms.RadioSelect,
    )
    contrat = django_filters.MultipleChoiceFilter(
        label="Contrat",
        field_name="contract",
        choices=Contract.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    domaine = django_filters.MultipleChoiceFilter(
        label="Domaine",
        field_name="occupation__code",
        lookup_expr="startswith",
        choices=RomeDomain.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    organisation = django_filters.ModelMultipleChoiceFilter(
        label="Employeur",
        queryset=_of_some_offer(Organisation.objects.all(), "organisation"),
        widget=forms.CheckboxSelectMultiple,
    )
    commune = django_filters.ModelMultipleChoiceFilter(
        label="Commune",
        queryset=_of_some_offer(Commune.objects.all(), "commune"),
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        """All filters are written above."""

        model = JobOfferPage
        fields: list[str] = []

    def filter_expiring(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Online offers that end within the next days."""
        now = timezone.now()
        end = now + timedelta(days=int(value))
        return queryset.filter(live=True, expire_at__gt=now, expire_at__lte=end)


class JobOfferIndexView(IndexView):
    """The list: rows come with all that their cells show."""

    template_name = "pages/admin/job_offer_list.html"
    table_classname = "listing full-width offers-list"
    results_template_name = "pages/admin/job_offer_results.html"
    page_title = "Offres d’emploi"
    add_item_label = "Ajouter une offre"
    export_headings = {name: heading for name, (heading, _) in EXPORT.items()}
    # Dates in a sheet are read here, not in Greenwich.
    custom_value_preprocess = {
        **IndexView.custom_value_preprocess,
        datetime: {
            IndexView.FORMAT_XLSX: timezone.make_naive,
            IndexView.FORMAT_CSV: lambda value: timezone.localtime(value).isoformat(" ", "minutes"),
        },
    }

    def annotate_queryset(self, pages: OpportunityQuerySet) -> QuerySet[Any]:
        """Join what is shown; the rows are job offers already, `specific()` would only repeat."""
        return (
            pages.select_related("organisation", "commune", "occupation", "owner", "content_type")
            .prefetch_related("sites_rooted_here")
            .with_workflow()
            .annotate_site_root_state()
            .with_state()
        )

    def search_queryset(self, queryset: OpportunityQuerySet) -> QuerySet[Any]:
        """Words of the title, the employer or the commune; accents never matter."""
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

    def to_row_dict(self, item: JobOfferPage) -> dict[str, Any]:
        """Cells of one row of the sheet, by name."""
        return {name: _harmless(value(item)) for name, (_, value) in EXPORT.items()}

    @cached_property
    def is_explicitly_ordered(self) -> bool:
        """Always ordered by a column, searches included."""
        return True


class JobOfferListingViewSet(PageListingViewSet):
    """« Offres d’emploi » in the menu."""

    model = JobOfferPage
    index_view_class = JobOfferIndexView
    icon = "clipboard-list"
    menu_label = "Offres d’emploi"
    menu_order = 110
    add_to_admin_menu = True
    filterset_class = JobOfferFilterSet
    export_filename = "offres-emploi"
    columns = [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn(
            "title", label="Intitulé", sort_key="title", classname="title offers-list__title"
        ),
        Column("organisation", label="Employeur", sort_key="organisation__name"),
        Column("commune", label="Commune", sort_key="commune__folded_name"),
        Column("contract", label="Contrat", accessor="get_contract_display", sort_key="contract"),
        Column("state", label="État", accessor=state_text, sort_key="state"),
        Column("step", label="Étape", accessor=step_text),
        Column(
            "expire_at",
            label="Fin",
            accessor=_end,
            sort_key="expire_at",
            classname="offers-list__narrow",
        ),
        Column("author", label="Auteur", accessor=_author, sort_key="owner__last_name"),
    ]
    list_export = list(EXPORT)


job_offer_listing = JobOfferListingViewSet("job_offers", url_prefix="offres-emploi")
