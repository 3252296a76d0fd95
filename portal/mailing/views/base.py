"""Who enters the screens of campaigns: the right first, then the campaign, or not found."""

from http import HTTPStatus
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from portal.accounts.access import CapabilityRequiredMixin
from portal.accounts.capabilities import CAMPAIGNS
from portal.mailing.errors import CampaignError, ChangedMeanwhileError
from portal.mailing.forms.base import VersionForm
from portal.mailing.models import Campaign
from portal.mailing.states import Status
from snippets.errors import DomainError
from snippets.form_views import ServiceActionView, ServiceFormView
from snippets.numbers import whole_number

Crumbs = list[tuple[str, str]]
_OLD_PAGE = "Cette page est ancienne\u00a0: relisez la campagne avant d’agir."
_MOST = 2**31 - 1


class CampaignsMixin(CapabilityRequiredMixin):
    """A screen of those who may write to many."""

    capability = CAMPAIGNS


class _InCampaign:
    """What comes once the capability is known: the campaign of the address, or 404."""

    campaign: Campaign
    person: Any
    here = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find it before the method is looked at: out of reach, nothing is said of it."""
        rows = Campaign.objects.visible_to(self.person).select_related("author", "copied_from")
        self.campaign = get_object_or_404(rows, pk=kwargs.pop("pk"))
        response: HttpResponseBase = super().dispatch(  # type: ignore[misc]
            request, *args, **kwargs
        )
        return response

    @property
    def url(self) -> str:
        """The campaign itself."""
        return reverse("mailing:campaign", args=[self.campaign.pk])

    def get_success_url(self) -> str:
        return self.url

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The campaign, and the way back."""
        context: dict[str, Any] = super().get_context_data(  # type: ignore[misc]
            **{"campaign": self.campaign, "breadcrumb": self.crumbs(), **kwargs}
        )
        return context

    def crumbs(self) -> Crumbs:
        """The list, the campaign, this screen."""
        way = [("Campagnes", reverse("mailing:home"))]
        if not self.here:
            return [*way, (self.campaign.name, "")]
        return [*way, (self.campaign.name, self.url), (self.here, "")]


class CampaignMixin(CampaignsMixin, _InCampaign):
    """A screen about one campaign."""


class CampaignFormView(CampaignMixin, ServiceFormView):
    """A form with the version that was read, sent again over what a colleague changed meanwhile.

    What was typed is kept, what the colleague wrote is told beside it, and the form takes the
    present version: sent again once it was read, it is accepted.
    """

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "version": self.campaign.version}

    def refused(self, form: Any, error: DomainError) -> HttpResponse:
        """409 when the form may be sent again as it is."""
        if not isinstance(error, ChangedMeanwhileError):
            return super().refused(form, error)
        self.campaign = error.row
        form.data = form.data.copy()
        form.data["version"] = str(error.row.version)
        form.add_error(None, str(error))
        context = self.get_context_data(form=form, theirs=error.row)
        return self.render_to_response(context, status=HTTPStatus.CONFLICT)


class CampaignActionView(CampaignMixin, ServiceActionView):
    """A button about a campaign, with the version that was read."""

    @property
    def version(self) -> int:
        """What the page had in front of it. Raises CampaignError."""
        return self.number("version")

    def number(self, name: str) -> int:
        """A number that the page sends back. Raises CampaignError."""
        number = whole_number(self.request.POST.get(name, ""))
        if number is None or number > _MOST:
            raise CampaignError(_OLD_PAGE)
        return number

    @property
    def named(self) -> dict[str, Any]:
        """What every service of a campaign takes."""
        return {"campaign": self.campaign, "user": self.person, "version": self.version}


class AskingView(CampaignFormView):
    """A page that asks before it acts. `asked_in`: the states where there is something to ask."""

    asked_in: ClassVar[frozenset[Status]]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if reason := self.not_now():
            messages.warning(request, reason)
            return redirect(self.url)
        return super().get(request, *args, **kwargs)

    def not_now(self) -> str:
        """Why there is nothing to ask, or nothing."""
        if self.campaign.status in self.asked_in:
            return ""
        state = self.campaign.get_status_display()
        return (
            f"Ce n’est pas possible maintenant. État de la campagne\u00a0: «\u00a0{state}\u00a0»."
        )


class ConfirmView(AskingView):
    """A page that asks once, and says what will happen."""

    form_class = VersionForm

    def named(self, form: Any) -> dict[str, Any]:
        """What every service of a campaign takes."""
        return {
            "campaign": self.campaign,
            "user": self.person,
            "version": form.cleaned_data["version"],
        }
