"""The manager prepares the answer to a request for a file, and gives it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from portal.accounts.access import CapabilityRequiredMixin
from portal.accounts.capabilities import LEAD_UNIT
from portal.followup.access.log import Act, log
from portal.followup.case.screens import CaseFormView, CaseMixin
from portal.followup.contract.views.base import AddView, CaseActionView
from portal.followup.journal.draft_forms import KeepsTextMixin
from portal.followup.link.queries import side_of
from portal.followup.models import FileRequest
from portal.followup.own_side import clock, rules, team_queries
from portal.followup.own_side.dossier import sections_of
from portal.followup.own_side.errors import ChangedFileError
from portal.followup.own_side.forms import DeliverForm, ReasonForm, WithholdForm, tokens_of
from portal.followup.own_side.paper import file_pdf, withheld_of
from portal.followup.own_side.services import answering
from portal.followup.own_side.states import S
from portal.followup.own_side.views.files import file_answer
from portal.followup.stale_forms import SentAgainMixin
from snippets.errors import DomainError
from snippets.numbers import whole_number


class UnitRequestsView(CapabilityRequiredMixin, TemplateView):
    """`/suivi/demandes-de-dossier/`: those of one's unit, with their clock."""

    capability = LEAD_UNIT
    template_name = "followup/own_side/unit.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            waiting=team_queries.waiting_in_unit(self.person, timezone.localdate()),
            answered=team_queries.answered_in_unit(self.person),
            section="followup",
            section_of_area="file_requests",
            **kwargs,
        )


class _OfRequest:
    """About one request of a case of one's unit. What is out of reach is not found."""

    capability = LEAD_UNIT
    tab = "own_side"
    kwargs: dict[str, Any]

    @cached_property
    def asked(self) -> FileRequest:
        """The request of the address. Raises Http404, for who does not prepare it as well."""
        case, person = self.case, self.person  # type: ignore[attr-defined]
        if not rules.may_prepare(person, case):
            raise Http404
        rows = team_queries.requests_of(case, person).select_related("prepared_by")
        return get_object_or_404(rows, pk=self.kwargs["asked"])

    def get_success_url(self) -> str:
        return reverse("followup:file_request", args=[self.case.pk, self.asked.pk])  # type: ignore[attr-defined]

    @property
    def back(self) -> str:
        """Where its forms lead back."""
        return self.get_success_url()


class RequestView(_OfRequest, SentAgainMixin, CaseFormView):
    """`…/dossier/<asked>/`: what is left out, item by item; then what is to be done.

    The button that prepares sends the choices with it: none that was made is forgotten.
    """

    form_class = WithholdForm
    template_name = "followup/own_side/request.html"

    @cached_property
    def sections(self) -> Any:
        """What there is in the file; nothing once it is answered."""
        return sections_of(self.case, self.person) if self.asked.state == S.RECEIVED else []

    def get_initial(self) -> dict[str, Any]:
        return withheld_of(self.asked, self.person) | {"version": self.asked.version}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"sections": self.sections}

    @transaction.atomic
    def act(self, form: WithholdForm) -> str:
        shown = form.cleaned_data["shown"].split()
        row = answering.withhold(
            request=self.asked,
            reasons=form.reasons(),
            shown=shown,
            actor=self.actor,
            version=form.cleaned_data["version"],
        )
        if "prepare" in self.request.POST:
            answering.make_ready(request=row, shown=shown, actor=self.actor, version=row.version)
            return "Le dossier est prêt\u00a0: relisez-le, puis remettez-le."
        return "C’est enregistré. Relisez l’aperçu, puis préparez le dossier."

    def refreshed(self, error: DomainError) -> dict[str, Any]:
        """What is there now: sent again, it was read."""
        if isinstance(error, ChangedFileError):
            return {"shown": tokens_of(self.sections)}
        return super().refreshed(error)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        context = {
            "asked": self.asked,
            "is_late": clock.is_late(self.asked, today),
            "may_extend": self.asked.is_open
            and self.asked.extended_on is None
            and today <= self.asked.due_on,
            "is_lost": self.asked.state == S.DELIVERED
            and bool(self.asked.file)
            and side_of(self.case, self.person).link is None,
            "withheld": len(withheld_of(self.asked, self.person)),
        }
        return super().get_context_data(**(context | kwargs))


