"""`/postuler/…`: a candidate, a guest, somebody who helps, and the page after it."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from pages.models import JobOfferPage
from portal.accounts.access import CapabilityRequiredMixin, PersonMixin
from portal.accounts.capabilities import APPLY, APPLY_FOR
from portal.accounts.holders import may
from portal.accounts.models import User
from portal.applications.delays import CONFIRM_WITHIN, reply_by
from portal.applications.forms.person import ApplicationForm, ApplyForForm, GuestForm
from portal.applications.limits import count_guest
from portal.applications.links import LinkError, Way, sent_path, sent_way
from portal.applications.models import Application
from portal.applications.openings import opportunity
from portal.applications.services.applying import ALREADY, AlreadyAppliedError
from portal.applications.services.by_person import (
    Identity,
    apply_as_guest,
    apply_for_oneself,
    apply_for_somebody,
)
from portal.applications.states import Status
from portal.applications.views.person_base import ApplicationFormView
from portal.cv.coming_from import forget_offer
from portal.cv.models import Cv
from portal.participation.helping import UsedAddressError, helper_of, may_type_names
from portal.participation.models import Agreement, digits_of
from portal.participation.rules import people_acted_for
from portal.participation.texts import APPLY as APPLY_TEXT
from snippets.errors import DomainError
from snippets.networks import client_address, subscriber_of
from snippets.site import site_settings


@method_decorator([login_not_required, never_cache], name="dispatch")
class ApplyView(PersonMixin, ApplicationFormView):
    """`/postuler/3/`: a candidate in one tap, whoever is signed out as a guest."""

    template_name = "applications/person/apply.html"
    _made: Application | None = None

    def turned_away(self) -> HttpResponse | None:
        """Who helps is led to their own form; an account of work is told why it cannot."""
        user = self.request.user
        if may(user, APPLY):
            return None
        if may(user, APPLY_FOR):
            return redirect("applications:apply_for", self.page.pk)
        context = {"page": self.page}
        template = "applications/person/not_for_you.html"
        return render(self.request, template, context, status=HTTPStatus.FORBIDDEN)

    @property
    def is_guest(self) -> bool:
        """Whether the person has to say who they are."""
        return not self.request.user.is_authenticated

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form; who applied already is led to their application."""
        return self._to_own() or super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.is_guest and self.get_form().is_trapped:
            return redirect(sent_path(self.page, Way.MAIL))
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response

    def get_form_class(self) -> type[ApplicationForm]:
        return GuestForm if self.is_guest else ApplicationForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "cvs": self.cvs,
            "with_cv": isinstance(self.page, JobOfferPage),
        }

    def get_initial(self) -> dict[str, Any]:
        """The CV that they come from (`?cv=3`); the form leaves it when it is not one of theirs."""
        return {"cv": f"cv-{self.request.GET.get('cv', '')}"}

    @property
    def cvs(self) -> list[Cv]:
        """A candidate's own, the last one changed first: it is chosen before they choose."""
        if self.is_guest:
            return []
        return list(Cv.objects.owned_by(self.person).order_by("-updated_at", "-pk"))

    def act(self, form: Any) -> str:
        """Send a candidate's application; keep a guest's until it is confirmed."""
        if self.is_guest:
            self._act_as_guest(form)
        else:
            # The text stands above the one button: pressing it is saying yes.
            said = self.said(form, agreed=True)
            self._made = apply_for_oneself(
                user=self.person, page=self.page, said=said, actor=self.actor
            )
        return ""

    def _act_as_guest(self, form: GuestForm) -> None:
        data = form.cleaned_data
        count_guest(
            person=data["email"] or digits_of(data["phone"]), visitor=subscriber_of(self.request)
        )
        apply_as_guest(
            page=self.page,
            identity=Identity(
                first_name=data["first_name"],
                last_name=data["last_name"],
                email=data["email"],
                phone=data["phone"],
            ),
            said=self.said(form, agreed=data["agreed"]),
            address=client_address(self.request),
        )

    def refused(self, form: Any, error: DomainError) -> HttpResponse:
        """A second tap leads to the application that the first one made."""
        if isinstance(error, AlreadyAppliedError) and (away := self._to_own()):
            return away
        return super().refused(form, error)

    def done(self, sentence: str) -> HttpResponse:
        way = Way.ACCOUNT
        forget_offer(self.request)
        if self.is_guest:
            way = Way.MAIL if self.request.POST.get("email", "").strip() else Way.PHONE
        return redirect(sent_path(self.page, way))

    def _to_own(self) -> HttpResponse | None:
        if self.is_guest:
            return None
        rows = Application.objects.owned_by(self.person).filter(page_id=self.page.pk)
        found = rows.exclude(status=Status.WITHDRAWN).first()
        if found is None:
            return None
        messages.info(self.request, ALREADY)
        return redirect("applications:own_one", found.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            is_guest=self.is_guest,
            agreement=APPLY_TEXT.text,
            may_help=may(self.request.user, APPLY_FOR) if not self.is_guest else False,
            **kwargs,
        )


