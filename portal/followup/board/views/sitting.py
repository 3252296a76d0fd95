"""The members of a session: its agenda, one case, an opinion, while it is open."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from portal.accounts.access import CapabilityRequiredMixin
from portal.accounts.capabilities import SIT_ON_BOARD
from portal.followup.board import queries, rules, sitting
from portal.followup.board.errors import BoardError, ConflictOfInterestError
from portal.followup.board.forms import ConflictForm, OpinionForm
from portal.followup.board.models import ReviewBoardSession, ReviewCase
from portal.followup.board.states import C
from snippets.form_views import ServiceFormView


class SittingMixin(CapabilityRequiredMixin):
    """A screen of a member."""

    capability = SIT_ON_BOARD
    kwargs: dict[str, Any]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {"section": "followup", "section_of_area": "board"}
        return super().get_context_data(**(context | kwargs))  # type: ignore[misc]

    @cached_property
    def board(self) -> ReviewBoardSession:
        """The session of the address, open, in which one sits. Raises Http404."""
        found = get_object_or_404(queries.own_sessions(self.person), pk=self.kwargs["session"])
        if not rules.sits(self.person, found):
            raise Http404
        return found


class OwnSessionsView(SittingMixin, TemplateView):
    """`/suivi/equipe/`: the sessions to which one was called."""

    template_name = "followup/board/own_sessions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sessions = queries.own_sessions(self.person)[:50]
        return super().get_context_data(sessions=sessions, **kwargs)


class AgendaView(SittingMixin, TemplateView):
    """`/suivi/equipe/<session>/`: the cases, while the session is open."""

    template_name = "followup/board/agenda.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lines = sitting.agenda_of(self.board, self.person)
        return super().get_context_data(board=self.board, lines=lines, **kwargs)


class _OneCase(SittingMixin, ServiceFormView):
    """About one case of the agenda."""

    def get_success_url(self) -> str:
        return reverse("followup:board_agenda", args=[self.board.pk])

    @property
    def key(self) -> int:
        """Of the case, as the address has it."""
        key: int = self.kwargs["review"]
        return key

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)
        except ReviewCase.DoesNotExist:
            raise Http404 from None


class BoardCaseView(_OneCase):
    """`/suivi/equipe/<session>/<review>/`: read it, write the opinion."""

    form_class = OpinionForm
    template_name = "followup/board/case.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sheet = sitting.sheet_of(self.board, self.key, self.actor, place="followup:board_case")
        return super().get_context_data(
            board=self.board,
            sheet=sheet,
            age=sitting.age_of(sheet.case, timezone.localdate()),
            is_awaited=sheet.review.state == C.LISTED,
            **kwargs,
        )

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Who has to do with a case is told so, on the agenda."""
        try:
            return super().dispatch(request, *args, **kwargs)
        except ConflictOfInterestError as error:
            messages.error(request, str(error))
            return redirect("followup:board_agenda", self.kwargs["session"])
        except BoardError:
            raise Http404 from None

    def act(self, form: OpinionForm) -> str:
        sitting.give_opinion(
            session=self.board, key=self.key, actor=self.actor, **form.cleaned_data
        )
        return "L’avis est enregistré."


class ConflictView(_OneCase):
    """`…/conflit/`: keep out of a case."""

    form_class = ConflictForm
    template_name = "followup/board/form.html"

    def act(self, form: ConflictForm) -> str:
        sitting.declare_conflict(
            session=self.board, key=self.key, actor=self.actor, **form.cleaned_data
        )
        return "C’est noté\u00a0: vous ne lisez pas ce dossier et ne donnez pas d’avis."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if not sitting.has_case(self.board, self.key):
            raise Http404
        words = {
            "title": "Me retirer de ce dossier",
            "button": "Me retirer",
            "notice": "En cas de lien avec la personne, son foyer ou son suivi. C’est définitif "
            "pour cette séance.",
            "back": self.get_success_url(),
            "is_offered": True,
        }
        return super().get_context_data(**(words | kwargs))