class PreviewView(_OfRequest, CaseMixin, View):
    """`…/dossier/<asked>/apercu.pdf`: what would be given now, or what is ready."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """All its bytes. Raises Http404 once it is answered."""
        asked = self.asked
        if not asked.is_open:
            raise Http404
        name = f"dossier-{self.case.shown_number}.pdf"
        if asked.file:
            return file_answer(asked.file, "application/pdf", name)
        body = file_pdf(self.case, asked, self.person, day=timezone.localdate())
        headers = {
            "Content-Disposition": f'inline; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
        }
        return HttpResponse(body, content_type="application/pdf", headers=headers)

    def log_reading(self) -> None:
        log(
            actor=self.actor,
            act=Act.PRINT,
            beneficiary=self.case,
            place="followup:file_preview",
        )


@dataclass(frozen=True, slots=True)
class _Button:
    """What a button of the request does, and the sentence that says so."""

    call: Callable[..., FileRequest]
    done: str


_BUTTONS = {
    "reprendre": _Button(answering.prepare_again, "Le dossier est à préparer de nouveau."),
    "autrement": _Button(
        answering.give_otherwise, "Le dossier est prêt\u00a0: remettez-le d’une autre façon."
    ),
    "retirer": _Button(answering.withdraw, "La demande est retirée."),
}


class RequestActionView(_OfRequest, CaseActionView):
    """`…/dossier/<asked>/<act>/`: taken back, given up."""

    def act(self) -> str:
        button = _BUTTONS.get(self.kwargs["act"])
        if button is None:
            raise Http404
        version = whole_number(self.request.POST.get("version", ""), digits=8) or 0
        button.call(request=self.asked, actor=self.actor, version=version)
        return button.done


class _RequestForm(_OfRequest, KeepsTextMixin, SentAgainMixin, AddView):
    """A form about a request."""

    template_name = "followup/own_side/team_form.html"
    form_name = ""

    def draft_form_of(self) -> str:
        return f"{self.form_name}:{self.asked.pk}"

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"version": self.asked.version}


class ExtendView(_RequestForm):
    """`…/dossier/<asked>/prolonger/`: more time, with a reason that the person reads."""

    title = "Prolonger le délai de réponse"
    button = "Prolonger le délai"
    notice = (
        "La loi le permet une fois, si le dossier est complexe\u00a0: la personne est prévenue "
        "avant la fin du premier délai. Sans compte lié, écrivez-lui."
    )
    form_class = ReasonForm
    form_name = "file_extend"

    def act(self, form: ReasonForm) -> str:
        answering.extend(request=self.asked, actor=self.actor, **form.cleaned_data)
        return "Le délai est prolongé."


class RefuseView(_RequestForm):
    """`…/dossier/<asked>/refuser/`: with a reason that the person reads."""

    title = "Refuser la demande"
    button = "Refuser la demande"
    notice = (
        "Un refus est rare\u00a0: l’identité n’est pas sûre, ou la demande se répète sans raison. "
        "La personne peut se plaindre à la CNIL. Sans compte lié, écrivez-lui."
    )
    form_class = ReasonForm
    form_name = "file_refuse"

    def act(self, form: ReasonForm) -> str:
        answering.refuse(request=self.asked, actor=self.actor, **form.cleaned_data)
        return "La demande est refusée."


class DeliverView(_RequestForm):
    """`…/dossier/<asked>/remettre/`: in the person's space, by hand, by letter."""

    title = "Remettre le dossier"
    button = "Noter la remise"
    form_class = DeliverForm
    form_name = "file_deliver"

    def get_form_kwargs(self) -> dict[str, Any]:
        is_linked = side_of(self.case, self.person).link is not None
        return super().get_form_kwargs() | {"is_linked": is_linked}

    def act(self, form: DeliverForm) -> str:
        answering.deliver(request=self.asked, actor=self.actor, **form.cleaned_data)
        return "La remise est notée."
