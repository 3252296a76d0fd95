"""« Est-ce vous ? »: the people without an account at the address of an account."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse_lazy
from django.views.generic import TemplateView

from portal.accounts.access import CapabilityRequiredMixin
from portal.accounts.capabilities import OWN_SPACE
from portal.participation.models import Participant
from portal.participation.services import joining
from snippets.form_views import ServiceActionView


class ProposedView(CapabilityRequiredMixin, TemplateView):
    """`/mon-espace/est-ce-vous/`: each name, and two buttons."""

    capability = OWN_SPACE
    template_name = "participation/is_it_you.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(people=joining.proposed_to(self.person), **kwargs)


class _AnswerView(CapabilityRequiredMixin, ServiceActionView):
    """What is said of one of them; 404 for anybody else."""

    capability = OWN_SPACE
    success_url = reverse_lazy("participation:is_it_you")

    @property
    def guest(self) -> Participant:
        """The person of the address."""
        people: QuerySet[Participant] = joining.proposed_to(self.person)
        return get_object_or_404(people, pk=self.kwargs["pk"])


class JoinView(_AnswerView):
    """« C’est moi »."""

    def act(self) -> str:
        guest = self.guest
        name = guest.name
        joining.join(user=self.person, guest=guest)
        return f"Ce qui était au nom de {name} est dans votre espace."


class SomebodyElseView(_AnswerView):
    """« Ce n’est pas moi »."""

    def act(self) -> str:
        joining.say_somebody_else(user=self.person, guest=self.guest)
        return "C’est noté\u00a0: rien n’a changé."
