"""`/parrainage/`: a sponsor's own space."""

from typing import Any

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils.cache import add_never_cache_headers
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from portal.accounts.access import PersonMixin
from portal.sponsorship.clock import contact_by
from portal.sponsorship.sponsors.charter import CHARTER
from portal.sponsorship.sponsors.forms import CharterForm, DescriptionForm
from portal.sponsorship.sponsors.models import Sponsor
from portal.sponsorship.sponsors.services import absences, describing, signing
from portal.sponsorship.sponsors.states import TO_VET, Role
from snippets.form_views import ServiceActionView, ServiceFormView


class SpaceView(PersonMixin, TemplateView):
    """Where they stand, what they have to do, what they may change."""

    template_name = "sponsorship/sponsors/space.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sponsor = Sponsor.objects.owned_by(self.person).select_related("commune").first()
        signature = sponsor.signatures.first() if sponsor else None
        return super().get_context_data(
            sponsor=sponsor,
            signature=signature,
            is_signed=signature is not None and signature.version == CHARTER.version,
            is_vetted=sponsor is not None and sponsor.state in TO_VET,
            contact_by=contact_by(sponsor.applied_at) if sponsor else None,
            employers=sponsor.recruits_for().order_by("name") if sponsor else (),
            **kwargs,
        )


class OwnMixin(PersonMixin):
    """Something that a sponsor does about themselves; 404 for whoever is none."""

    success_url: Any = reverse_lazy("sponsorship:space")
    request: HttpRequest

    @cached_property
    def sponsor(self) -> Sponsor:
        """One's own row, or Http404."""
        return self.own(Sponsor.objects.select_related("user", "commune"))

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """404 first, whatever is sent; never kept by a cache."""
        assert self.sponsor  # noqa: S101 - reading it answers 404
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        add_never_cache_headers(response)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(sponsor=self.sponsor, **kwargs)  # type: ignore[misc]


class CharterView(OwnMixin, ServiceFormView):
    """Read the charter and sign it; signed, it can be read again."""

    form_class = CharterForm
    template_name = "sponsorship/sponsors/charter.html"

    def get_initial(self) -> dict[str, Any]:
        return {"version": CHARTER.version}

    def act(self, form: CharterForm) -> str:
        signing.sign_charter(
            sponsor=self.sponsor,
            version=form.cleaned_data["version"],
            agreed=form.cleaned_data["agreed"],
            actor=self.actor,
        )
        return "La charte est signée. Merci\u00a0!"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        signed = self.sponsor.signatures.filter(version=CHARTER.version).first()
        return super().get_context_data(charter=CHARTER, signature=signed, **kwargs)


class DescribeView(OwnMixin, ServiceFormView):
    """Change one's availability, capacity, trades, commune."""

    form_class = DescriptionForm
    template_name = "sponsorship/sponsors/describe.html"

    def get_initial(self) -> dict[str, Any]:
        return DescriptionForm.initial_of(self.sponsor)

    def act(self, form: DescriptionForm) -> str:
        describing.describe(sponsor=self.sponsor, description=form.description, actor=self.actor)
        return "C’est enregistré."


class PauseView(OwnMixin, ServiceActionView):
    """Pause by oneself, in one tap."""

    def act(self) -> str:
        absences.pause(sponsor=self.sponsor, role=Role.PERSON, reason="", actor=self.actor)
        return "Vous êtes en pause\u00a0: personne de nouveau ne vous est proposé."


class ResumeView(OwnMixin, ServiceActionView):
    """Come back, in one tap."""

    def act(self) -> str:
        absences.resume(sponsor=self.sponsor, role=Role.PERSON, actor=self.actor)
        return "Content de vous revoir\u00a0! On peut de nouveau vous proposer une personne."


class LeaveView(OwnMixin, ServiceActionView, TemplateView):
    """Leave, or take one's application back: what happens is said first."""

    http_method_names = ["get", "post", "head", "options"]
    template_name = "sponsorship/sponsors/leave.html"

    def act(self) -> str:
        absences.leave(sponsor=self.sponsor, role=Role.PERSON, reason="", actor=self.actor)
        return "" if self.sponsor.is_member else "Votre candidature est retirée."

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The level goes with its sessions, this one included: the page stands alone."""
        was_member = self.sponsor.is_member
        response = super().post(request, *args, **kwargs)
        if not was_member or Sponsor.objects.owned_by(self.person).members().exists():
            return response
        logout(request)
        context = {"login_url": f"{reverse('account_login')}?next={reverse('space:home')}"}
        return render(request, "sponsorship/sponsors/left.html", context)
