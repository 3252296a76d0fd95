"""Registering to a session: for oneself, with an account or without, and for somebody else."""

from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.accounts.access import CapabilityRequiredMixin, PersonMixin
from portal.accounts.capabilities import APPLY, APPLY_FOR, has_capability
from portal.accounts.holders import may
from portal.accounts.models import User
from portal.cv.models import Cv
from portal.participation.helping import Helper, UsedAddressError, helper_of, may_type_names
from portal.participation.models import digits_of
from portal.participation.rules import people_acted_for
from portal.recruitment import links, wording
from portal.recruitment.availability import Availability, State, availability_of_page
from portal.recruitment.counting import count_request
from portal.recruitment.errors import FullError, RecruitmentError, TooManyRequestsError
from portal.recruitment.forms.person import GuestForm, HelpedForm, OwnForm
from portal.recruitment.models import Registration
from portal.recruitment.ranks import rank_of
from portal.recruitment.services import asking, registering
from portal.recruitment.states import LEFT, Role, Status
from snippets.addresses import normal_address
from snippets.errors import DomainError
from snippets.form_views import ServiceFormView
from snippets.networks import client_address, subscriber_of

JUST_TAKEN = (
    "Toutes les places viennent d’être prises. Lisez ci-dessous comment marche la liste d’attente, "
    "puis envoyez de nouveau."
)

NOBODY = (
    "Vous inscrivez les personnes que vous suivez. Aucune n’est reliée à un compte pour le "
    "moment\u00a0: la personne peut s’inscrire elle-même, ou appeler le service emploi."
)
_REASONS: dict[str, str] = {
    State.CLOSED: registering.CLOSED,
    State.POSTPONED: "Cette rencontre est reportée\u00a0: une nouvelle date sera annoncée.",
    State.CANCELLED: "Cette rencontre est annulée.",
    State.TAKEN_DOWN: "Cette rencontre n’est plus annoncée.",
    State.OVER: "Cette rencontre est passée.",
}


class SessionFormView(PersonMixin, ServiceFormView):
    """A form about the session of a page; 404 for a page without a list."""

    @cached_property
    def availability(self) -> Availability:
        """What is left when the form is shown."""
        found = availability_of_page(self.kwargs["page_id"])
        if found is None:
            raise Http404
        return found

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Never indexed: the session's own page is."""
        response = super().dispatch(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "availability": self.availability}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The session, and whether what is left is a place or a rank."""
        availability = self.availability
        return super().get_context_data(
            availability=availability,
            roster=availability.roster,
            when=wording.when_of(availability.roster),
            place=wording.place_of(availability.roster),
            offers_until=wording.offers_until(availability.roster),
            back_url=self.back_url,
            **kwargs,
        )

    @property
    def back_url(self) -> str:
        """The session's own page, while it is online."""
        page = self.availability.roster.page
        if page is None or not page.live:
            return reverse("search:agenda")
        return reverse("session", args=[page.slug])

    def refused(self, form: Any, error: DomainError) -> HttpResponse:
        """Show what is left now, with what was typed; a rank is taken only once it is explained."""
        if isinstance(error, RecruitmentError) and not isinstance(error, TooManyRequestsError):
            self.__dict__.pop("availability", None)
            form = self.get_form()
            form.full_clean()
            form.errors.pop("slot", None)
        if isinstance(error, FullError) and not error.field and not form.data.get("may_wait"):
            error = FullError(JUST_TAKEN) if self.availability.waiting_left else error
        return super().refused(form, error)

    def unavailable(self, problem: str = "") -> HttpResponse:
        """Say why nobody registers now, and what to do instead."""
        context = {**self.get_context_data(form=None), "reason": problem or self._reason}
        return render(self.request, "recruitment/person/unavailable.html", context)

    @property
    def _reason(self) -> str:
        availability = self.availability
        opens = availability.roster.opens_at
        if availability.state == State.NOT_OPEN and opens:
            return f"Les inscriptions ouvrent le {wording.moment(opens)}."
        return _REASONS.get(availability.state, registering.FULL)


