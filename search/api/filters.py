"""The parameters of addresses that search as well, with some of their own."""

import datetime
from typing import Any

import django_filters

from pages.models.session import SessionAudience, SessionStatus, SessionType
from search.api.parameters import DateField
from search.models import Opportunity
from search.parameters.fields import BoxField, ChoicesField, ZoomField
from search.parameters.filters import CriteriaForm, OpportunityFilterSet, Parameter
from search.queries.sessions import SessionCriteria


class ClusterForm(CriteriaForm):
    """A map has a view and a zoom, without which there is nothing to group."""

    def clean(self) -> None:
        super().clean()
        if self.nearest("bbox") is None and "bbox" not in self.errors:
            self.add_error("bbox", "Indiquez la vue\u00a0: ouest,sud,est,nord, en degrés.")
        if self.nearest("zoom") is None and "zoom" not in self.errors:
            self.add_error("zoom", "Indiquez le zoom, de 0 à 22.")


class ClusterFilterSet(OpportunityFilterSet):
    """`bbox` is what the map has in view; `zone` is what `bbox` is for the list."""

    tri = None  # type: ignore[assignment]  # how a FilterSet leaves a filter out
    page = None  # type: ignore[assignment]
    bbox = Parameter(BoxField, "Vue de la carte (ouest,sud,est,nord)")
    zone = Parameter(BoxField, "Zone de la recherche, qui remplace le rayon (ouest,sud,est,nord)")
    zoom = Parameter(ZoomField, "Zoom d’une carte web, de 0 à 22")

    class Meta(OpportunityFilterSet.Meta):
        form = ClusterForm


class SessionForm(CriteriaForm):
    """Days in France, both included."""

    def clean(self) -> None:
        super().clean()
        first, last = self.nearest("from"), self.nearest("to")
        if first and last and last < first:
            self.add_error("to", "Le dernier jour est avant le premier.")

    @property
    def sessions(self) -> SessionCriteria:
        """What is asked of the agenda."""
        last = self.nearest("to")
        return SessionCriteria(
            search=self.parsed.criteria,
            begins=self.nearest("from"),
            ends=last and last + datetime.timedelta(days=1),
            types=self.nearest("session_type"),
            audiences=self.nearest("audience"),
            statuses=self.nearest("status"),
        )


class SessionFilterSet(django_filters.FilterSet):
    """Where, as in a search, when, and what only sessions have."""

    lieu = OpportunityFilterSet.base_filters["lieu"]
    position = OpportunityFilterSet.base_filters["position"]
    rayon = OpportunityFilterSet.base_filters["rayon"]
    page = OpportunityFilterSet.base_filters["page"]
    session_type = Parameter(ChoicesField, "Type de session", choices=SessionType.choices)
    audience = Parameter(ChoicesField, "Public", choices=SessionAudience.choices)
    status = Parameter(ChoicesField, "Prévue, reportée ou annulée", choices=SessionStatus.choices)

    class Meta:
        model = Opportunity
        fields: tuple[str, ...] = ()
        form = SessionForm

    @classmethod
    def get_filters(cls) -> dict[str, Any]:
        """`from` is a word of Python, which no attribute can be named."""
        days = {
            "from": Parameter(DateField, "Premier jour"),
            "to": Parameter(DateField, "Dernier jour"),
        }
        return {**days, **super().get_filters()}
