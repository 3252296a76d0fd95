"""Requests of referents: the officer's screen, writing one, answering one, one's own."""

from http import HTTPStatus
from typing import Any

from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from portal.accounts.access import CapabilityRequiredMixin
from portal.accounts.capabilities import FOLLOW_CASES, ORIENT
from portal.followup.case.screens import CaseFormView, CaseMixin
from portal.followup.case.tabs import Needs
from portal.followup.orientation import queries, requests, rules, services
from portal.followup.orientation.errors import IncompleteRequestError
from portal.followup.orientation.forms import AnswerForm, RequestForm
from portal.followup.orientation.models import ReorientationRequest
from portal.followup.orientation.services import ToHandOver
from portal.followup.orientation.states import OPEN
from portal.followup.orientation.views.deciding import DecisionView, described
from portal.followup.rows.versions import ChangedMeanwhileError
from snippets.errors import DomainError
from snippets.form_views import ServiceActionView

Kind, State = ReorientationRequest.Kind, ReorientationRequest.State
PAGE = 50


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


class RequestView(CaseFormView):
    """Write a request: kept as a draft, sent once it is complete."""

    capability = FOLLOW_CASES
    needs = Needs.WHOLE
    tab = "pathway"
    form_class = RequestForm
    template_name = "followup/orientation/request.html"

    @cached_property
    def draft(self) -> ReorientationRequest | None:
        """The request that is being written. Raises Http404 for whoever is not the referent."""
        if not rules.may_ask(self.person, self.case):
            raise Http404
        rows = ReorientationRequest.objects.visible_to(self.person)
        return rows.filter(beneficiary=self.case, state=State.DRAFT).first()

    def get_initial(self) -> dict[str, Any]:
        if self.draft is None:
            return {"kind": self.request.GET.get("demande", Kind.REORIENTATION)}
        names = (*requests.FIELDS, "version")
        return {name: getattr(self.draft, name) for name in names}

    def act(self, form: RequestForm) -> str:
        values = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        if self.draft is None:
            saved = requests.ask(beneficiary=self.case, actor=self.actor, **values)
        else:
            saved = requests.save(
                request=self.draft,
                values=values,
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
        if not isinstance(error, ChangedMeanwhileError):
            return super().refused(form, error)
        form.add_error(None, str(error))
        form.data = form.data.copy()
        form.data["version"] = error.row.version
        context = self.get_context_data(form=form, theirs=described(error.row))
        return self.render_to_response(context, status=HTTPStatus.CONFLICT)

    def get_success_url(self) -> str:
        return reverse("followup:pathway", args=[self.case.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = ReorientationRequest.objects.visible_to(self.person).filter(
            beneficiary=self.case, state=State.SENT
        )
        draft = self.draft
        context = {
            "draft": draft,
            "lacks": requests.missing(draft) if draft else [],
            "waiting": waiting.first(),
            "theirs": "",
        }
        return super().get_context_data(**(context | kwargs))


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


class AnswerView(DecisionView):
    """Read a request and answer it."""

    form_class = AnswerForm
    template_name = "followup/orientation/answer.html"

    @cached_property
    def asked(self) -> ReorientationRequest:
        """The request of the address. Raises Http404."""
        rows = ReorientationRequest.objects.visible_to(self.person)
        rows = rows.select_related("beneficiary", "asked_by__structure", "wanted_structure")
        sent = rows.exclude(state__in=[State.DRAFT, State.WITHDRAWN])
        return get_object_or_404(sent, pk=self.kwargs["asked"], beneficiary=self.case)

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
        }

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
        """The day of an exit has another name here, beside that of an orientation."""
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
