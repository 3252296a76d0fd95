"""The employment officers' screens: what waits, one organisation, its suspension."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import DateTimeField, Exists, OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView

from portal.accounts.access import CapabilityRequiredMixin
from portal.accounts.capabilities import VERIFY_ORGANISATIONS
from portal.accounts.models import JoinRequest, Membership, VerificationRequest
from portal.organisations.forms import DecisionForm, ReasonForm, SuspensionForm
from portal.organisations.services.suspension import (
    restore_organisation,
    suspend_organisation,
)
from portal.organisations.services.verification import decide_verification
from portal.organisations.standing import standing
from snippets.form_views import ServiceFormView
from snippets.models import Organisation

PER_PAGE = 50
WAITING, CORRECTION, SUSPENDED, ALL = "a-verifier", "a-corriger", "suspendues", "toutes"
STATES = {
    WAITING: "À vérifier",
    CORRECTION: "À corriger",
    SUSPENDED: "Suspendues",
    ALL: "Toutes",
}


class QueueView(CapabilityRequiredMixin, TemplateView):
    """`/organisations/verifier/`: by state (`etat`), by words of the name or number (`q`)."""

    capability = VERIFY_ORGANISATIONS
    template_name = "organisations/queue.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The list, and the requests that no manager can answer."""
        text = self.request.GET.get("q", "").strip()
        state = self.request.GET.get("etat", "")
        if state not in STATES:
            state = ALL if text else WAITING
        pages = Paginator(_in_state(state, text), PER_PAGE)
        return super().get_context_data(
            page=pages.get_page(self.request.GET.get("page")),
            state=state,
            text=text,
            states=STATES.items(),
            orphans=_without_manager(),
            **kwargs,
        )


class _FoundMixin:
    """One organisation, any of them."""

    organisation: Organisation

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = Organisation.objects.select_related("commune", "suspended_by", "verified_by")
        self.organisation = get_object_or_404(found.defer("commune__contour"), slug=kwargs["slug"])
        response: HttpResponseBase = super().dispatch(  # type: ignore[misc]
            request, *args, **kwargs
        )
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(  # type: ignore[misc]
            organisation=self.organisation, **kwargs
        )
        return context

    def get_success_url(self) -> str:
        return reverse("organisations:review", args=[self.organisation.slug])


class _OneMixin(CapabilityRequiredMixin, _FoundMixin):
    """A screen about one organisation: the right is checked before it is looked for."""

    capability = VERIFY_ORGANISATIONS


class ReviewView(_OneMixin, ServiceFormView):
    """Read an organisation, and answer."""

    form_class = DecisionForm
    template_name = "organisations/review.html"

    def get_initial(self) -> dict[str, Any]:
        """What the officer is about to read."""
        return {"seen": standing(self.organisation).seen}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        organisation = self.organisation
        history = organisation.verification_requests.filter(decided_at__isnull=False)
        return super().get_context_data(
            standing=standing(organisation),
            memberships=organisation.memberships.active().select_related("user"),
            history=history.newest_first().select_related("decided_by"),
            twins=_twins(organisation),
            **kwargs,
        )

    def act(self, form: DecisionForm) -> str:
        request = decide_verification(
            organisation=self.organisation,
            outcome=form.cleaned_data["outcome"],
            message=form.cleaned_data["message"],
            seen=form.cleaned_data["seen"],
            actor=self.actor,
        )
        return {
            VerificationRequest.Outcome.VERIFIED: "L’organisation est vérifiée.",
            VerificationRequest.Outcome.CORRECTION: "La demande de correction est envoyée.",
            VerificationRequest.Outcome.REFUSED: "L’organisation est refusée.",
        }[VerificationRequest.Outcome(request.outcome)]

    def get_success_url(self) -> str:
        return reverse("organisations:queue")


class SuspendView(_OneMixin, ServiceFormView):
    """Suspend."""

    form_class = SuspensionForm
    template_name = "organisations/suspend.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "help_text": "Les gestionnaires le lisent."}

    def act(self, form: SuspensionForm) -> str:
        withdrawn = suspend_organisation(
            organisation=self.organisation,
            reason=form.cleaned_data["reason"],
            withdraw_opportunities=form.cleaned_data["withdraw_opportunities"],
            actor=self.actor,
        )
        if not withdrawn:
            return "L’organisation est suspendue."
        return f"L’organisation est suspendue. Annonces retirées\u00a0: {withdrawn}."


class RestoreView(_OneMixin, ServiceFormView):
    """End a suspension."""

    form_class = ReasonForm
    template_name = "organisations/restore.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "help_text": "Il est gardé dans le journal."}

    def act(self, form: ReasonForm) -> str:
        restore_organisation(
            organisation=self.organisation, reason=form.cleaned_data["reason"], actor=self.actor
        )
        return "L’organisation est rétablie."


def _in_state(state: str, text: str) -> QuerySet[Organisation]:
    """The organisations of a list, the longest wait first, with what its columns show."""
    requests = VerificationRequest.objects.filter(organisation=OuterRef("pk"))
    namesakes = Organisation.objects.filter(
        folded_name=OuterRef("folded_name"), commune=OuterRef("commune")
    ).exclude(pk=OuterRef("pk"))
    found = (
        Organisation.objects.select_related("commune")
        .defer("commune__contour")
        .annotate(
            waiting_since=Subquery(
                requests.waiting().values("asked_at")[:1], output_field=DateTimeField()
            ),
            last_outcome=Subquery(requests.newest_first().values("outcome")[:1]),
            has_twin=Exists(namesakes),
        )
    )
    if text:
        found = found.filter(pk__in=Organisation.objects.search(text).values("pk"))
    if state == WAITING:
        return found.filter(waiting_since__isnull=False, verified_at__isnull=True).order_by(
            "waiting_since", "pk"
        )
    if state == CORRECTION:
        corrected = VerificationRequest.Outcome.CORRECTION
        return found.filter(last_outcome=corrected, verified_at__isnull=True)
    if state == SUSPENDED:
        return found.filter(suspended_at__isnull=False).order_by("suspended_at", "pk")
    return found


def _without_manager() -> QuerySet[JoinRequest]:
    """The pending requests that only officers can answer."""
    managers = Membership.objects.managers().filter(organisation=OuterRef("organisation"))
    orphans = JoinRequest.objects.waiting().filter(~Exists(managers))
    return orphans.select_related("organisation", "user")


def _twins(organisation: Organisation) -> QuerySet[Organisation]:
    """The others with the same name in the same commune: possible duplicates."""
    return Organisation.objects.filter(
        folded_name=organisation.folded_name, commune=organisation.commune_id
    ).exclude(pk=organisation.pk)
