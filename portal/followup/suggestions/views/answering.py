"""`…/offres/<page>/postuler/` and `…/inscrire/`: for the person, with their agreement.

The forms are those of the rest of the site, without the choice of a person: it is the case's.
"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt

from portal.applications.forms.person import ApplyForForm
from portal.applications.openings import why_closed
from portal.applications.views.person_base import ApplicationFormView
from portal.followup.access.rules import is_in_team
from portal.followup.case.leaving import OfActiveCaseMixin
from portal.followup.case.screens import CaseMixin
from portal.followup.case.tabs import Needs
from portal.followup.suggestions.services import acting
from portal.participation.helping import helper_of
from portal.participation.models import Agreement
from portal.participation.texts import APPLY
from portal.recruitment.availability import State
from portal.recruitment.errors import RecruitmentError
from portal.recruitment.forms.person import HelpedForm
from portal.recruitment.services import asking
from portal.recruitment.services.asking import role_of
from portal.recruitment.states import Role
from portal.recruitment.views.person import SessionFormView, said_of_somebody

_TO_TELL = "Dites-lui ce que l’organisation répond."
# Who manages the list registers then as well.
_FOR_MANAGERS = frozenset({State.NOT_OPEN, State.CLOSED, State.INVITATION})


class _ForThePerson(OfActiveCaseMixin, CaseMixin):
    """A form sent in the name of the person, by somebody of their team."""

    needs = Needs.WRITING
    tab = "suggestions"
    kwargs: dict[str, Any]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.check_team()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.check_team()
        return super().post(request, *args, **kwargs)

    def check_team(self) -> None:
        """Raise Http404 for who does not write in the case, or is not of its team."""
        if not is_in_team(self.person, self.case):
            raise Http404

    def get_success_url(self) -> str:
        return reverse("followup:suggestions", args=[self.case.pk])

    def back(self, reason: str) -> HttpResponse:
        """To the list, which says why the form is not offered."""
        messages.error(self.request, reason)
        return redirect(self.get_success_url())


# The token is checked by `BoundedUpload`, once it has bounded the file.
@method_decorator(csrf_exempt, name="dispatch")
class ApplyView(_ForThePerson, ApplicationFormView):
    """`…/offres/<page>/postuler/`."""

    form_class = ApplyForForm
    template_name = "followup/suggestions/apply.html"

    def turned_away(self) -> HttpResponse | None:
        self.check_team()
        reason = why_closed(self.page)
        return self.back(reason) if reason else None

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"people": None, "may_type_names": False}

    def act(self, form: ApplyForForm) -> str:
        data = form.cleaned_data
        made = acting.apply_for(
            beneficiary=self.case,
            page=self.page,
            said=self.said(form, agreed=data["agreed"]),
            how=Agreement.How(data["how"]),
            actor=self.actor,
        )
        if made.participant.address:
            return "La candidature est envoyée. La personne reçoit un message avec son accord."
        return f"La candidature est envoyée. {_TO_TELL}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(agreement=APPLY.text, **kwargs)


class RegisterView(_ForThePerson, SessionFormView):
    """`…/offres/<page>/inscrire/`."""

    form_class = HelpedForm
    template_name = "followup/suggestions/register.html"

    @property
    def back_url(self) -> str:
        return self.get_success_url()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Say first what the service would refuse whatever is typed."""
        self.check_team()
        reason = self.refusal()
        return self.back(reason) if reason else super().get(request, *args, **kwargs)

    def refusal(self) -> str:
        """Why nobody registers the person now; empty while one may."""
        helper = helper_of(self.person)
        if helper is None:
            raise Http404
        availability = self.availability
        try:
            asking.refuse_helper(availability.roster, helper)
        except RecruitmentError as error:
            return str(error)
        manages = role_of(availability.roster, helper) == Role.MANAGER
        is_open = availability.state == State.OPEN
        if not is_open and not (manages and availability.state in _FOR_MANAGERS):
            return self._reason
        return self._reason if availability.is_full else ""

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"people": None, "may_type_names": False}

    def act(self, form: HelpedForm) -> str:
        made = acting.register_for(
            beneficiary=self.case,
            roster=self.availability.roster,
            wish=form.wish,
            how=Agreement.How(form.cleaned_data["how"]),
            actor=self.actor,
        )
        return said_of_somebody(made)
