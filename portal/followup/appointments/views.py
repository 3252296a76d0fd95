"""Screens of appointments."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from portal.followup.appointments import queries, services
from portal.followup.appointments.errors import DoubleBookingError
from portal.followup.appointments.forms import CancelForm, MeetingForm, StateForm
from portal.followup.appointments.models import Appointment
from portal.followup.appointments.states import HAPPENED, S, next_states
from portal.followup.case.conflicts import ShowsTheirsMixin
from portal.followup.case.leaving import OfActiveCaseMixin
from portal.followup.case.screens import CaseFormView, CaseMixin
from portal.followup.journal.draft_forms import KeepsTextMixin
from snippets import french
from snippets.errors import DomainError

_PER_PAGE = 25


class AppointmentsView(CaseMixin, TemplateView):
    """`…/rendez-vous/`: those to come, then all that were."""

    tab = "appointments"
    template_name = "followup/appointments/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        rows = queries.of_case(self.case, self.person)
        is_to_come = {"state": S.PLANNED, "starts_at__gte": now}
        past = Paginator(rows.exclude(**is_to_come), _PER_PAGE)
        page = past.get_page(self.request.GET.get("page"))
        return super().get_context_data(
            to_come=rows.filter(**is_to_come).order_by("starts_at"), page=page, **kwargs
        )


class _AppointmentForm(KeepsTextMixin, ShowsTheirsMixin, CaseFormView):
    """A form of the tab; it comes back to it."""

    tab = "appointments"

    def get_success_url(self) -> str:
        return reverse("followup:appointments", args=[self.case.pk])


class _OneMixin:
    """About one appointment of the case."""

    kwargs: dict[str, Any]

    @cached_property
    def appointment(self) -> Appointment:
        """The appointment of the address. Raises Http404."""
        rows = queries.of_case(self.case, self.person)  # type: ignore[attr-defined]
        return get_object_or_404(rows, pk=self.kwargs["appointment"])

    def draft_form_of(self) -> str:
        """The key of the form."""
        return f"{self.draft_form}:{self.appointment.pk}"  # type: ignore[attr-defined]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(  # type: ignore[misc]
            **({"appointment": self.appointment} | kwargs)
        )
        return context


class _MeetingFormView(_AppointmentForm):
    form_class = MeetingForm

    def met_already(self) -> int | None:
        """The key of whom the appointment is with, who stays among the choices."""
        return None

    def get_form_kwargs(self) -> dict[str, Any]:
        people = queries.who_may_be_met(self.case, self.person, besides=self.met_already())
        return super().get_form_kwargs() | {"people": people}

    def refused(self, form: Any, error: DomainError) -> HttpResponse:
        if isinstance(error, DoubleBookingError):
            form.offer_to_go_on()
        return super().refused(form, error)


class PlanView(OfActiveCaseMixin, _MeetingFormView):
    """`…/rendez-vous/nouveau/`."""

    draft_form = "appointment_new"
    template_name = "followup/appointments/plan.html"

    def get_initial(self) -> dict[str, Any]:
        me = getattr(self.person, "professional", None)
        return {"professional": me.pk if me else None} | super().get_initial()

    def act(self, form: MeetingForm) -> str:
        made = services.plan(
            beneficiary=self.case,
            starts_at=form.starts_at,
            anyway=form.cleaned_data["anyway"],
            actor=self.actor,
            **form.changes,
        )
        return f"Rendez-vous prévu le {french.full_date(made.starts_at)} à {_hour(made)}."


class MoveView(_OneMixin, _MeetingFormView):
    """`…/rendez-vous/<pk>/deplacer/`: another moment, or another place."""

    draft_form = "appointment_move"
    template_name = "followup/appointments/move.html"

    def met_already(self) -> int | None:
        key: int = self.appointment.professional_id
        return key

    def get_initial(self) -> dict[str, Any]:
        one = self.appointment
        local = timezone.localtime(one.starts_at)
        names = ("minutes", "mode", "place", "version")
        present = {name: getattr(one, name) for name in names}
        present |= {"on": local.date(), "at": local.time()}
        present |= {"professional": one.professional_id, "kind": one.kind_id}
        return present | super().get_initial()

    def act(self, form: MeetingForm) -> str:
        moved = services.move(
            appointment=self.appointment,
            starts_at=form.starts_at,
            anyway=form.cleaned_data["anyway"],
            version=form.cleaned_data["version"] or -1,
            actor=self.actor,
            **form.changes,
        )
        return f"Rendez-vous déplacé au {french.full_date(moved.starts_at)} à {_hour(moved)}."


class StateView(_OneMixin, _AppointmentForm):
    """`…/rendez-vous/<pk>/etat/`: it was held, or missed; what was said wrong is mended."""

    form_class = StateForm
    draft_form = "appointment_state"
    template_name = "followup/appointments/state.html"

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.appointment.version} | super().get_initial()

    def get_form_kwargs(self) -> dict[str, Any]:
        states = next_states(self.appointment)
        return super().get_form_kwargs() | {"states": states}

    def act(self, form: StateForm) -> str:
        row = services.record(
            appointment=self.appointment,
            state=form.cleaned_data["state"],
            reason=form.cleaned_data["reason"],
            version=form.cleaned_data["version"] or -1,
            actor=self.actor,
        )
        if row.state in HAPPENED:
            return f"C’est noté\u00a0: {row.get_state_display().lower()}."
        return "Le rendez-vous est de nouveau prévu."


class CancelView(_OneMixin, _AppointmentForm):
    """`…/rendez-vous/<pk>/annuler/`: by the person, or by the service."""

    form_class = CancelForm
    draft_form = "appointment_cancel"
    template_name = "followup/appointments/cancel.html"

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.appointment.version} | super().get_initial()

    def act(self, form: CancelForm) -> str:
        services.cancel(
            appointment=self.appointment,
            by_service=form.cleaned_data["by"] == "service",
            reason=form.cleaned_data["reason"],
            version=form.cleaned_data["version"] or -1,
            actor=self.actor,
        )
        return "Le rendez-vous est annulé."


def _hour(appointment: Appointment) -> str:
    return french.hour(appointment.starts_at)
