"""`/mon-espace/benevolat/…`: the screens of a person with an account."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse, reverse_lazy

from portal.accounts.access import CapabilityRequiredMixin
from portal.accounts.capabilities import OWN_SPACE
from portal.candidates.views.base import SpaceView
from portal.participation.services.participants import participant_of
from portal.sponsorship.commitments import texts
from portal.sponsorship.commitments.forms import SharingForm
from portal.sponsorship.commitments.models import HoursSharing, VolunteerCommitment
from portal.sponsorship.commitments.queries import own_list
from portal.sponsorship.commitments.services.sharing import set_sharing
from portal.sponsorship.commitments.states import Side
from portal.sponsorship.commitments.views import acting
from portal.sponsorship.commitments.views.acting import address_of
from snippets.form_views import ServiceActionView

_FOLDER = "sponsorship/commitments/person"


class OwnListView(SpaceView):
    """`/mon-espace/benevolat/`: each commitment with its hours, and the box."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """What waits for the person comes first."""
        context = {
            "rows": own_list(self.person),
            "is_shared": HoursSharing.objects.owned_by(self.person).active().exists(),
            "texts": texts,
            "sharing_url": reverse("sponsorship:own_commitments_sharing"),
        }
        return render(request, f"{_FOLDER}/list.html", context)


class OwnSharingView(SpaceView, ServiceActionView):
    """The box, ticked or not: it holds at once."""

    success_url = reverse_lazy("sponsorship:own_commitments")

    def act(self) -> str:
        form = SharingForm(self.request.POST)
        is_shared = form.is_valid() and form.cleaned_data["is_shared"]
        set_sharing(participant=participant_of(user=self.person), is_shared=is_shared)
        return said_of_sharing(is_shared=is_shared)


def said_of_sharing(*, is_shared: bool) -> str:
    """What the screen says once the box is as the person wants it."""
    if is_shared:
        return "C’est noté\u00a0: vos heures confirmées peuvent être communiquées."
    return "C’est noté\u00a0: vos heures ne sont pas communiquées."


class _OneOfOurs:
    """What comes once the capability is known: the commitment of the address, or 404."""

    side = Side.VOLUNTEER

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.commitment = self.own(  # type: ignore[attr-defined]
            VolunteerCommitment.objects.select_related(
                "application__participant__user", "organisation"
            ),
            pk=kwargs.pop("pk"),
        )
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def address(self, name: str = "", *arguments: Any) -> str:
        """In the space."""
        return address_of("own_commitment", name, self.commitment.pk, *arguments)

    def shown(self) -> dict[str, Any]:
        return {**super().shown(), "base": f"{_FOLDER}/in_space.html"}  # type: ignore[misc]


class _Own(CapabilityRequiredMixin, _OneOfOurs):
    capability = OWN_SPACE


class OwnCommitmentView(_Own, acting.CommitmentScreen):
    """`…/<pk>/`: hours in under a minute, on a phone."""

    template_name = "sponsorship/commitments/one.html"


class OwnCorrectView(_Own, acting.CorrectScreen):
    """`…/heures/<line>/corriger/`."""

    template_name = "sponsorship/commitments/correct.html"


class OwnRefuseView(_Own, acting.RefuseScreen):
    """`…/heures/<line>/refuser/`."""

    template_name = "sponsorship/commitments/refuse.html"


class OwnEndView(_Own, acting.EndScreen):
    """`…/terminer/`."""

    template_name = "sponsorship/commitments/end.html"


class OwnConfirmView(_Own, acting.ConfirmAct):
    """`…/heures/<line>/confirmer/`."""


class OwnTakeBackView(_Own, acting.TakeBackAct):
    """`…/heures/<line>/reprendre/`."""


class OwnIssueView(_Own, acting.IssueAct):
    """`…/attestation/`."""


class OwnCertificateView(_Own, acting.CertificateFile):
    """`…/attestation/<number>/`."""
