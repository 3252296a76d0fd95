"""A registration's own page, opened by a signed link or from one's space, and its buttons.

Opening an address changes nothing, since mail scanners open them all: a button does. What was done
already is said, and nothing changes.
"""

from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views import View
from django.views.decorators.cache import never_cache

from portal.accounts.actors import Actor
from portal.participation.services.participants import actor_of
from portal.recruitment import calendars, links, qr, wording
from portal.recruitment.checkin.codes import spaced_code
from portal.recruitment.errors import RecruitmentError
from portal.recruitment.forms.person import AgainForm, MoveForm, SlotForm
from portal.recruitment.links import LinkError
from portal.recruitment.models import PlaceOffer, Registration
from portal.recruitment.own_acts import ACTS, Act
from portal.recruitment.own_page import OwnPage, own_page
from portal.recruitment.services import asking, moving, offers
from portal.recruitment.services.registering import NO_SLOT
from portal.recruitment.states import HOLDING, Role, Status
from portal.recruitment.views.person import said_of
from snippets.form_views import ServiceActionView, ServiceFormView

_STATES = {
    PlaceOffer.Answer.ACCEPTED: "Vous avez déjà pris cette place.",
    PlaceOffer.Answer.DECLINED: "Vous avez déjà laissé cette place.",
    PlaceOffer.Answer.EXPIRED: "Cette place n’est plus gardée pour vous\u00a0: "
    "le temps de répondre est passé.",
    PlaceOffer.Answer.WITHDRAWN: "Cette place n’est plus proposée.",
}


@method_decorator([login_not_required, never_cache], name="dispatch")
class LinkView(View):
    """A screen about the registration of a link; 410 and a way out for a link that is none."""

    registration: Registration

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Never indexed."""
        try:
            self.registration = links.registration_of(kwargs["token"])
            response = super().dispatch(request, *args, **kwargs)
        except LinkError as error:
            context = {"explanation": str(error)}
            template = "recruitment/person/link_refused.html"
            response = render(request, template, context, status=HTTPStatus.GONE)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    @cached_property
    def page(self) -> OwnPage:
        """What its page says now."""
        return own_page(self.registration)

    @property
    def actor(self) -> Actor:
        """The person, whose name history keeps; or who registered them, signed in."""
        if self.request.user.is_authenticated and (
            self.request.user.pk == self.registration.helped_by_id
        ):
            return Actor.of(self.request)
        return actor_of(self.registration.participant, self.request)

    def get_success_url(self) -> str:
        return links.own_path(self.registration)

    def said(self, sentence: str, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
        """Say where things stand instead of a button that would be of no use."""
        context = {"page": self.page, "sentence": sentence, "own_path": self.get_success_url()}
        return render(self.request, "recruitment/person/link_said.html", context, status=status)

    def shown(self, **more: Any) -> dict[str, Any]:
        """What every screen of a registration shows."""
        token = self.kwargs["token"]
        return {"page": self.page, "registration": self.registration, "token": token, **more}


class MineView(LinkView):
    """`/inscription/suivi/<token>/`: where one stands, and what one may do."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        drawn = qr.qr_data_uri(self.registration) if self.page.has_pass else ""
        is_own = request.user.is_authenticated and (
            request.user.pk == self.registration.participant.user_id
        )
        code = spaced_code(self.registration)
        context = self.shown(qr_code=drawn, code=code, is_own=is_own)
        return render(request, "recruitment/person/mine.html", context)


class ActView(LinkView, ServiceActionView):
    """One button of the page: GET shows it, POST acts."""

    http_method_names = ["get", "head", "post", "options"]

    @property
    def asked(self) -> Act:
        """What the address names. Raises Http404."""
        try:
            return ACTS[self.kwargs["act"]]
        except KeyError as error:
            raise Http404 from error

    def get(self, request: HttpRequest, token: str, act: str) -> HttpResponse:
        asked = self.asked
        if not asked.can(self.page):
            return self.said(self.page.notice or self.page.sentence)
        return render(request, "recruitment/person/act.html", self.shown(act=asked))

    def act(self) -> str:
        """Do it; said twice, it is once."""
        return self.asked.do(self.registration, self.actor)


