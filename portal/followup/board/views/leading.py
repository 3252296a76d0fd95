"""The manager of a unit plans, prepares, opens and closes its sessions."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.views import View
from django.views.generic import TemplateView

from portal.accounts.access import CapabilityRequiredMixin
from portal.accounts.capabilities import PREPARE_BOARD
from portal.followup.access.log import Act, log
from portal.followup.board import preparing, queries
from portal.followup.board.forms import (
    CloseForm,
    OpenForm,
    PrepareForm,
    ReasonForm,
    SessionForm,
)
from portal.followup.board.minutes import minutes_pdf
from portal.followup.board.models import ReviewBoardSession, ReviewCase
from portal.followup.board.states import B, C
from portal.followup.stale_forms import SentAgainMixin
from snippets.form_views import ServiceFormView


class LeadingMixin(CapabilityRequiredMixin):
    """A screen of who leads sessions."""

    capability = PREPARE_BOARD

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {"section": "followup", "section_of_area": "board_sessions"}
        return super().get_context_data(**(context | kwargs))  # type: ignore[misc]


class SessionMixin(LeadingMixin):
    """About one session of the unit."""

    kwargs: dict[str, Any]

    @cached_property
    def board(self) -> ReviewBoardSession:
        """The session of the address. Raises Http404."""
        return get_object_or_404(queries.led_sessions(self.person), pk=self.kwargs["session"])

    def get_success_url(self) -> str:
        return reverse("followup:board_session", args=[self.board.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"board": self.board} | kwargs))


class SessionsView(LeadingMixin, TemplateView):
    """`/suivi/seances/`: those of the unit, and how many cases wait."""

    template_name = "followup/board/sessions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            sessions=queries.led_sessions(self.person)[:50],
            waiting=queries.waiting_count(self.person),
            **kwargs,
        )


class NewSessionView(LeadingMixin, ServiceFormView):
    """`/suivi/seances/nouvelle/`."""

    form_class = SessionForm
    template_name = "followup/board/form.html"
    success_url: Any = reverse_lazy("followup:board_sessions")

    def act(self, form: SessionForm) -> str:
        made = preparing.plan_session(
            starts_at=form.starts_at, place=form.cleaned_data["place"], actor=self.actor
        )
        self.success_url = reverse("followup:board_session", args=[made.pk])
        return "La séance est prévue\u00a0: choisissez les dossiers et les membres."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = {"title": "Prévoir une séance", "button": "Prévoir la séance"}
        back = reverse("followup:board_sessions")
        return super().get_context_data(**(words | {"back": back} | kwargs))


class _SessionForm(SentAgainMixin, SessionMixin, ServiceFormView):
    """A form of one session, with the version that it was read on."""

    template_name = "followup/board/form.html"
    title = ""
    button = ""
    notice = ""
    # In which the form is of use.
    state = B.PREPARED

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.board.version}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = {"title": self.title, "button": self.button, "notice": self.notice}
        context = words | {
            "back": self.get_success_url(),
            "is_offered": self.board.state == self.state,
        }
        return super().get_context_data(**(context | kwargs))


class SessionView(_SessionForm):
    """`/suivi/seances/<session>/`: prepared, then told."""

    template_name = "followup/board/session.html"
    form_class = PrepareForm
    title = "Préparer la séance"
    button = "Enregistrer"

    def get_initial(self) -> dict[str, Any]:
        reviews = queries.reviews_of(self.board, self.person).filter(state=C.LISTED)
        members = queries.members_of(self.board, self.person)
        return super().get_initial() | {
            "reviews": [review.pk for review in reviews],
            "members": [member.user_id for member in members],
        }

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "reviews": queries.agenda_choices(self.board, self.person),
            "people": queries.people_to_call(),
            "known": queries.members_of(self.board, self.person),
        }

    def act(self, form: PrepareForm) -> str:
        preparing.prepare(
            session=self.board,
            reviews=form.cleaned_data["reviews"],
            members=form.cleaned_data["members"],
            qualities=form.qualities,
            actor=self.actor,
            version=form.cleaned_data["version"],
        )
        return "L’ordre du jour et les membres sont enregistrés."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            reviews=queries.reviews_of(self.board, self.person),
            members=queries.members_of(self.board, self.person),
            **kwargs,
        )


class OpenView(_SessionForm):
    """`…/ouvrir/`: who is there; they then read the agenda's cases."""

    form_class = OpenForm
    title = "Ouvrir la séance"
    button = "Ouvrir la séance"
    notice = (
        "Les membres présents lisent les dossiers de l’ordre du jour dès l’ouverture, et jusqu’à "
        "la clôture, ou à la fin de la journée."
    )

    def get_form_kwargs(self) -> dict[str, Any]:
        members = queries.members_of(self.board, self.person)
        return super().get_form_kwargs() | {"members": members}

    def act(self, form: OpenForm) -> str:
        preparing.open_session(
            session=self.board,
            present=[member.pk for member in form.cleaned_data["present"]],
            actor=self.actor,
            version=form.cleaned_data["version"],
        )
        return "La séance est ouverte."


class CancelView(_SessionForm):
    """`…/annuler/`: its cases wait for another one."""

    form_class = ReasonForm
    title = "Annuler la séance"
    button = "Annuler la séance"

    def act(self, form: ReasonForm) -> str:
        preparing.cancel(session=self.board, actor=self.actor, **form.cleaned_data)
        return "La séance est annulée\u00a0: ses dossiers attendent la prochaine."


class PostponeView(_SessionForm):
    """`…/<review>/reporter/`: leave a case to another session."""

    form_class = ReasonForm
    title = "Reporter un dossier à une autre séance"
    button = "Reporter ce dossier"
    state = B.OPEN

    @cached_property
    def review(self) -> ReviewCase:
        """The case of the address. Raises Http404."""
        rows = queries.reviews_of(self.board, self.person)
        return get_object_or_404(rows, pk=self.kwargs["review"])

    def get_initial(self) -> dict[str, Any]:
        _ = self.review
        return super().get_initial()

    def act(self, form: ReasonForm) -> str:
        preparing.postpone_case(
            session=self.board, review=self.review, actor=self.actor, **form.cleaned_data
        )
        return "Le dossier est reporté."


class CloseView(_SessionForm):
    """`…/clore/`: members read nothing more."""

    form_class = CloseForm
    title = "Clore la séance"
    button = "Clore la séance"
    state = B.OPEN

    def act(self, form: CloseForm) -> str:
        preparing.close_session(session=self.board, actor=self.actor, **form.cleaned_data)
        return "La séance est close. Le procès-verbal est prêt."


class MinutesView(SessionMixin, View):
    """`…/proces-verbal.pdf`: of a session that is closed."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The file, whole; its reading is logged. Raises Http404 before the end."""
        if self.board.state != B.CLOSED:
            raise Http404
        log(actor=self.actor, act=Act.PRINT, place="followup:board_minutes")
        answer = HttpResponse(minutes_pdf(self.board), content_type="application/pdf")
        answer["Content-Disposition"] = f'inline; filename="seance-{self.board.pk}.pdf"'
        return answer
