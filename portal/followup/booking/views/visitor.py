"""The person's pages: opened by the link of an invitation, without an account.

Opening an address changes nothing, since mail scanners open them all: a button does. The pages name
nobody but who is met: whoever finds the letter learns of a meeting, and no more.
"""

from http import HTTPStatus
from typing import Any, ClassVar

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.generic import FormView

from portal.accounts.actors import Actor
from portal.followup.access.log import log_refusal
from portal.followup.appointments.models import Appointment
from portal.followup.booking import ics, telling
from portal.followup.booking.codes import typed
from portal.followup.booking.errors import UnusableLinkError
from portal.followup.booking.models import Invitation
from portal.followup.booking.public_forms import CancelForm, CodeForm, SlotForm
from portal.followup.booking.services import choosing, feeds, looking
from portal.followup.booking.slots import Slot, by_day
from portal.followup.booking.states import I
from portal.followup.booking.words import discreet
from snippets.errors import DomainError
from snippets.form_views import ServiceFormView
from snippets.limits import HOUR, Limit
from snippets.networks import client_address, subscriber_of
from snippets.site import site_settings

# Wrong links from one network: whoever copies badly tries a few times, whoever guesses thousands.
GUESSES = Limit("followup.invitation_guesses", 100, HOUR)
# Secrets of calendars are counted apart: an office whose agendas ask an address that was closed
# every few minutes would close the links of people on the same network.
CALENDARS = Limit("followup.calendar_guesses", 100, HOUR)
# By one link: each change of mind sends a mail and takes a slot from somebody else.
ACTS = Limit("followup.invitation_acts", 10, HOUR)
_TOO_OFTEN = "Trop d’essais depuis ce réseau. Réessayez dans une heure, ou appelez-nous."
_TOO_MANY_ACTS = (
    "Vous avez beaucoup changé en peu de temps. Votre dernier choix est gardé\u00a0: revenez dans "
    "une heure, ou appelez-nous."
)
_TITLES = {
    HTTPStatus.NOT_FOUND: "Ce lien ne fonctionne pas",
    HTTPStatus.GONE: "Ce lien ne fonctionne plus",
    HTTPStatus.TOO_MANY_REQUESTS: "Revenez un peu plus tard",
}


