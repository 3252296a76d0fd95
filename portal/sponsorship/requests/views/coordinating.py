"""`/parrainage/coordination/demandes/`: the waiting list, oldest first, and one request."""

from typing import Any

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from portal.participation.models import shown_channel
from portal.sponsorship.access import CoordinatorMixin
from portal.sponsorship.clock import days_since
from portal.sponsorship.forms import ReasonForm
from portal.sponsorship.requests.models import SponsorshipRequest
from portal.sponsorship.requests.services.closing import close
from portal.sponsorship.requests.states import Role, State, may_go
from snippets.form_views import ServiceFormView

PER_PAGE = 50


class WaitingView(CoordinatorMixin, TemplateView):
    """Who waits, since when, at which rank; or those of another state."""

    here = "demandes"
    template_name = "sponsorship/requests/waiting.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        state = self.request.GET.get("etat", "")
        state = state if state in State.values else State.WAITING
        rows = (
            SponsorshipRequest.objects.visible_to(self.person)
            .filter(state=state)
            .select_related("participant__user", "commune")
            .order_by("asked_at", "pk")
        )
        page = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("page"))
        now, first = timezone.now(), page.start_index()
        return super().get_context_data(
            page=page,
            rows=[
                {
                    "request": row,
                    "rank": rank if state == State.WAITING else None,
                    "days": days_since(row.asked_at, now),
                    "channel": shown_channel(row.channel),
                }
                for rank, row in enumerate(page, start=first)
            ],
            state=state,
            states=State.choices,
            **kwargs,
        )


class _OneMixin(CoordinatorMixin):
    """One request; 404 for none."""

    here = "demandes"
    kwargs: dict[str, Any]

    @cached_property
    def asked(self) -> SponsorshipRequest:
        """The row of the address."""
        rows = SponsorshipRequest.objects.visible_to(self.person).select_related(
            "participant__user", "commune"
        )
        found: SponsorshipRequest = get_object_or_404(rows, pk=self.kwargs["pk"])
        return found


class RequestView(_OneMixin, TemplateView):
    """What the person looks for, and since when they wait."""

    template_name = "sponsorship/requests/one.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.asked
        return super().get_context_data(
            asked=asked,
            rank=asked.rank,
            days=days_since(asked.asked_at, timezone.now()),
            channel=shown_channel(asked.channel),
            may_close=may_go(asked.state, State.CLOSED, Role.COORDINATOR),
            steps=asked.steps.all(),
            **kwargs,
        )


class CloseView(_OneMixin, ServiceFormView):
    """Take somebody off the list."""

    form_class = ReasonForm
    template_name = "sponsorship/requests/close.html"

    def act(self, form: ReasonForm) -> str:
        close(request=self.asked, reason=form.cleaned_data["reason"], actor=self.actor)
        return "La demande est classée. La personne reçoit un message."

    def get_success_url(self) -> str:
        return reverse("sponsorship:requests")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(asked=self.asked, **kwargs)
