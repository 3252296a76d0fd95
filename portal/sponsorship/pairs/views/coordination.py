"""The coordinator and a pair that both accepted."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.urls import reverse
from django.views.generic import TemplateView

from portal.sponsorship.access import CoordinatorMixin
from portal.sponsorship.pairs import following_forms as forms
from portal.sponsorship.pairs.following import Alert
from portal.sponsorship.pairs.models import Sponsorship
from portal.sponsorship.pairs.services import alerts, coordinating, reviews
from portal.sponsorship.pairs.services.reminding import tell_review_due
from portal.sponsorship.pairs.states import RUNNING, MeetingState, State
from portal.sponsorship.pairs.views.one import PairMixin, PairQuestionView
from snippets.form_views import ServiceActionView

HERE = "binomes"
PER_PAGE = 30
FILTERS = {
    "": ("En cours", Q(state__in=RUNNING)),
    "silencieux": ("Silencieux", Q(state=State.ACTIVE, nudged_at__isnull=False)),
    "suspendus": ("Suspendus", Q(state=State.SUSPENDED)),
    "finis": ("Finis", Q(state__in=[State.COMPLETED, State.BROKEN])),
}


class FollowedView(CoordinatorMixin, TemplateView):
    """`/parrainage/coordination/binomes/suivis/`: alerts first, then the latest change."""

    here = HERE
    template_name = "sponsorship/pairs/followed.html"

    @property
    def chosen(self) -> str:
        """The filter of the address; all that run for anything else."""
        asked = self.request.GET.get("voir", "")
        return asked if asked in FILTERS else ""

    def rows(self) -> QuerySet[Sponsorship]:
        """The pairs of the filter, with what their line says."""
        held = Q(meetings__state=MeetingState.HELD)
        waits = Alert.objects.filter(pair=OuterRef("pk"), handled_at__isnull=True)
        return (
            Sponsorship.objects.visible_to(self.person)
            .filter(FILTERS[self.chosen][1])
            .select_related("participant__user", "sponsor__user")
            .annotate(
                alert=Exists(waits),
                met=Count("meetings", filter=held),
                last_met=Max("meetings__day", filter=held),
            )
            .order_by("-alert", "-changed_at", "pk")
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filters = [(name, label, name == self.chosen) for name, (label, _) in FILTERS.items()]
        page = Paginator(self.rows(), PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(filters=filters, page=page, **kwargs)


class SuspendView(PairQuestionView):
    """A pause."""

    form_class = forms.ReasonForm
    title = "Suspendre le binôme"
    explains = "Les deux apprennent la pause, jamais la raison. Rien ne se montre plus."
    button = "Suspendre"

    def act(self, form: forms.ReasonForm) -> str:
        coordinating.suspend_pair(
            pair=self.pair, reason=form.cleaned_data["reason"], actor=self.actor
        )
        return "Le binôme est suspendu."


class BreakView(PairQuestionView):
    """End it, or change the sponsor."""

    form_class = forms.BreakForm
    title = "Mettre fin au binôme, ou changer de parrain"
    explains = "Les deux reçoivent un message, sans le motif. L’histoire du binôme reste."
    button = "Mettre fin au binôme"
    leads_to_choice = False

    def get_success_url(self) -> str:
        if self.leads_to_choice:
            return reverse("sponsorship:choose", args=[self.pair.request_id])
        return super().get_success_url()

    def act(self, form: forms.BreakForm) -> str:
        wants_another = form.cleaned_data["another"] == "yes"
        coordinating.break_pair(
            pair=self.pair,
            reason=form.cleaned_data["reason"],
            wants_another=wants_another,
            actor=self.actor,
        )
        self.leads_to_choice = wants_another
        return "Le binôme a pris fin."


class CompleteView(PairQuestionView):
    """What it gave."""

    form_class = forms.CompleteForm
    title = "Clore le parrainage"
    explains = "Les deux reçoivent un message de remerciement."
    button = "Clore"

    def act(self, form: forms.CompleteForm) -> str:
        coordinating.complete_pair(pair=self.pair, actor=self.actor, **form.cleaned_data)
        return "Le parrainage est terminé."


class InWorkView(PairQuestionView):
    """The second phase."""

    form_class = forms.WorkForm
    title = "La personne a trouvé un travail"
    explains = "La deuxième phase s’ouvre\u00a0: le parrainage continue dans l’emploi."
    button = "Ouvrir la deuxième phase"

    def act(self, form: forms.WorkForm) -> str:
        coordinating.enter_work(pair=self.pair, day=form.cleaned_data["day"], actor=self.actor)
        return "La deuxième phase est ouverte."


class ResumeView(PairMixin, ServiceActionView):
    """The pause is over."""

    def act(self) -> str:
        coordinating.resume_pair(pair=self.pair, actor=self.actor)
        return "Le binôme reprend."


class AskReviewView(PairMixin, ServiceActionView):
    """The final review, before its day."""

    def act(self) -> str:
        reviews.ask_final_review(pair=self.pair, tell=tell_review_due, actor=self.actor)
        return "Le bilan final est demandé aux deux."


class HandleView(PairMixin, ServiceActionView):
    """An alert was dealt with."""

    def act(self) -> str:
        alerts.handle_alert(pair=self.pair, alert=self.kwargs["alert"], actor=self.actor)
        return "L’alerte est traitée."
