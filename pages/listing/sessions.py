"""The list of recruitment sessions."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.admin.ui.tables import Column

from pages.listing.cells import sheet
from pages.listing.filters import StaffFilterSet
from pages.listing.views import OpportunityIndexView, OpportunityListingViewSet, columns
from pages.models import RecruitmentSessionPage, SessionAudience, SessionStatus, SessionType
from pages.moderation.bulk_actions import WithdrawBulkAction


def when_text(page: RecruitmentSessionPage) -> str:
    """`12/01/2027, 14 h 00`, in local time, or an empty string."""
    if page.starts_at is None:
        return ""
    start = timezone.localtime(page.starts_at)
    return f"{date_format(start, 'SHORT_DATE_FORMAT')}, {date_format(start, 'TIME_FORMAT')}"


class SessionFilterSet(StaffFilterSet):
    """When, what, for whom, and whether it takes place."""

    quand = django_filters.ChoiceFilter(
        label="Date",
        choices=[("a-venir", "À venir"), ("passees", "Passées"), ("sans-date", "Sans date")],
        empty_label="Toutes",
        method="filter_when",
        widget=forms.RadioSelect,
    )
    type = django_filters.MultipleChoiceFilter(
        label="Type",
        field_name="session_type",
        choices=SessionType.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    public = django_filters.MultipleChoiceFilter(
        label="Public",
        field_name="audience",
        choices=SessionAudience.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    maintien = django_filters.MultipleChoiceFilter(
        label="La session est",
        field_name="status",
        choices=SessionStatus.choices,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = RecruitmentSessionPage
        fields: list[str] = []

    def filter_when(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """A session under way is still to come."""
        now = timezone.now()
        if value == "sans-date":
            return queryset.filter(starts_at__isnull=True)
        if value == "passees":
            return queryset.filter(ends_at__lte=now)
        return queryset.filter(ends_at__gt=now)


class SessionIndexView(OpportunityIndexView):
    """The list and its sheet; a session cannot be prolonged."""

    page_title = "Sessions de recrutement"
    add_item_label = "Ajouter une session"
    answers = "Inscriptions"
    nothing_yet = "Aucune session pour l’instant."
    nothing_found = "Aucune session ne correspond. Enlevez un filtre ou un mot."
    bulk_actions = (WithdrawBulkAction,)
    # A draft without a date comes first: it is to be completed.
    default_ordering = "-starts_at"
    cells = sheet(
        "Organisateur",
        {
            "session_type": ("Type", lambda page: page.get_session_type_display()),
            "starts_at": ("Début", lambda page: page.starts_at),
            "ends_at": ("Fin de la session", lambda page: page.ends_at),
            "place_name": ("Lieu", lambda page: page.place_name),
            "capacity": ("Places", lambda page: page.capacity),
            "positions": ("Postes à pourvoir", lambda page: page.positions),
            "audience": ("Public", lambda page: page.get_audience_display()),
            "status": ("La session est", lambda page: page.get_status_display()),
        },
    )


class SessionListingViewSet(OpportunityListingViewSet):
    """« Sessions » in the menu."""

    model = RecruitmentSessionPage
    index_view_class = SessionIndexView
    icon = "calendar-check"
    menu_label = "Sessions"
    filterset_class = SessionFilterSet
    export_filename = "sessions"
    columns = columns(
        "Organisateur",
        Column(
            "starts_at",
            label="Date",
            accessor=when_text,
            sort_key="starts_at",
            classname="offers-list__narrow",
        ),
        Column(
            "session_type",
            label="Type",
            accessor="get_session_type_display",
            sort_key="session_type",
        ),
        Column("status", label="Maintien", accessor="get_status_display", sort_key="status"),
        Column("capacity", label="Places", sort_key="capacity"),
    )


session_listing = SessionListingViewSet("sessions", url_prefix="sessions")
