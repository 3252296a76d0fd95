"""`/parrainage/coordination/binomes/<pk>/`: one pair, and what the coordinator does with it."""

from typing import Any

from django.utils import timezone
from django.views.generic import TemplateView

from portal.sponsorship.pairing.forms import FirstMeetingForm, ReasonForm
from portal.sponsorship.pairing.services import coordinating
from portal.sponsorship.pairs.services.contact import note_contact
from portal.sponsorship.pairs.states import State
from portal.sponsorship.pairs.views.one import PairMixin, PairQuestionView
from snippets.form_views import ServiceActionView


class PairView(PairMixin, TemplateView):
    """Where it stands, who answered, what may be done now."""

    template_name = "sponsorship/pairing/one.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            is_proposed=self.pair.state == State.PROPOSED,
            is_accepted=self.pair.state == State.ACCEPTED,
            may_settle=self._may_settle,
            steps=self.pair.steps.select_related("by"),
            **kwargs,
        )

    @property
    def _may_settle(self) -> bool:
        """Whether the first meeting may be fixed, moved or left: it is not over, nor waived."""
        pair = self.pair
        if pair.state == State.ACCEPTED:
            return True
        is_to_come = pair.first_meeting_at is None or pair.first_meeting_at > timezone.now()
        return pair.state == State.ACTIVE and not pair.first_meeting_waived and is_to_come


class FirstMeetingView(PairQuestionView):
    """When the two meet with the coordinator."""

    form_class = FirstMeetingForm
    title = "Première rencontre"
    explains = "Vous y êtes aussi. Les deux personnes en reçoivent le jour, l’heure et le lieu."
    button = "Fixer la rencontre"

    def get_initial(self) -> dict[str, Any]:
        """What was fixed already, to be moved."""
        at = self.pair.first_meeting_at
        local = timezone.localtime(at) if at else None
        if local is None:
            return {}
        place = self.pair.first_meeting_place
        return {"at": local.date(), "hour": local.time(), "place": place}

    def act(self, form: FirstMeetingForm) -> str:
        coordinating.plan_first_meeting(
            pair=self.pair,
            at=form.moment,
            place=form.cleaned_data["place"],
            actor=self.actor,
        )
        return "La première rencontre est fixée."


class WaiveView(PairQuestionView):
    """The two meet by themselves."""

    form_class = ReasonForm
    title = "Sans première rencontre avec vous"
    explains = (
        "Les deux personnes se joignent elles-mêmes, et reçoivent un message qui le dit. Le motif "
        "reste à la coordination."
    )
    button = "S’en passer"

    def act(self, form: ReasonForm) -> str:
        coordinating.waive_first_meeting(
            pair=self.pair, reason=form.cleaned_data["reason"], actor=self.actor
        )
        return "C’est noté\u00a0: elles se joignent elles-mêmes."


class CancelView(PairQuestionView):
    """Take a proposal back."""

    form_class = ReasonForm
    title = "Retirer la proposition"
    explains = (
        "Les deux reçoivent un message. La personne garde son rang. Le motif reste à la "
        "coordination."
    )
    button = "Retirer la proposition"

    def act(self, form: ReasonForm) -> str:
        coordinating.cancel(pair=self.pair, reason=form.cleaned_data["reason"], actor=self.actor)
        return "La proposition est retirée."


class ContactView(PairMixin, ServiceActionView):
    """« Ils se sont parlé »: the coordinator called."""

    def act(self) -> str:
        note_contact(pair=self.pair, actor=self.actor)
        return "C’est noté\u00a0: le parrainage a commencé."
