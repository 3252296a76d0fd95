"""Recruitment sessions: the agenda."""

import datetime
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest

from pages.models.session import SessionAudience, SessionStatus, SessionType
from search.api import examples, representation
from search.api.base import PublicView, origin, pages, selected
from search.api.openapi import Operation
from search.api.parameters import SEARCH, DateField, SelectionField, checked_search
from search.api.problems import InvalidParametersError
from search.api.shapes import SESSION
from search.criteria import PAGE_SIZE
from search.index import change_log
from search.parameters.fields import ChoicesField
from search.queries import sessions
from search.queries.sessions import SessionCriteria

Question = tuple[SessionCriteria, dict[str, Any]]


class SessionsView(PublicView):
    """Sessions that are not over, by date."""

    sources = (change_log.OPPORTUNITIES, change_log.COMMUNES)
    operation = Operation(
        name="sessions_list",
        tag="Annonces",
        summary="Lire l’agenda des sessions de recrutement",
        description=(
            "Les sessions à venir ou en cours, la plus proche d’abord, 20 par page. "
            "«\u00a0from\u00a0» et «\u00a0to\u00a0» sont des jours (heure de Paris), compris tous "
            "les deux. Les sessions reportées ou annulées y sont\u00a0: voyez «\u00a0status\u00a0»."
        ),
        answer="SessionList",
        example=examples.SESSION_LIST,
        parameters={
            "from": DateField(label="Premier jour"),
            "to": DateField(label="Dernier jour"),
            **{name: SEARCH[name] for name in ("lieu", "position", "rayon", "page")},
            "session_type": ChoicesField(label="Type de session", choices=SessionType.choices),
            "audience": ChoicesField(label="Public", choices=SessionAudience.choices),
            "status": ChoicesField(
                label="Prévue, reportée ou annulée", choices=SessionStatus.choices
            ),
            "fields": SelectionField(SESSION, label="Champs voulus, séparés par des virgules"),
        },
        problems=(HTTPStatus.NOT_FOUND,),
    )

    def question(self, request: HttpRequest, **parts: Any) -> Question:
        """Criteria, and the other values."""
        search, values = checked_search(request.GET, self.operation.parameters)
        begins, last = values["from"], values["to"]
        if begins and last and last < begins:
            reason = "Le dernier jour est avant le premier."
            raise InvalidParametersError({"to": reason})
        criteria = SessionCriteria(
            search=search,
            begins=begins,
            ends=last and last + datetime.timedelta(days=1),
            types=values["session_type"],
            audiences=values["audience"],
            statuses=values["status"],
        )
        return criteria, values

    def content(self, request: HttpRequest, question: Question, version: str) -> dict[str, Any]:
        """One page of the agenda."""
        criteria, values = question
        page = criteria.search.page
        links = pages(request, page=page, count=sessions.count(criteria), size=PAGE_SIZE)
        records = sessions.page(criteria, offset=(page - 1) * PAGE_SIZE, limit=PAGE_SIZE)
        site, fields = origin(request), values["fields"]
        return {
            **links,
            "results": [selected(representation.session(item, site), fields) for item in records],
        }