@method_decorator([login_not_required, never_cache], name="dispatch")
class RegisterView(SessionFormView):
    """`/inscription/<page>/`: in one tap with an account, else with a link or a call."""

    template_name = "recruitment/person/register.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Lead who registers other people to their form; say why to who cannot register."""
        if not request.user.is_authenticated or has_capability(request.user, APPLY):
            self._refuse_unread()
            return super().dispatch(request, *args, **kwargs)
        if may(request.user, APPLY_FOR):
            return redirect("recruitment:register_for", kwargs["page_id"])
        template = "recruitment/person/not_for_this_level.html"
        return render(request, template, status=HTTPStatus.FORBIDDEN)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead to their own page who is registered already."""
        own = self.own_registration
        if own is not None and own.status not in LEFT:
            return redirect(links.own_path(own))
        try:
            asking.refuse_uninvited(self.availability.roster)
        except RecruitmentError as error:
            return self.unavailable(str(error))
        if self.availability.state != State.OPEN or self.availability.is_full:
            return self.unavailable()
        response: HttpResponse = super().get(request, *args, **kwargs)
        return response

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.is_guest and self.get_form().is_trapped:
            return redirect("recruitment:asked", "courriel")
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response

    def _refuse_unread(self) -> None:
        """Raise Http404 for who may not read the session's own page."""
        page = self.availability.roster.page
        for restriction in page.get_view_restrictions() if page else ():
            if not restriction.accept_request(self.request):
                raise Http404

    @property
    def is_guest(self) -> bool:
        """Whether there is no account."""
        return not self.request.user.is_authenticated

    @cached_property
    def own_registration(self) -> Registration | None:
        """What the person who is signed in has there."""
        if self.is_guest:
            return None
        rows = Registration.objects.owned_by(self.request.user)
        return rows.filter(roster=self.availability.roster).first()

    def get_form_class(self) -> Any:
        return GuestForm if self.is_guest else OwnForm

    def get_form_kwargs(self) -> dict[str, Any]:
        given = super().get_form_kwargs()
        if not self.is_guest:
            given["cvs"] = list(Cv.objects.owned_by(self.request.user))
        return given

    def get_template_names(self) -> list[str]:
        return ["recruitment/person/guest.html"] if self.is_guest else [self.template_name]

    def act(self, form: Any) -> str:
        """Register, or note the wish until it is proved."""
        return self._act_as_guest(form) if self.is_guest else self._act_with_account(form)

    def get_success_url(self) -> str:
        return self._next

    def _act_with_account(self, form: OwnForm) -> str:
        registration = asking.ask_with_account(
            roster=self.availability.roster,
            user=self.person,
            wish=form.wish,
            cv=form.chosen_cv,
            actor=self.actor,
        )
        self._next = links.own_path(registration)
        return said_of(registration)

    def _act_as_guest(self, form: GuestForm) -> str:
        person = form.person
        address = normal_address(person.email) or digits_of(person.phone)
        count_request(address=address, visitor=subscriber_of(self.request))
        asking.ask_as_guest(
            roster=self.availability.roster,
            person=person,
            wish=form.wish,
            network=client_address(self.request),
        )
        how = "courriel" if person.email else "telephone"
        self._next = reverse("recruitment:asked", args=[how])
        return ""


class RegisterForView(CapabilityRequiredMixin, SessionFormView):
    """`…/pour-quelqu-un/`: an officer, an adviser or an employment partner, with an agreement."""

    capability = APPLY_FOR
    form_class = HelpedForm
    template_name = "recruitment/person/register_for.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Say first what the service would refuse whatever is typed."""
        try:
            asking.refuse_helper(self.availability.roster, self.helper)
        except RecruitmentError as error:
            return self.unavailable(str(error))
        if self.people is None and not may_type_names(self.person):
            return self.unavailable(NOBODY)
        if not self.is_open or (self.availability.is_full):
            return self.unavailable()
        response: HttpResponse = super().get(request, *args, **kwargs)
        return response

    @cached_property
    def helper(self) -> Helper:
        """Who registers somebody: the gate has seen to it that they may."""
        found = helper_of(self.person)
        assert found is not None  # noqa: S101 - APPLY_FOR is what makes a helper
        return found

    @cached_property
    def people(self) -> QuerySet[User] | None:
        """The accounts that one acts for, to choose from; None without any."""
        found = people_acted_for(self.person).order_by("folded_name", "pk")
        return found if found.exists() else None

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "people": self.people,
            "may_type_names": may_type_names(self.person),
        }

    @property
    def is_open(self) -> bool:
        """Whether this person may register somebody now: who manages, after the closing as well."""
        state = self.availability.state
        if state == State.OPEN:
            return True
        role = asking.role_of(self.availability.roster, self.helper)
        return role == Role.MANAGER and state in {State.NOT_OPEN, State.CLOSED, State.INVITATION}

    def act(self, form: HelpedForm) -> str:
        """Register them, and say what they were given."""
        registration = asking.ask_for(
            roster=self.availability.roster,
            helper=self.helper,
            wish=form.wish,
            how=form.cleaned_data["how"],
            actor=self.actor,
            **form.chosen,
        )
        return said_of_somebody(registration)

    def get_success_url(self) -> str:
        return reverse("recruitment:helped")

    def refused(self, form: Any, error: DomainError) -> HttpResponse:
        """Ask to tick when the address was given for another person."""
        if isinstance(error, UsedAddressError):
            form.asks_same_address = True
        return super().refused(form, error)


@login_not_required
@require_safe
@never_cache
def asked(request: HttpRequest, how: str) -> HttpResponse:
    """What to do now: the same page whoever it was."""
    response = render(request, "recruitment/person/asked.html", {"is_by_phone": how == "telephone"})
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def said_of(registration: Registration) -> str:
    """That it is done: the page that follows says where and when."""
    if registration.status == Status.CONFIRMED:
        return "C’est fait\u00a0: vous êtes inscrit·e."
    return "C’est fait\u00a0: vous êtes dans la liste d’attente."


def said_of_somebody(registration: Registration) -> str:
    """The same for who registered them, who tells them when there is no e-mail."""
    name = registration.participant.name
    if registration.status == Status.CONFIRMED:
        said = f"{name} a une place\u00a0: {_at(registration)}."
    else:
        said = f"{name} est sur la liste d’attente, au rang {rank_of(registration)}."
    if registration.participant.address:
        return f"{said} Un message lui est envoyé."
    return f"{said} Sans adresse e-mail, c’est à vous de le lui dire."


def _at(registration: Registration) -> str:
    text = wording.when(registration)
    return text[:1].lower() + text[1:]
