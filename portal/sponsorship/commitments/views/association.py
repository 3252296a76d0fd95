"""`/benevolat/engagements/…`: the screens of the association's members.

Officers read them, and act for missions of the Département itself.
"""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views import View

from portal.accounts.access import CapabilityRequiredMixin, PersonMixin
from portal.accounts.capabilities import CONFIRM_HOURS
from portal.accounts.holders import may_as_agent
from portal.participation.recruiting import recruiting_for
from portal.sponsorship.commitments.forms import ticked, versions_of
from portal.sponsorship.commitments.models import VolunteerCommitment
from portal.sponsorship.commitments.queries import association_list, to_confirm
from portal.sponsorship.commitments.services.answering import MAX_AT_ONCE, NOTHING, confirm_many
from portal.sponsorship.commitments.states import Side
from portal.sponsorship.commitments.views import acting
from portal.sponsorship.commitments.views.acting import address_of
from snippets.errors import DomainError
from snippets.models import Organisation

PER_PAGE = 50
# Lines that are ticked on one screen.
_LINES = 100
# More refusals than one reads.
_TOLD = 5


class ListView(CapabilityRequiredMixin, View):
    """`/benevolat/engagements/`: hours to confirm, then each commitment; what waits comes first."""

    capability = CONFIRM_HOURS

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = association_list(VolunteerCommitment.objects.visible_to(self.person))
        waiting = to_confirm(self.person)
        context = {
            "results": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
            "lines": waiting[:_LINES],
            "waiting": waiting.count(),
            "organisation": self._only_one(),
            "home": "",
            "is_inside": may_as_agent(self.person, CONFIRM_HOURS),
        }
        return render(request, "sponsorship/commitments/association/list.html", context)

    def _only_one(self) -> Organisation | None:
        """The organisation whose navigation is shown: that of a member of one."""
        own = [*recruiting_for(self.person).filter(kind__in=CONFIRM_HOURS.verified_kinds)[:2]]
        return own[0] if len(own) == 1 else None


class BulkView(CapabilityRequiredMixin, View):
    """`/benevolat/engagements/confirmer/`: what was ticked is read again, counted, confirmed."""

    capability = CONFIRM_HOURS
    http_method_names = ["get", "post", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """One begins in the list."""
        return redirect("sponsorship:commitments")

    def post(self, request: HttpRequest) -> HttpResponse:
        """Nothing is written before `send`."""
        keys = ticked(request.POST)
        lines = [*to_confirm(self.person).filter(pk__in=keys)[: MAX_AT_ONCE + 1]]
        if not lines:
            messages.error(request, NOTHING)
            return redirect("sponsorship:commitments")
        if request.POST.get("stage") != "send":
            context = {
                "lines": lines,
                "hours": sum(line.hours for line in lines),
                "organisation": None,
                "home": reverse("sponsorship:commitments"),
            }
            return render(request, "sponsorship/commitments/association/bulk.html", context)
        try:
            result = confirm_many(
                lines=lines, actor=self.actor, versions=versions_of(request.POST, keys)
            )
        except DomainError as error:
            messages.error(request, str(error))
            return redirect("sponsorship:commitments")
        tell = messages.success if result.lines else messages.error
        tell(request, result.sentence)
        for why in result.refused[:_TOLD]:
            messages.warning(request, why)
        return redirect("sponsorship:commitments")


class _OneOfTheirs(PersonMixin):
    """What comes once the capability is known: the commitment of the address, or 404.

    What changes something is out of reach of those who only read.
    """

    side = Side.ASSOCIATION
    reads = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        received = VolunteerCommitment.objects.received_by(self.person)
        is_read = self.reads and request.method in {"GET", "HEAD"}
        within = VolunteerCommitment.objects.visible_to(self.person) if is_read else received
        related = within.select_related("application__participant__user", "organisation")
        self.commitment = get_object_or_404(related, pk=kwargs.pop("pk"))
        self.acts = not is_read or received.filter(pk=self.commitment.pk).exists()
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def address(self, name: str = "", *arguments: Any) -> str:
        """Of the members."""
        return address_of("commitment", name, self.commitment.pk, *arguments)

    def shown(self) -> dict[str, Any]:
        own = recruiting_for(self.person).filter(pk=self.commitment.organisation_id)
        return {
            **super().shown(),  # type: ignore[misc]
            "base": "sponsorship/commitments/association/base.html",
            "organisation": own.first(),
        }


class _Theirs(CapabilityRequiredMixin, _OneOfTheirs):
    capability = CONFIRM_HOURS


class CommitmentView(_Theirs, acting.CommitmentScreen):
    """`…/<pk>/`."""

    reads = True
    template_name = "sponsorship/commitments/one.html"


class CorrectView(_Theirs, acting.CorrectScreen):
    """`…/heures/<line>/corriger/`."""

    template_name = "sponsorship/commitments/correct.html"


class RefuseView(_Theirs, acting.RefuseScreen):
    """`…/heures/<line>/refuser/`."""

    template_name = "sponsorship/commitments/refuse.html"


class EndView(_Theirs, acting.EndScreen):
    """`…/terminer/`."""

    template_name = "sponsorship/commitments/end.html"


class ConfirmView(_Theirs, acting.ConfirmAct):
    """`…/heures/<line>/confirmer/`."""


class TakeBackView(_Theirs, acting.TakeBackAct):
    """`…/heures/<line>/reprendre/`."""


class IssueView(_Theirs, acting.IssueAct):
    """`…/attestation/`."""


class CertificateView(_Theirs, acting.CertificateFile):
    """`…/attestation/<number>/`."""

    reads = True