class OpenPage(View):
    """Without an account; never kept by a cache, nor by a search engine."""

    @method_decorator([login_not_required, never_cache])
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = self.answer(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    def answer(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """What the address answers."""
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def of_no_use(self, sentence: str, status: HTTPStatus) -> HttpResponse:
        """Why a link is of no use, and whom to call."""
        context = {
            "title": _TITLES[status],
            "explanation": sentence,
            "phone": site_settings().contact_phone,
            "may_type": status != HTTPStatus.TOO_MANY_REQUESTS,
        }
        template = "followup/booking/visitor/refused.html"
        return render(self.request, template, context, status=status)


class EnterView(OpenPage, FormView):
    """`/rendez-vous/`: the code of a letter, typed."""

    form_class = CodeForm
    template_name = "followup/booking/visitor/enter.html"
    http_method_names = ["get", "head", "post", "options"]

    def form_valid(self, form: Any) -> HttpResponse:
        # Whether it exists is said by its own page, which counts the wrong ones.
        token = typed(form.cleaned_data["code"])[:20]
        if not token:
            form.add_error("code", "Saisissez le code de votre lettre.")
            return self.form_invalid(form)
        return redirect("booking:invitation", token=token)

    def form_invalid(self, form: Any) -> HttpResponse:
        context = self.get_context_data(form=form)
        return self.render_to_response(context, status=HTTPStatus.UNPROCESSABLE_ENTITY)


class LinkView(OpenPage):
    """A page of one invitation: read in a scope that writes nothing, rendered once it is left.

    What a template shows was read before (`shown`): outside of the scope nothing is seen.
    """

    kwargs: dict[str, Any]
    invitation: Invitation
    appointment: Appointment | None
    # Of an invitation that is answered, or of one that waits for a choice.
    is_about_a_choice: ClassVar[bool] = False

    def answer(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        visitor = subscriber_of(request)
        if not GUESSES.allows(visitor):
            return self.of_no_use(_TOO_OFTEN, HTTPStatus.TOO_MANY_REQUESTS)
        if request.method == "POST" and not ACTS.allows(typed(kwargs["token"])):
            GUESSES.take_back(visitor)
            return self.of_no_use(_TOO_MANY_ACTS, HTTPStatus.TOO_MANY_REQUESTS)
        is_known = False
        try:
            with looking.by_link():
                self.invitation = choosing.invitation_of(kwargs["token"])
                is_known = True
                booked = self.invitation.state == I.BOOKED
                self.appointment = choosing.appointment_of(self.invitation) if booked else None
                choosing.check_usable(self.invitation, self.appointment, timezone.now())
                if booked == self.is_about_a_choice:
                    response: HttpResponseBase = redirect(self.way(booked))
                else:
                    response = super().answer(request, *args, **kwargs)
            if isinstance(response, TemplateResponse):
                response = response.render()
        except UnusableLinkError as error:
            if not is_known:
                log_refusal(actor=Actor.of(request), place="booking:invitation")
            status = HTTPStatus.GONE if is_known else HTTPStatus.NOT_FOUND
            response = self.of_no_use(str(error), status)
        if is_known:
            GUESSES.take_back(visitor)
        return response

    def way(self, booked: bool) -> str:  # noqa: FBT001 - the two pages of an invitation
        """Where what one came for stands now."""
        name = "booking:appointment" if booked else "booking:invitation"
        return reverse(name, args=[self.invitation.token])

    def shown(self) -> dict[str, Any]:
        """What every page of an invitation shows."""
        adviser = telling.adviser_of(self.invitation)
        category = self.invitation.category
        return {
            "token": self.invitation.token,
            "label": discreet(category.label, "Rendez-vous"),
            "minutes": category.minutes,
            "text": discreet(category.page_text),
            "deadline": self.invitation.deadline_on if self.invitation.is_open else None,
            "is_late": self.invitation.state == I.EXPIRED,
            "met": adviser.name if adviser else "",
            "phone": telling.phone_of(self.invitation.beneficiary),
            "appointment": self.appointment,
            "where": telling.where(self.appointment.mode, self.appointment.place)
            if self.appointment
            else "",
        }


class _SlotView(LinkView, ServiceFormView):
    """Choose one of the hours that are free."""

    form_class = SlotForm
    left_to_the_gate = (UnusableLinkError,)

    @cached_property
    def slots(self) -> list[Slot]:
        """Those that are free now."""
        return choosing.slots_of(self.invitation, besides=self.appointment)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"slots": self.slots}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        places = {telling.where(slot.mode, slot.place) for slot in self.slots}
        # Said once when it is the same everywhere, else beside each hour.
        only_place = places.pop() if len(places) == 1 else ""
        days = [
            (
                day,
                [
                    (slot, "" if only_place else telling.where(slot.mode, slot.place))
                    for slot in slots
                ],
            )
            for day, slots in by_day(self.slots)
        ]
        # The day of what was chosen is open, else the first one.
        chosen = str((kwargs.get("form") or self.get_form())["slot"].value() or "")[:10]
        opened = next((day for day, _ in days if str(day) == chosen), days[0][0] if days else None)
        context = self.shown() | {"days": days, "only_place": only_place, "opened": opened}
        return super().get_context_data(**(context | kwargs))

    def get_success_url(self) -> str:
        return reverse("booking:appointment", args=[self.invitation.token])

    def refused(self, form: Any, error: DomainError) -> HttpResponse:
        """Show the hours that are left."""
        self.__dict__.pop("slots", None)
        return super().refused(form, error)


class InvitationView(_SlotView):
    """`/rendez-vous/<token>/`: choose."""

    is_about_a_choice = True
    template_name = "followup/booking/visitor/choose.html"

    def act(self, form: SlotForm) -> str:
        address = client_address(self.request)
        token, slot = self.invitation.token, form.cleaned_data["slot"]
        choosing.choose(token=token, slot=slot, address=address)
        return "Votre rendez-vous est noté."


class MoveView(_SlotView):
    """`/rendez-vous/<token>/deplacer/`: another hour."""

    template_name = "followup/booking/visitor/move.html"

    def act(self, form: SlotForm) -> str:
        address = client_address(self.request)
        token, slot = self.invitation.token, form.cleaned_data["slot"]
        choosing.move(token=token, slot=slot, address=address)
        return "Votre rendez-vous est déplacé."


class AppointmentView(LinkView):
    """`/rendez-vous/<token>/pris/`: when, where, with whom; move it, cancel it."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        template = "followup/booking/visitor/appointment.html"
        return TemplateResponse(request, template, self.shown())


class CancelView(LinkView, ServiceFormView):
    """`/rendez-vous/<token>/annuler/`."""

    form_class = CancelForm
    left_to_the_gate = (UnusableLinkError,)
    template_name = "followup/booking/visitor/cancel.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**(self.shown() | kwargs))

    def get_success_url(self) -> str:
        return reverse("booking:invitation", args=[self.invitation.token])

    def act(self, form: CancelForm) -> str:
        choosing.cancel(
            token=self.invitation.token,
            reason=form.cleaned_data["reason"],
            address=client_address(self.request),
        )
        # Not while another invitation of the same kind waits: it alone goes on.
        may_choose = choosing.invitation_of(self.invitation.token).is_open
        again = " Vous pouvez en choisir un autre." if may_choose else ""
        return f"Votre rendez-vous est annulé.{again}"


class CalendarView(OpenPage):
    """`/agenda/<secret>.ics`: an adviser's calendar, for the calendar of their office."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, secret: str) -> HttpResponse:
        visitor = subscriber_of(request)
        if not CALENDARS.allows(visitor):
            return self.of_no_use(_TOO_OFTEN, HTTPStatus.TOO_MANY_REQUESTS)
        try:
            content = feeds.calendar_of(secret, address=client_address(request))
        except UnusableLinkError as error:
            log_refusal(actor=Actor.of(request), place="booking:calendar")
            return self.of_no_use(str(error), HTTPStatus.NOT_FOUND)
        CALENDARS.take_back(visitor)
        headers = {"Content-Disposition": f'inline; filename="{ics.FILE_NAME}"'}
        return HttpResponse(content, content_type=ics.CONTENT_TYPE, headers=headers)
