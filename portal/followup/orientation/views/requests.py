"""Requests of referents: the officer's screen, writing one, answering one, one's own."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from portal.accounts.access import CapabilityRequiredMixin
from portal.accounts.capabilities import FOLLOW_CASES, ORIENT
from portal.followup.case.conflicts import ShowsTheirsMixin
from portal.followup.case.leaving import OfActiveCaseMixin
from portal.followup.case.screens import CaseFormView, CaseMixin
from portal.followup.case.tabs import Needs
from portal.followup.journal.draft_forms import KeepsTextMixin
from portal.followup.journal.labels import texts_of
from portal.followup.orientation import queries, requests, rules, services
from portal.followup.orientation.errors import IncompleteRequestError
from portal.followup.orientation.forms import AnswerForm, RequestForm
from portal.followup.orientation.models import ReorientationRequest
from portal.followup.orientation.services import ToHandOver
from portal.followup.orientation.states import OPEN
from portal.followup.orientation.views.deciding import WrittenDecisionView
from portal.followup.orientation.wording import described, what_became_of
from portal.followup.rows.versions import ChangedMeanwhileError
from snippets.errors import DomainError
from snippets.form_views import ServiceActionView

Kind, State = ReorientationRequest.Kind, ReorientationRequest.State
PAGE = 50
# What each request is for.
ABOUT = {
    Kind.REORIENTATION: "Un autre parcours, avec la même structure ou une autre.",
    Kind.REFERENT: "Le parcours reste le même, quelqu’un d’autre suit la personne.",
    Kind.EXIT: "Emploi, retraite, déménagement, décès\u00a0: le suivi se termine.",
}


class OfficerView(CapabilityRequiredMixin, TemplateView):
    """What is to orient, to notify, to answer, and who has no referent; a list at a time."""

    capability = ORIENT
    template_name = "followup/orientation/officer.html"
    LISTS = {
        "orienter": "À orienter",
        "notifier": "À notifier",
        "demandes": "Demandes à répondre",
        "referent": "Sans référent·e",
    }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        name = self.request.GET.get("liste", "")
        name = name if name in self.LISTS else "orienter"
        rows = {
            "orienter": queries.to_orient,
            "notifier": queries.to_notify,
            "demandes": queries.waiting_requests,
            "referent": queries.without_referent,
        }
        counts = {
            "orienter": queries.cases_to_orient(self.person).count(),
            "notifier": queries.to_notify(self.person).count(),
            "demandes": queries.waiting_requests(self.person).count(),
            "referent": queries.without_referent(self.person).count(),
        }
        page = Paginator(rows[name](self.person), PAGE).get_page(self.request.GET.get("page"))
        lists = [(key, label, counts[key]) for key, label in self.LISTS.items()]
        context = {"lists": lists, "name": name, "page": page, "rows": [*page.object_list]}
        if name == "referent":
            present = queries.referents_by_case([row.beneficiary_id for row in context["rows"]])
            for row in context["rows"]:
                row.former = present.get(row.beneficiary_id)
        return super().get_context_data(
            section="followup",
            section_of_area="requests",
            today=timezone.localdate(),
            **context,
            **kwargs,
        )


class _AskingMixin:
    """A screen on which the referent asks for a change. Raises Http404 for anybody else."""

    capability = FOLLOW_CASES
    needs = Needs.WHOLE
    tab = "pathway"

    @cached_property
    def unsent(self) -> ReorientationRequest | None:
        """The request that is being written."""
        return self._one(State.DRAFT)

    @cached_property
    def waiting(self) -> ReorientationRequest | None:
        """The one that waits for its answer."""
        return self._one(State.SENT)

    def _one(self, state: str) -> ReorientationRequest | None:
        if not rules.may_ask(self.person, self.case):  # type: ignore[attr-defined]
            raise Http404
        rows = ReorientationRequest.objects.visible_to(self.person).select_related("asked_by")  # type: ignore[attr-defined]
        found: ReorientationRequest | None = rows.filter(
            beneficiary=self.case,  # type: ignore[attr-defined]
            state=state,
        ).first()
        return found


class ChooseRequestView(_AskingMixin, CaseMixin, TemplateView):
    """`…/demande/`: which change is asked; the form of what is being written already."""

    template_name = "followup/orientation/choose_request.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Another choice is still possible: `?autre`."""
        if self.unsent and "autre" not in request.GET:
            return redirect("followup:request_write", self.case.pk, self.unsent.kind)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {
            "waiting": self.waiting,
            "unsent": self.unsent,
            "kinds": [(kind.value, kind.label, ABOUT[kind]) for kind in Kind],
        }
        return super().get_context_data(**(context | kwargs))