class OfferView(LinkView, ServiceActionView):
    """« Prendre cette place » and « Laisser cette place », of one offer and no other."""

    http_method_names = ["get", "head", "post", "options"]
    left_to_the_gate = (LinkError,)

    @cached_property
    def offer(self) -> PlaceOffer:
        """The offer of the address, of this registration. Raises LinkError."""
        rows = PlaceOffer.objects.filter(registration=self.registration).select_related("slot")
        found = rows.filter(public_id=self.kwargs["offer"]).first()
        if found is None or self.kwargs["act"] not in {"accepter", "refuser"}:
            raise LinkError(links.BROKEN)
        found.registration = self.registration
        return found

    @property
    def takes(self) -> bool:
        """Whether the button takes the place, or leaves it."""
        return bool(self.kwargs["act"] == "accepter")

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        offer = self.offer
        if offer.answer:
            is_past = offer.answer in {PlaceOffer.Answer.EXPIRED, PlaceOffer.Answer.WITHDRAWN}
            status = HTTPStatus.GONE if is_past else HTTPStatus.OK
            return self.said(_STATES[PlaceOffer.Answer(offer.answer)], status)
        if offer.deadline <= self.page.now:
            return self.said(_STATES[PlaceOffer.Answer.EXPIRED], HTTPStatus.GONE)
        context = self.shown(
            offer=offer,
            takes=self.takes,
            offered_when=wording.when_of(self.registration.roster, offer.slot),
            deadline=wording.until(offer.deadline),
        )
        return render(request, "recruitment/person/offer.html", context)

    def act(self) -> str:
        """Take it or leave it; said twice, it is once."""
        service = offers.accept if self.takes else offers.decline
        service(offer=self.offer, actor=self.actor, role=Role.PERSON)
        if self.takes:
            return "C’est fait\u00a0: cette place est à vous."
        return "C’est noté. La place est proposée à la personne suivante."


class SlotFormView(LinkView, ServiceFormView):
    """A form that shows the hours of the session."""

    form_class: Any = SlotForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "availability": self.page.availability}

    def get_initial(self) -> dict[str, Any]:
        return {"slot": str(self.registration.slot_id or "")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The page of the registration, and its hours."""
        availability = self.page.availability
        return super().get_context_data(
            **self.shown(availability=availability, roster=availability.roster), **kwargs
        )


class ConfirmView(SlotFormView):
    """The link of the message that proves an address: the place is taken by its button."""

    template_name = "recruitment/person/confirm.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.page.can_confirm:
            return self.said(self.page.notice or self.page.sentence)
        response: HttpResponse = super().get(request, *args, **kwargs)
        return response

    def get_form(self, form_class: Any = None) -> Any:
        """The hours are asked again while there is one to choose."""
        form = super().get_form(form_class)
        if not (self.page.availability.can_seat and self.registration.roster.has_slots):
            del form.fields["slot"]
        return form

    def act(self, form: SlotForm) -> str:
        """Take the place or the rank."""
        confirmed = asking.confirm(
            registration=self.registration, slot=form.chosen_slot, actor=self.actor
        )
        return said_of(confirmed)


class SlotView(SlotFormView):
    """« Changer d’heure », by oneself."""

    form_class = MoveForm
    template_name = "recruitment/person/slot.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.page.can_change_slot:
            return self.said(self.page.notice or self.page.sentence)
        response: HttpResponse = super().get(request, *args, **kwargs)
        return response

    def act(self, form: MoveForm) -> str:
        """Move to the hour that was chosen."""
        slot = form.chosen_slot
        if slot is None:
            raise RecruitmentError(NO_SLOT, field="slot")
        moving.move(registration=self.registration, slot=slot, role=Role.PERSON, actor=self.actor)
        return f"Votre nouvelle heure est notée\u00a0: {wording.moment(slot.starts_at)}."


class AgainView(SlotFormView):
    """« M’inscrire de nouveau », for who left."""

    form_class = AgainForm
    template_name = "recruitment/person/again.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.page.can_ask_again:
            return self.said(self.page.notice or self.page.sentence)
        response: HttpResponse = super().get(request, *args, **kwargs)
        return response

    def get_initial(self) -> dict[str, Any]:
        """What they had said, but for the agreement: it is asked again."""
        return {
            "accessibility_needs": self.registration.accessibility_needs,
            "shares_identity": self.registration.shares_identity,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            offers_until=self.page.offers_until, back_url=self.get_success_url(), **kwargs
        )

    def act(self, form: AgainForm) -> str:
        """Come back, the last to arrive."""
        registration = asking.ask_again(
            registration=self.registration, wish=form.wish, actor=self.actor
        )
        return said_of(registration)


class CalendarView(LinkView):
    """The event, for the person's own calendar."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        if self.registration.status not in HOLDING - {Status.OFFERED_PLACE}:
            raise Http404
        content = calendars.calendar(self.registration)
        response = HttpResponse(content, content_type=calendars.CONTENT_TYPE)
        response["Content-Disposition"] = f'attachment; filename="{calendars.FILE_NAME}"'
        return response
