"""`/engagement/<token>/…`: the screens of a person without an account."""

from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from portal.accounts.actors import Actor
from portal.participation.services.participants import actor_of
from portal.sponsorship.commitments import texts
from portal.sponsorship.commitments.errors import LinkError
from portal.sponsorship.commitments.forms import SharingForm
from portal.sponsorship.commitments.links import followed
from portal.sponsorship.commitments.models import VolunteerCommitment
from portal.sponsorship.commitments.services.sharing import set_sharing, shares
from portal.sponsorship.commitments.states import Side
from portal.sponsorship.commitments.views import acting
from portal.sponsorship.commitments.views.acting import address_of
from portal.sponsorship.commitments.views.own import said_of_sharing

_FOLDER = "sponsorship/commitments/person"


@method_decorator([login_not_required, never_cache], name="dispatch")
class _ByLink:
    """The commitment of a link; 410 and why, when the link does not work."""

    side = Side.VOLUNTEER
    commitment: VolunteerCommitment
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.token = kwargs.pop("token")
        try:
            self.commitment = followed(self.token)
        except LinkError as error:
            response: HttpResponseBase = render(
                request,
                f"{_FOLDER}/link_broken.html",
                {"explanation": str(error)},
                status=HTTPStatus.GONE,
            )
        else:
            response = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    @property
    def actor(self) -> Actor:
        """The person of the link, signed in or not."""
        return actor_of(self.commitment.participant, self.request)

    def address(self, name: str = "", *arguments: Any) -> str:
        """By the link."""
        return address_of("link_commitment", name, self.token, *arguments)

    def shown(self) -> dict[str, Any]:
        return {**super().shown(), "base": f"{_FOLDER}/by_link.html"}  # type: ignore[misc]


class LinkCommitmentView(_ByLink, acting.CommitmentScreen):
    """The same page as in the space, with the box."""

    template_name = "sponsorship/commitments/one.html"

    def shown(self) -> dict[str, Any]:
        return {
            **super().shown(),
            "is_shared": shares(self.commitment.participant),
            "texts": texts,
            "sharing_url": self.address("sharing"),
        }


class LinkSharingView(_ByLink, acting.Act):
    """The box of somebody without an account."""

    def act(self) -> str:
        form = SharingForm(self.request.POST)
        is_shared = form.is_valid() and form.cleaned_data["is_shared"]
        set_sharing(participant=self.commitment.participant, is_shared=is_shared)
        return said_of_sharing(is_shared=is_shared)


class LinkCorrectView(_ByLink, acting.CorrectScreen):
    """`…/heures/<line>/corriger/`."""

    template_name = "sponsorship/commitments/correct.html"


class LinkRefuseView(_ByLink, acting.RefuseScreen):
    """`…/heures/<line>/refuser/`."""

    template_name = "sponsorship/commitments/refuse.html"


class LinkEndView(_ByLink, acting.EndScreen):
    """`…/terminer/`."""

    template_name = "sponsorship/commitments/end.html"


class LinkConfirmView(_ByLink, acting.ConfirmAct):
    """`…/heures/<line>/confirmer/`."""


class LinkTakeBackView(_ByLink, acting.TakeBackAct):
    """`…/heures/<line>/reprendre/`."""


class LinkIssueView(_ByLink, acting.IssueAct):
    """`…/attestation/`."""


class LinkCertificateView(_ByLink, acting.CertificateFile):
    """`…/attestation/<number>/`."""
