"""What the employment officers do on the phone: add somebody, call those who wait."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from portal.accounts.capabilities import APPLY_FOR, CALL_BACK
from portal.participation.helping import Helper, UsedAddressError
from portal.participation.models import Agreement
from portal.participation.texts import REGISTER, SHARE_IDENTITY
from portal.recruitment.errors import RecruitmentError
from portal.recruitment.forms.manage import AddForm, slot_choices
from portal.recruitment.listing import ranks_of
from portal.recruitment.models import Registration
from portal.recruitment.services import call_list
from portal.recruitment.services.asking import Person, Wish, ask_for
from portal.recruitment.services.places import occupancy
from portal.recruitment.states import Status
from portal.recruitment.views.gate import RegistrationMixin, RosterMixin
from snippets import french
from snippets.errors import DomainError
from snippets.form_views import ServiceActionView, ServiceFormView

NO_ANSWER = "Choisissez oui, non ou pas joignable."
ANSWERS = {"oui": True, "non": False, "injoignable": None}


class AddView(RosterMixin, ServiceFormView):
    """`/rencontres/<pk>/ajouter/`: the text of the agreement is on the screen, to be read out."""

    capability = APPLY_FOR
    agents_only = True
    template_name = "recruitment/manage/add.html"
    form_class = AddForm
    here = "Ajouter une personne"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "taken": occupancy(self.roster)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What is left, and the texts that are said."""
        return super().get_context_data(
            taken=occupancy(self.roster),
            text=REGISTER.text,
            text_shared="" if self.roster.is_for_rsa else SHARE_IDENTITY,
            **kwargs,
        )

    def act(self, form: AddForm) -> str:
        data = form.cleaned_data
        registration = ask_for(
            roster=self.roster,
            helper=Helper(self.person),
            person=Person(
                data["first_name"], data["last_name"], email=data["email"], phone=data["phone"]
            ),
            wish=Wish(
                slot=form.chosen_slot,
                agreed=data["agreed"],
                shares_identity=data.get("shares_identity", False),
                accessibility_needs=data["accessibility_needs"],
                may_wait=True,
            ),
            how=Agreement.How(data["how"]),
            actor=self.actor,
            confirmed_warning=data["confirmed_warning"],
        )
        name = registration.participant.name
        if registration.status == Status.WAITLISTED:
            rank = ranks_of(self.roster).get(registration.pk)
            return f"{name} est en liste d’attente, au rang {rank}."
        hour = f" à {french.hour(registration.slot.starts_at)}" if registration.slot else ""
        return f"{name} est inscrit·e{hour}."

    def refused(self, form: AddForm, error: DomainError) -> HttpResponse:
        """An address that was used for another person: the tick that lets it through appears."""
        if isinstance(error, UsedAddressError):
            form.ask_sharing()
        return super().refused(form, error)


class CallListView(RosterMixin, TemplateView):
    """`/rencontres/<pk>/appels/`: who waits, in order, until the doors open."""

    capability = CALL_BACK
    agents_only = True
    template_name = "recruitment/manage/call_list.html"
    here = "Appeler la liste d’attente"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Those whom the engine gives, in its order."""
        now, taken = timezone.now(), occupancy(self.roster)
        people = call_list.people_to_call(self.roster, now) if taken.can_seat else []
        return super().get_context_data(
            people=people,
            taken=taken,
            slots=slot_choices(taken) if self.roster.has_slots else [],
            is_time=call_list.is_open(self.roster, now),
            **kwargs,
        )


class CallAnswerView(RegistrationMixin, ServiceActionView):
    """`/rencontres/inscription/<pk>/appel/`: yes, no, not reached."""

    capability = CALL_BACK
    agents_only = True

    def act(self) -> str:
        asked = self.request.POST.get("reponse", "")
        if asked not in ANSWERS:
            raise RecruitmentError(NO_ANSWER)
        name = self.shown.name
        done = call_list.answer(
            registration=self.registration,
            accepts=ANSWERS[asked],
            slot=self._slot(),
            actor=self.actor,
            now=timezone.now(),
        )
        if asked == "injoignable":
            return f"C’est noté\u00a0: {name} ne répond pas."
        if asked == "non":
            return f"C’est noté\u00a0: {name} ne vient pas."
        return self._seated(name, done)

    def get_success_url(self) -> str:
        return reverse("recruitment:call_list", args=[self.roster.pk])

    def _slot(self) -> Any:
        """The hour that was chosen on the phone, else the first that is left."""
        if not self.roster.has_slots:
            return None
        taken = occupancy(self.roster)
        asked = self.request.POST.get("slot", "")
        chosen = next((slot for slot in taken.slots if str(slot.pk) == asked), None)
        # One that somebody took meanwhile is refused by the service, in its words.
        return chosen or next(iter(taken.free_slots), None)

    def _seated(self, name: str, done: Any) -> str:
        slot = done.slot if isinstance(done, Registration) else None
        hour = f", à {french.hour(slot.starts_at)}" if slot else ""
        return f"{name} a une place{hour}."