class RequestView(_AskingMixin, KeepsTextMixin, OfActiveCaseMixin, ShowsTheirsMixin, CaseFormView):
    """`…/demande/<kind>/`: write a request, kept as a draft, sent once it is complete."""

    form_class = RequestForm
    template_name = "followup/orientation/request.html"

    @cached_property
    def kind(self) -> ReorientationRequest.Kind:
        """What is asked. Raises Http404 for an address that names nothing."""
        if self.kwargs["kind"] not in Kind.values:
            raise Http404
        return Kind(self.kwargs["kind"])

    def draft_form_of(self) -> str:
        return f"request_{self.kind}"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """While another one waits for its answer, the first screen says so."""
        if self.kind and self.unsent is None and self.waiting is not None:
            return redirect("followup:request", self.case.pk)
        return super().get(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        names = (*requests.FIELDS, "version")
        written = {name: getattr(self.unsent, name) for name in names} if self.unsent else {}
        return written | super().get_initial()

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"kind": self.kind}

    def act(self, form: RequestForm) -> str:
        values = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        if self.unsent is None:
            saved = requests.ask(beneficiary=self.case, kind=self.kind, actor=self.actor, **values)
        else:
            saved = requests.save(
                request=self.unsent,
                values=values | {"kind": self.kind},
                actor=self.actor,
                version=form.cleaned_data["version"] or 0,
            )
        if "send" not in self.request.POST:
            return "Le brouillon est enregistré. Envoyez la demande quand elle est complète."
        self.saved = saved
        requests.send(request=saved, actor=self.actor, version=saved.version)
        return "La demande est envoyée à l’orientation."

    def refused(self, form: Any, error: DomainError) -> HttpResponse:
        """What was typed is kept in every case; what is missing is said at its field."""
        if isinstance(error, IncompleteRequestError):
            form.data = form.data.copy()
            form.data["version"] = self.saved.version
            for name, what in error.missing:
                form.add_error(name, what)
        if isinstance(error, ChangedMeanwhileError) and error.row.state != State.DRAFT:
            return show_closed(self, error.row, form)
        return super().refused(form, error)

    def theirs_of(self, row: ReorientationRequest) -> str:
        return described(row)

    def get_success_url(self) -> str:
        return reverse("followup:pathway", args=[self.case.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        unsent = self.unsent
        context = {
            "unsent": unsent,
            "kind_label": str(self.kind.label),
            "changes_kind": unsent is not None and unsent.kind != self.kind,
            "lacks": requests.missing(unsent) if unsent and unsent.kind == self.kind else [],
            "theirs": "",
        }
        return super().get_context_data(**(context | kwargs))


def show_closed(view: Any, row: ReorientationRequest, form: Any) -> HttpResponse:
    """A request that somebody else sent, answered or withdrew meanwhile, and what was typed."""
    context = view.case_context() | {
        "asked": row,
        "became": what_became_of(row),
        "typed": texts_of(form.data.dict()),
    }
    name = "followup/orientation/closed_request.html"
    return render(view.request, name, context, status=HTTPStatus.CONFLICT)


class WithdrawRequestView(CaseMixin, ServiceActionView):
    """Take one's request back."""

    capability = FOLLOW_CASES
    needs = Needs.WHOLE

    def act(self) -> str:
        """Withdraw it. Raises Http404 for whoever is not the referent."""
        if not rules.may_ask(self.person, self.case):
            raise Http404
        rows = ReorientationRequest.objects.visible_to(self.person).select_related("beneficiary")
        request = get_object_or_404(rows, pk=self.kwargs["asked"], beneficiary=self.case)
        requests.withdraw(request=request, actor=self.actor, version=request.version)
        return "La demande est retirée."

    def get_success_url(self) -> str:
        return reverse("followup:pathway", args=[self.case.pk])


class AnswerView(WrittenDecisionView):
    """Read a request and answer it."""

    draft_form = "request_answer"
    form_class = AnswerForm
    template_name = "followup/orientation/answer.html"

    @cached_property
    def asked(self) -> ReorientationRequest:
        """The request of the address. Raises Http404."""
        rows = ReorientationRequest.objects.visible_to(self.person)
        rows = rows.select_related(
            "beneficiary", "asked_by__structure", "decided_by", "wanted_structure"
        )
        sent = rows.filter(sent_at__isnull=False)
        return get_object_or_404(sent, pk=self.kwargs["asked"], beneficiary=self.case)

    def draft_form_of(self) -> str:
        return f"{self.draft_form}:{self.asked.pk}"

    def is_offered(self) -> bool:
        """What became of the request says more than that the person left."""
        return True

    @cached_property
    def items(self) -> list[ToHandOver]:
        """What the referent leaves, but the request that is answered."""
        if self.asked.kind != Kind.REFERENT:
            return []
        return [
            item
            for item in services.what_to_hand_over(self.case)
            if item.key != ("request", self.asked.pk)
        ]

    def get_initial(self) -> dict[str, Any]:
        asked, orientation = self.asked, self.orientation
        seen: Any = orientation.pk if orientation else None
        if asked.kind == Kind.REFERENT:
            referent = queries.referents_by_case([self.case.pk]).get(self.case.pk)
            seen = referent.pk if referent else None
        return {
            "seen": seen,
            "version": asked.version,
            "path": asked.wanted_path,
            "structure": asked.wanted_structure_id,
            "unit": self.case.unit_id,
            "starts_on": timezone.localdate(),
            "exit_reason": asked.exit_reason,
            "exit_on": asked.exit_on,
        } | super().get_initial()

    def get_form_kwargs(self) -> dict[str, Any]:
        professionals = queries.professionals_for(self.orientation)
        return super().get_form_kwargs() | {
            "request": self.asked,
            "professionals": professionals.exclude(pk=self.asked.asked_by_id),
            "items": self.items,
        }

    def act(self, form: AnswerForm) -> str:
        requests.decide(
            request=self.asked,
            answer=form.cleaned_data["answer"],
            actor=self.actor,
            version=form.cleaned_data["version"],
            outcome=self._outcome(form) if form.accepts else None,
        )
        return "La demande est acceptée." if form.accepts else "La demande est refusée."

    def refused(self, form: Any, error: DomainError) -> HttpResponse:
        """What was answered meanwhile is no form any more; the day of an exit has its own name."""
        if isinstance(error, ChangedMeanwhileError) and error.row.state not in OPEN:
            return show_closed(self, error.row, form)
        if error.field == "on":
            error.field = "exit_on"
        return super().refused(form, error)

    def _outcome(self, form: AnswerForm) -> requests.Outcome:
        data = form.cleaned_data
        if self.asked.kind == Kind.REORIENTATION:
            names = ("path", "structure", "unit", "starts_on", "seen")
            return requests.Reoriented(**{name: data[name] for name in names})
        if self.asked.kind == Kind.REFERENT:
            return requests.Entrusted(data["professional"], form.fates, data["seen"])
        return requests.Exited(data["exit_reason"], data["exit_on"], data["situation"])

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """A request that was answered is read on the pathway."""
        if self.asked.state not in OPEN:
            messages.info(request, what_became_of(self.asked))
            return redirect("followup:pathway", self.case.pk)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        returned = [item for item in self.items if not item.is_asked]
        return super().get_context_data(asked=self.asked, returned=returned, **kwargs)


class OwnRequestsView(CapabilityRequiredMixin, TemplateView):
    """What became of one's requests, whether the case is still one's own or not."""

    capability = FOLLOW_CASES
    template_name = "followup/orientation/own_requests.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = requests.own_requests(self.person).order_by(
            F("sent_at").desc(nulls_first=True), "-pk"
        )
        page = Paginator(rows, PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            section="followup", section_of_area="own_requests", page=page, **kwargs
        )
