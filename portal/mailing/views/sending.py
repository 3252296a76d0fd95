"""One campaign: what it is, where it stands, and what one does with it."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from portal.mailing.approvers import approved_alone, approvers_of, needs_second
from portal.mailing.errors import AudienceError, CampaignError
from portal.mailing.forms.base import VersionForm
from portal.mailing.forms.campaign import ScheduleForm
from portal.mailing.ledger import Ledger, counts
from portal.mailing.listing import outcomes_in_words
from portal.mailing.models import Campaign
from portal.mailing.services import lifecycle
from portal.mailing.services.lifecycle.halting import NO_FAILURE, failures_of
from portal.mailing.states import EDITABLE, TRANSITIONS, Status
from portal.mailing.text import check_text, fallbacks_of, variables_of
from portal.mailing.views.base import (
    AskingView,
    CampaignActionView,
    CampaignMixin,
    ConfirmView,
)
from portal.mailing.views.writing import counted, excluded_in_words
from snippets import french
from snippets.errors import DomainError

_MOST_CHANGES = 50
_SAID = {
    0: "L’envoi commence.",
    1: "Un quart des messages est traité.",
    2: "La moitié des messages est traitée.",
    3: "Les trois quarts des messages sont traités.",
    4: "Tous les messages sont traités.",
}


class CampaignView(CampaignMixin, TemplateView):
    """`…/<pk>/`: the summary of everything, then what one may do now."""

    template_name = "mailing/campaign.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """While it is sent, the bar asks again by itself: the whole page comes back at its end."""
        if not request.headers.get("HX-Request"):
            return super().get(request, *args, **kwargs)
        if self.campaign.status != Status.SENDING:
            return HttpResponse(headers={"HX-Refresh": "true"})
        moved = {"campaign": self.campaign, **self._of_a_list()}
        return render(request, "mailing/progress.html", moved)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        campaign = self.campaign
        context = super().get_context_data(
            cards=list(campaign.cards.all()),
            fallbacks=fallbacks_in_words(campaign),
            changes=campaign.changes.order_by("-at", "-pk")[:_MOST_CHANGES],
            threshold=settings.CAMPAIGN_APPROVAL_ABOVE,
            **kwargs,
        )
        if campaign.status in EDITABLE:
            return context | self._of_a_draft()
        if campaign.status == Status.SUBMITTED:
            # Who agrees reads whom it would write to; the list is made by their agreement.
            return context | self._of_a_list() | counted(campaign, self.person)
        return context | self._of_a_list()

    def _of_a_draft(self) -> dict[str, Any]:
        """How many it would write to, what is missing, who would be asked."""
        found = counted(self.campaign, self.person) if self.campaign.criteria else {}
        estimate = found.get("estimate")
        count = estimate.count if estimate else 0
        alone = approved_alone(user=self.person, source=self.campaign.source, now=timezone.now())
        asks = needs_second(count, alone=alone)
        missing = text_fault(self.campaign)
        return {
            **found,
            "text_fault": missing,
            "is_ready": bool(count and not missing),
            "asks": asks,
            "alone": alone,
            "approvers": _names(self.campaign) if asks else [],
        }

    def _of_a_list(self) -> dict[str, Any]:
        """What became of the list, and who is awaited."""
        campaign = self.campaign
        ledger = counts(campaign)
        percent = percent_of(ledger)
        waits = campaign.status == Status.SUBMITTED
        return {
            "ledger": ledger,
            "done": ledger.total - ledger.waiting,
            "percent": percent,
            "said": _SAID[percent // 25],
            "outcomes": outcomes_in_words(ledger),
            "excluded": excluded_in_words(campaign.excluded),
            "may_approve": waits and approvers_of(campaign).filter(pk=self.person.pk).exists(),
            "approvers": _names(campaign) if waits else [],
            "failures": resendable(campaign, ledger),
        }


def text_fault(campaign: Campaign) -> str:
    """What is wrong with the message, or nothing."""
    try:
        check_text(
            source=campaign.source,
            subject=campaign.subject,
            body=campaign.body,
            fallbacks=fallbacks_of(campaign),
        )
    except CampaignError as error:
        return str(error)
    return ""


def fallbacks_in_words(campaign: Campaign) -> list[tuple[str, str, str]]:
    """Each variable as it is written, what it is, and the words that stand for it."""
    own = variables_of(campaign.source)
    return [
        (f"{{{{ {name} }}}}", own[name].label if name in own else name, words)
        for name, words in fallbacks_of(campaign).items()
    ]


def percent_of(ledger: Ledger) -> int:
    """Whole percents, 100 only at the end."""
    return (ledger.total - ledger.waiting) * 100 // ledger.total if ledger.total else 0


def resendable(campaign: Campaign, ledger: Ledger) -> int:
    """How many failures a person may send again, once it is over."""
    if campaign.status != Status.SENT or not ledger.failed:
        return 0
    try:
        return failures_of(campaign, now=timezone.now()).count()
    except AudienceError:
        # Its rule does not hold any more: nobody is chosen by it.
        return 0


def _names(campaign: Campaign) -> list[str]:
    return [str(user) for user in approvers_of(campaign)[:20]]


class SubmitView(CampaignActionView):
    """`…/<pk>/approuver-ou-demander/`: freezes the list, or asks a colleague."""

    def act(self) -> str:
        done = lifecycle.submit(**self.named)
        if done.status == Status.SUBMITTED:
            if approvers_of(done).exists():
                return "Vos collègues sont prévenus\u00a0: la campagne attend un accord."
            return (
                "La campagne attend\u00a0: personne d’autre ne peut donner son accord aujourd’hui."
            )
        people = french.counted(done.frozen_count or 0, "destinataire")
        return f"La liste est arrêtée\u00a0: {people}. Vous choisissez maintenant quand elle part."


class ApproveView(CampaignActionView):
    """`…/<pk>/accorder/`: a colleague agrees to what they read, `read` recipients at most."""

    def act(self) -> str:
        done = lifecycle.approve(**self.named, read=self.number("read"))
        people = french.counted(done.frozen_count or 0, "destinataire")
        return f"Vous avez donné votre accord\u00a0: la liste est arrêtée, {people}."


class TakeBackView(CampaignActionView):
    """`…/<pk>/reprendre-la-main/`: a draft again, whose list is forgotten."""

    def act(self) -> str:
        lifecycle.take_back(**self.named)
        return "La campagne est de nouveau un brouillon. Sa liste sera refaite à l’approbation."


class UnscheduleView(CampaignActionView):
    """`…/<pk>/deprogrammer/`."""

    def act(self) -> str:
        lifecycle.unschedule(**self.named)
        return "Elle ne partira pas toute seule. La liste reste arrêtée."


class PauseView(CampaignActionView):
    """`…/<pk>/pause/`."""

    def act(self) -> str:
        lifecycle.pause(**self.named)
        return "L’envoi est en pause. Ce qui est parti est parti\u00a0; le reste attend."


class ResumeView(CampaignActionView):
    """`…/<pk>/poursuivre/`."""

    def act(self) -> str:
        lifecycle.resume(**self.named)
        return "L’envoi reprend. Personne ne reçoit deux fois le message."


class ScheduleView(AskingView):
    """`…/<pk>/programmer/`: a day and an hour, in Paris."""

    form_class = ScheduleForm
    template_name = "mailing/schedule.html"
    here = "Programmer l’envoi"
    asked_in = frozenset({Status.APPROVED})

    def act(self, form: ScheduleForm) -> str:
        at = form.moment
        lifecycle.schedule(
            campaign=self.campaign,
            user=self.person,
            version=form.cleaned_data["version"],
            scheduled_at=at,
        )
        return f"La campagne partira le {french.full_date(at)} à {french.hour(at)}."

    def refused(self, form: Any, error: DomainError) -> HttpResponse:
        """The moment is two fields: what is wrong with it is said at the day."""
        if error.field == "scheduled_at":
            error.field = "day"
        return super().refused(form, error)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(now=timezone.now(), **kwargs)


class StartView(ConfirmView):
    """`…/<pk>/envoyer/`: asks once, says the number."""

    template_name = "mailing/start.html"
    here = "Envoyer maintenant"
    asked_in = frozenset({Status.APPROVED, Status.SCHEDULED})

    def act(self, form: VersionForm) -> str:
        lifecycle.start(**self.named(form))
        return "L’envoi commence. Vous pouvez quitter cette page\u00a0: il continue."


class CancelView(ConfirmView):
    """`…/<pk>/annuler/`: for good."""

    template_name = "mailing/cancel.html"
    here = "Annuler la campagne"
    asked_in = frozenset(state for state in Status if Status.CANCELLED in TRANSITIONS[state])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(ledger=counts(self.campaign), **kwargs)

    def act(self, form: VersionForm) -> str:
        lifecycle.cancel(**self.named(form))
        return "La campagne est annulée. Plus rien ne part."


class ResendView(ConfirmView):
    """`…/<pk>/relancer/`: to those whose message failed, and to nobody else."""

    template_name = "mailing/resend.html"
    here = "Renvoyer aux échecs"
    asked_in = frozenset({Status.SENT})

    @cached_property
    def failures(self) -> int:
        """How many would leave again."""
        return resendable(self.campaign, counts(self.campaign))

    def not_now(self) -> str:
        return super().not_now() or ("" if self.failures else NO_FAILURE)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(failures=self.failures, **kwargs)

    def act(self, form: VersionForm) -> str:
        lifecycle.resend_failures(**self.named(form))
        return "Les messages en échec repartent. Les autres destinataires ne reçoivent rien."
