"""What both sides do on their screens: each is told apart by the gate that it is mixed with."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views import View

from portal.accounts.actors import Actor
from portal.sponsorship.commitments.forms import EndForm, HoursForm, RefuseForm, VersionForm
from portal.sponsorship.commitments.models import (
    VolunteerCertificate,
    VolunteerCommitment,
    VolunteerHours,
)
from portal.sponsorship.commitments.paper import certificate_pdf
from portal.sponsorship.commitments.queries import reading_of
from portal.sponsorship.commitments.services import answering, declaring, ending, issuing
from portal.sponsorship.commitments.states import Side
from snippets.form_views import ServiceActionView, ServiceFormView


def address_of(base: str, name: str, *arguments: Any) -> str:
    """The address of a screen of one gate."""
    return reverse(f"sponsorship:{base}_{name}" if name else f"sponsorship:{base}", args=arguments)


class Gate:
    """What a gate gives to the screens: the commitment of the address, or 404, and who acts.

    `line_pk` is the key of a line of the commitment, on screens about one.
    """

    side: Side
    kwargs: dict[str, Any]
    request: HttpRequest
    commitment: VolunteerCommitment
    # Whether who reads may also act.
    acts = True

    @property
    def actor(self) -> Actor:
        """Who acts, and from where."""
        raise NotImplementedError

    def address(self, name: str = "", *arguments: Any) -> str:
        """The address of a screen of this gate; without a name, that of the commitment."""
        raise NotImplementedError

    @property
    def answers(self) -> str:
        """Who answers what is declared here, as a sentence begins."""
        return self.commitment.told_side if self.side == Side.VOLUNTEER else "La personne"

    def line(self) -> VolunteerHours:
        """The line of the address. Raises Http404."""
        found: VolunteerHours = get_object_or_404(self.commitment.hours, pk=self.kwargs["line_pk"])
        found.commitment = self.commitment
        return found

    def shown(self) -> dict[str, Any]:
        """What every screen of a commitment says."""
        return {
            "commitment": self.commitment,
            "side": self.side,
            "door": self,
            "is_volunteer": self.side == Side.VOLUNTEER,
            "home": self.address(),
            # Where the box is on this page: by a link, which has no list.
            "sharing_url": "",
        }


class CommitmentScreen(Gate, ServiceFormView):
    """A commitment, its hours and the form that declares more, on one page."""

    form_class = HoursForm

    def act(self, form: HoursForm) -> str:
        declaring.declare(
            commitment=self.commitment, side=self.side, said=form.said, actor=self.actor
        )
        return f"C’est noté. {self.answers} doit encore confirmer ces heures."

    def get_success_url(self) -> str:
        return self.address()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reading = reading_of(
            self.commitment,
            self.side,
            reader=self.actor.user,
            acts=self.acts,
            today=timezone.localdate(),
        )
        return super().get_context_data(reading=reading, **self.shown(), **kwargs)


class CorrectScreen(Gate, ServiceFormView):
    """Other hours in place of a line."""

    form_class = HoursForm

    def get_initial(self) -> dict[str, Any]:
        return HoursForm.of(self.line())

    def act(self, form: HoursForm) -> str:
        declaring.correct(
            line=self.line(),
            side=self.side,
            said=form.said,
            actor=self.actor,
            version=form.cleaned_data["version"],
        )
        return f"C’est corrigé. {self.answers} relit ces heures."

    def get_success_url(self) -> str:
        return self.address()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(line=self.line(), **self.shown(), **kwargs)


class RefuseScreen(Gate, ServiceFormView):
    """Why a line is not right."""

    form_class = RefuseForm

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.line().version}

    def act(self, form: RefuseForm) -> str:
        answering.refuse(
            line=self.line(),
            side=self.side,
            actor=self.actor,
            reason=form.cleaned_data["reason"],
            version=form.cleaned_data["version"],
        )
        return f"C’est noté. {self.answers} lit pourquoi, et peut corriger."

    def get_success_url(self) -> str:
        return self.address()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(line=self.line(), **self.shown(), **kwargs)


class EndScreen(Gate, ServiceFormView):
    """The end, with a word."""

    form_class = EndForm

    def act(self, form: EndForm) -> str:
        ending.end_commitment(
            commitment=self.commitment,
            side=self.side,
            actor=self.actor,
            word=form.cleaned_data["word"],
        )
        return "L’engagement est terminé. Les heures déjà faites peuvent encore être déclarées."

    def get_success_url(self) -> str:
        return self.address()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**self.shown(), **kwargs)


class Act(Gate, ServiceActionView):
    """A button, which leads back to the commitment."""

    def get_success_url(self) -> str:
        return self.address()


class ConfirmAct(Act):
    """A line is right."""

    def act(self) -> str:
        answering.confirm(
            line=self.line(),
            side=self.side,
            actor=self.actor,
            version=VersionForm(self.request.POST).read,
        )
        return "Heures confirmées."


class TakeBackAct(Act):
    """A line that nobody answered goes."""

    def act(self) -> str:
        declaring.take_back(line=self.line(), side=self.side, actor=self.actor)
        return "Heures reprises\u00a0: elles ne sont plus à confirmer."


class IssueAct(Act):
    """A certificate of what is confirmed so far."""

    def act(self) -> str:
        made = issuing.issue(commitment=self.commitment, side=self.side, actor=self.actor)
        return f"L’attestation {made.number} est prête."


class CertificateFile(Gate, View):
    """The PDF, out of every cache."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        found = get_object_or_404(self.commitment.certificates, number=kwargs["number"])
        return pdf_response(found)


def pdf_response(certificate: VolunteerCertificate) -> HttpResponse:
    """A certificate as a file, which a browser never takes for something else."""
    response = HttpResponse(certificate_pdf(certificate), content_type="application/pdf")
    name = f"attestation-benevolat-{certificate.number}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