# The token is checked by `BoundedUpload`, once it has bounded the file.
@method_decorator(csrf_exempt, name="dispatch")
class ApplyForView(CapabilityRequiredMixin, ApplicationFormView):
    """`/postuler/3/pour-quelqu-un/`: with the agreement of the person, who is told."""

    capability = APPLY_FOR
    form_class = ApplyForForm
    template_name = "applications/person/apply_for.html"
    _asks_same_address = False

    @property
    def people(self) -> QuerySet[User] | None:
        """The accounts that one acts for, to choose from; None when there is nobody to choose."""
        found = people_acted_for(self.person).order_by("folded_name", "pk")
        return found if found.exists() or not may_type_names(self.person) else None

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "people": self.people,
            "may_type_names": may_type_names(self.person),
        }

    def act(self, form: Any) -> str:
        """Apply for them, and say whether they are told."""
        data = form.cleaned_data
        helper = helper_of(self.person)
        # `may` has let them in: a right that ends meanwhile is a refusal as well.
        assert helper is not None  # noqa: S101
        person = data.get("person")
        made = apply_for_somebody(
            helper=helper,
            page=self.page,
            said=self.said(form, agreed=data["agreed"]),
            how=Agreement.How(data["how"]),
            actor=self.actor,
            person=person,
            identity=None if person else _identity(data),
            confirmed_warning=data.get("same_address", False),
        )
        name = made.participant.name
        if made.participant.address:
            return f"Candidature envoyée pour {name}, qui reçoit un message avec son accord."
        return f"Candidature envoyée pour {name}. Dites-lui ce que l’organisation répond."

    def refused(self, form: Any, error: DomainError) -> HttpResponse:
        """Ask for the tick that says that two people share an address."""
        self._asks_same_address = isinstance(error, UsedAddressError)
        return super().refused(form, error)

    def get_success_url(self) -> str:
        return sent_path(self.page, Way.HELPED)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            agreement=APPLY_TEXT.text,
            asks_same_address=self._asks_same_address
            or bool(self.request.POST.get("same_address")),
            **kwargs,
        )


def _identity(data: dict[str, Any]) -> Identity:
    return Identity(
        first_name=data["first_name"],
        last_name=data["last_name"],
        email=data["email"],
        phone=data["phone"],
    )


@method_decorator([login_not_required, never_cache], name="dispatch")
class SentView(View):
    """`/postuler/envoyee/…/`: what happens next, and by when; the same whoever applied."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        try:
            pk, way = sent_way(token)
        except LinkError as error:
            broken = {"explanation": str(error)}
            template = "applications/person/link_broken.html"
            return render(request, template, broken, status=HTTPStatus.GONE)
        context = {
            "page": opportunity(pk),
            "way": way,
            "confirm_days": CONFIRM_WITHIN.days,
            "call_back_days": site_settings().call_back_days,
            "reply_by": reply_by(timezone.now()),
        }
        return render(request, "applications/person/sent.html", context)
