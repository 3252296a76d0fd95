"""Recruitment sessions: the agenda."""

from http import HTTPStatus
from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_view

from search.api import examples
from search.api.base import PublicView
from search.api.filters import SessionFilterSet, SessionForm
from search.api.pagination import NumberedPages
from search.api.serializers import SessionListSerializer, SessionSerializer
from search.index import change_log
from search.queries import sessions


@extend_schema_view(
    get=extend_schema(
        operation_id="sessions_list",
        tags=["Annonces"],
        summary="Lire l’agenda des sessions de recrutement",
        description=(
            "Les sessions à venir ou en cours, la plus proche d’abord, 20 par page. "
            "«\u00a0from\u00a0» et «\u00a0to\u00a0» sont des jours (heure de Paris), compris tous "
            "les deux. Les sessions reportées ou annulées y sont\u00a0: voyez «\u00a0status\u00a0»."
        ),
        examples=[OpenApiExample("Bâtiment", examples.SESSION_LIST)],
    )
)
class SessionsView(PublicView):
    """Sessions that are not over, by date."""

    sources = (change_log.OPPORTUNITIES, change_log.COMMUNES)
    filterset_class = SessionFilterSet
    serializer_class = SessionListSerializer
    result_class = SessionSerializer
    pagination_class = NumberedPages
    problems = (HTTPStatus.NOT_FOUND,)

    def content(self, form: SessionForm, version: str) -> dict[str, Any]:
        """One page of the agenda."""
        rows = self.paginate_queryset(sessions.found(form.sessions))
        return self.paginator.members(rows)
