"""A pair, on the page of each of its two: the proposal, the answer, how to reach the other."""

from typing import Any, ClassVar

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from portal.accounts.access import CapabilityRequiredMixin
from portal.accounts.capabilities import ASK_SPONSOR, OWN_SPONSORSHIPS
from portal.accounts.capability import Capability
from portal.cv.models import Cv
from portal.sponsorship.pairing.services import answering
from portal.sponsorship.pairing.services.answering import Shown
from portal.sponsorship.pairs.forms import DeclineForm, PersonForm, SponsorForm
from portal.sponsorship.pairs.models import Sponsorship
from portal.sponsorship.pairs.services import contact
from portal.sponsorship.pairs.shown import OTHER, REACHED, seen_by
from portal.sponsorship.pairs.states import Side, State
from snippets.form_views import ServiceActionView, ServiceFormView

CVS = 20


class _PairMixin(CapabilityRequiredMixin):
    """One's own pair, from one side of it; 404 for anybody else's."""

    side: ClassVar[Side]
    page: ClassVar[str]
    kwargs: dict[str, Any]

    @cached_property
    def pair(self) -> Sponsorship:
        """The pair of the address."""
        rows = Sponsorship.objects.select_related("request", "participant__user", "sponsor__user")
        own = rows.of_person if self.side == Side.PERSON else rows.of_sponsor
        found: Sponsorship = get_object_or_404(own(self.person), pk=self.kwargs["pk"])
        return found

    def get_success_url(self) -> str:
        return reverse(self.page, args=[self.pair.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(  # type: ignore[misc]
            pair=self.pair, side=self.side.value, is_sponsor=self.side == Side.SPONSOR, **kwargs
        )


class _PersonSide(_PairMixin):
    capability: ClassVar[Capability] = ASK_SPONSOR
    side = Side.PERSON
    page = "sponsorship:own_pair"


class _SponsorSide(_PairMixin):
    capability: ClassVar[Capability] = OWN_SPONSORSHIPS
    side = Side.SPONSOR
    page = "sponsorship:pair"


class _PairPage(_PairMixin, TemplateView):
    """Where it stands, what the other shows, what may be done."""

    template_name = "sponsorship/pairs/own.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pair, side = self.pair, self.side
        is_late = pair.is_too_late(timezone.now())
        has_said_yes = pair.accepted_by(side) is not None
        return super().get_context_data(
            seen=seen_by(pair, side),
            own=pair.sharings.filter(side=side).select_related("cv").first(),
            may_accept=pair.state == State.PROPOSED and not has_said_yes and not is_late,
            has_said_yes=has_said_yes,
            other_said_yes=pair.accepted_by(OTHER[side]) is not None,
            is_late=is_late,
            is_reached=pair.state in REACHED,
            **kwargs,
        )


class OwnPairView(_PersonSide, _PairPage):
    """`/parrainage/mon-binome/<pk>/`."""


class SponsorPairView(_SponsorSide, _PairPage):
    """`/parrainage/binomes/<pk>/`."""


class _AcceptView(_PairMixin, ServiceFormView):
    """« Accepter »: what is shown is chosen here."""

    template_name = "sponsorship/pairs/accept.html"

    def act(self, form: Any) -> str:
        data = form.cleaned_data
        pair = answering.accept(
            pair=self.pair,
            side=self.side,
            shown=Shown(
                profile=data["profile"],
                goal=data.get("goal", False),
                cv=form.chosen_cv if isinstance(form, PersonForm) else None,
                email=data["email"],
                phone=data["phone"],
                word=data["word"],
            ),
            actor=self.actor,
        )
        if pair.state == State.ACCEPTED:
            return "Vous avez accepté tous les deux\u00a0: voici comment vous joindre."
        return "C’est noté. Nous vous écrivons dès que l’autre personne a répondu."


class OwnAcceptView(_PersonSide, _AcceptView):
    """Of the person."""

    form_class = PersonForm

    def get_form_kwargs(self) -> dict[str, Any]:
        cvs = Cv.objects.owned_by(self.person).order_by("-updated_at")[:CVS]
        return {**super().get_form_kwargs(), "cvs": list(cvs), "goal": self.pair.request.goal}

    def get_initial(self) -> dict[str, Any]:
        return {"phone": self.pair.participant.phone}


class SponsorAcceptView(_SponsorSide, _AcceptView):
    """Of the sponsor."""

    form_class = SponsorForm

    def get_initial(self) -> dict[str, Any]:
        return {"phone": self.pair.sponsor.phone}


class _DeclineView(_PairMixin, ServiceFormView):
    """« Dire non »."""

    form_class = DeclineForm
    template_name = "sponsorship/pairs/decline.html"

    def act(self, form: DeclineForm) -> str:
        answering.decline(
            pair=self.pair,
            side=self.side,
            reason=form.cleaned_data["reason"],
            actor=self.actor,
        )
        return "C’est noté. La coordination cherche un autre binôme."


class OwnDeclineView(_PersonSide, _DeclineView):
    """Of the person."""


class SponsorDeclineView(_SponsorSide, _DeclineView):
    """Of the sponsor."""


class _ContactView(_PairMixin, ServiceActionView):
    """« Nous nous sommes parlé », « Pas encore »."""

    def act(self) -> str:
        if "pas-encore" in self.request.POST:
            contact.say_not_yet(pair=self.pair, side=self.side, actor=self.actor)
            return "C’est noté. Sans nouvelles, la coordination vous appellera."
        contact.say_spoken(pair=self.pair, side=self.side, actor=self.actor)
        return "C’est noté\u00a0: votre parrainage a commencé."


class OwnContactView(_PersonSide, _ContactView):
    """Of the person."""


class SponsorContactView(_SponsorSide, _ContactView):
    """Of the sponsor."""


class ShownCvView(_SponsorSide, View):
    """The CV that the person chose to show; 404 for none, or once it is not shown any more."""

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        seen = seen_by(self.pair, self.side)
        if seen is None or seen.cv is None:
            raise Http404
        try:
            content = seen.cv.file.open("rb")
        except FileNotFoundError as error:
            raise Http404 from error
        response = FileResponse(content, content_type="application/pdf", filename="CV.pdf")
        response["X-Content-Type-Options"] = "nosniff"
        return response
