"""Invitations and summonses of a case."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from portal.followup.appointments import queries as appointments
from portal.followup.appointments.errors import DoubleBookingError
from portal.followup.booking import queries
from portal.followup.booking.errors import BookingError
from portal.followup.booking.forms import HandOverForm, InviteForm, ReasonForm, SummonForm
from portal.followup.booking.models import BookingMessage, Invitation
from portal.followup.booking.services import inviting, letters, summoning
from portal.followup.case.screens import CaseFormView, CaseMixin
from portal.followup.case.tabs import Needs
from portal.followup.journal.draft_forms import KeepsTextMixin
from snippets import french
from snippets.errors import DomainError

_FORM = "followup/booking/case_form.html"


class InvitationsView(CaseMixin, TemplateView):
    """`…/invitations/`: what was asked of the person, and what became of each message."""

    tab = "appointments"
    template_name = "followup/booking/invitations.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            invitations=queries.invitations_of(self.case, self.person),
            summonses=queries.summonses_of(self.case, self.person),
            grounds=summoning.grounds_of(self.case, actor=self.actor),
            **kwargs,
        )


class _BookingForm(KeepsTextMixin, CaseFormView):
    """A form about invitations: it comes back to them."""

    tab = "appointments"
    template_name = _FORM
    heading = ""
    button = ""

    def get_success_url(self) -> str:
        return reverse("followup:invitations", args=[self.case.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {"heading": self.heading, "button": self.button} | kwargs
        return super().get_context_data(**context)


class InviteView(_BookingForm):
    """`…/invitations/nouvelle/`."""

    form_class = InviteForm
    draft_form = "invite"
    heading = "Inviter à choisir un rendez-vous"
    button = "Envoyer l’invitation"

    def get_form_kwargs(self) -> dict[str, Any]:
        people = appointments.who_may_be_met(self.case, self.person)
        return super().get_form_kwargs() | {
            "categories": queries.categories(self.person),
            "people": people,
            "address": self.case.email,
        }

    def act(self, form: InviteForm) -> str:
        made = inviting.invite(beneficiary=self.case, actor=self.actor, **form.cleaned_data)
        if made.deadline_on:
            day = french.long_day(made.deadline_on)
            return f"L’invitation est envoyée. À choisir au plus tard le {day}."
        return "L’invitation est faite. La lettre attend avec les courriers du jour."


class SummonView(_BookingForm):
    """`…/invitations/convoquer/`: a date of the service."""

    form_class = SummonForm
    draft_form = "summon"
    heading = "Convoquer à une date fixée"
    button = "Convoquer"

    @cached_property
    def grounds(self) -> summoning.Grounds:
        """What the summons would follow."""
        return summoning.grounds_of(self.case, actor=self.actor)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "categories": queries.categories(self.person),
            "people": appointments.who_may_be_met(self.case, self.person),
            "needs_reason": self.grounds.needs_reason,
        }

    def get_initial(self) -> dict[str, Any]:
        me = getattr(self.person, "professional", None)
        return {"professional": me.pk if me else None} | super().get_initial()

    def refused(self, form: Any, error: DomainError) -> HttpResponse:
        if isinstance(error, DoubleBookingError):
            form.offer_to_go_on()
        return super().refused(form, error)

    def act(self, form: SummonForm) -> str:
        names = ("category", "professional", "mode", "place", "reason", "anyway")
        made = summoning.summon(
            beneficiary=self.case,
            starts_at=form.starts_at,
            actor=self.actor,
            **{name: form.cleaned_data[name] for name in names},
        )
        moment = f"{french.full_date(made.starts_at)} à {french.hour(made.starts_at)}"
        return f"Convocation pour le {moment}. La lettre attend avec les courriers du jour."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"notice": self.grounds.said} | kwargs))


class _OfInvitation(_BookingForm):
    form_class = ReasonForm

    def draft_form_of(self) -> str:
        return f"{self.draft_form}:{self.invitation.pk}"

    @cached_property
    def invitation(self) -> Invitation:
        """The invitation of the address, of this case. Raises Http404."""
        rows = Invitation.objects.visible_to(self.person).filter(beneficiary=self.case)
        found: Invitation = get_object_or_404(
            rows.select_related("category"), pk=self.kwargs["invitation"]
        )
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"invitation": self.invitation} | kwargs))


class WithdrawView(_OfInvitation):
    """`…/invitations/<pk>/retirer/`."""

    draft_form = "invitation_withdraw"
    heading = "Retirer l’invitation"
    button = "Retirer l’invitation"

    def act(self, form: ReasonForm) -> str:
        inviting.withdraw(invitation=self.invitation, actor=self.actor, **form.cleaned_data)
        return "L’invitation est retirée."


class StopRemindersView(_OfInvitation):
    """`…/invitations/<pk>/relances/`."""

    draft_form = "invitation_reminders"
    heading = "Arrêter les relances"
    button = "Arrêter les relances"

    def act(self, form: ReasonForm) -> str:
        inviting.stop_reminders(invitation=self.invitation, actor=self.actor, **form.cleaned_data)
        return "Aucune relance ne partira."


class _OfLetter(CaseMixin):
    """About one letter of the case."""

    kwargs: dict[str, Any]

    @cached_property
    def message(self) -> BookingMessage:
        """The letter of the address, of this case. Raises Http404."""
        rows = BookingMessage.objects.visible_to(self.person).filter(
            beneficiary=self.case, channel=BookingMessage.Channel.LETTER
        )
        found: BookingMessage = get_object_or_404(rows, pk=self.kwargs["message"])
        return found


class LetterView(_OfLetter, View):
    """`…/lettres/<pk>/lettre.pdf`: the same letter again, once it was printed."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The PDF, or why not; 404 for one that waits with the letters of the day."""
        message = self.message
        if message.left_at is None:
            message = get_object_or_404(BookingMessage.objects.none())
        try:
            content = letters.print_again(message=message, actor=self.actor)
        except BookingError as error:
            messages.error(request, str(error))
            return redirect("followup:invitations", self.case.pk)
        return pdf(content, f"lettre-{self.case.shown_number}.pdf")


class _LetterForm(_OfLetter, _BookingForm):
    needs = Needs.WRITING

    def draft_form_of(self) -> str:
        return f"{self.draft_form}:{self.message.pk}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"letter": self.message} | kwargs))


class HandOverView(_LetterForm):
    """`…/lettres/<pk>/remise/`: posted or given by hand, and the proof."""

    form_class = HandOverForm
    draft_form = "letter_handed"
    heading = "Remise de la lettre"
    button = "Enregistrer"

    def get_initial(self) -> dict[str, Any]:
        names = ("handed_on", "registered_number", "received_on")
        return {name: getattr(self.message, name) for name in names} | super().get_initial()

    def act(self, form: HandOverForm) -> str:
        letters.hand_over(message=self.message, actor=self.actor, **form.cleaned_data)
        return "La remise est notée."


class CameBackView(_LetterForm):
    """`…/lettres/<pk>/retour/`: it came back, it does not count."""

    form_class = ReasonForm
    draft_form = "letter_back"
    heading = "Lettre revenue"
    button = "Noter le retour"

    def act(self, form: ReasonForm) -> str:
        letters.come_back(message=self.message, actor=self.actor, **form.cleaned_data)
        return "Le retour est noté. Vérifiez l’adresse\u00a0: une autre lettre attend."


def pdf(content: bytes, name: str) -> HttpResponse:
    """A file that is downloaded, never guessed."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type="application/pdf", headers=headers)
