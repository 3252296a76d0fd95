"""One person of a list: what is known, and what is done for them."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import View
from django.views.generic import TemplateView

from portal.accounts.actors import Actor
from portal.cv.views.files import attachment
from portal.recruitment.errors import RecruitmentError
from portal.recruitment.forms.manage import CancelForm, SlotForm
from portal.recruitment.listing import ranks_of
from portal.recruitment.models import Registration
from portal.recruitment.services import cancelling, moving, offers
from portal.recruitment.services.places import occupancy
from portal.recruitment.states import CAME, LEFT, Role, Status, may_go
from portal.recruitment.views.gate import RegistrationMixin
from portal.recruitment.wording import moment
from snippets import french
from snippets.form_views import ServiceActionView, ServiceFormView

# What a manager writes by hand, and the words of its button.
MARKS = {
    Status.PRESENT: "Présente",
    Status.INTERVIEWED: "Reçue en entretien",
    Status.ABSENT: "Absente",
}
UNDO = "annuler"
NO_MARK = "Choisissez présente, absente ou reçue en entretien."
NO_MARK_YET = "Il n’y a pas de présence ni d’absence à corriger."
NO_ANSWER = "Choisissez si la personne prend cette place, ou la laisse."
NO_HOURS = "À cette session, tout le monde vient à la même heure."


def marks_for(registration: Registration, now: datetime) -> list[tuple[str, str]]:
    """The marks that may be given now: from the day of the session on, absences from its start."""
    status, starts_at = registration.status, registration.roster.starts_at
    too_early = timezone.localdate(now) < timezone.localdate(starts_at)
    if too_early or status == Status.TO_CONFIRM:
        return []
    return [
        (mark.value, label)
        for mark, label in MARKS.items()
        if may_go(status, mark, Role.MANAGER) and (mark != Status.ABSENT or starts_at <= now)
    ]


def take_back(registration: Registration, actor: Actor) -> Registration:
    """One step back from a wrong mark: who was received had come, the others are as before."""
    received = registration.status == Status.INTERVIEWED
    before = Status.PRESENT if received else Status.CONFIRMED
    if registration.status not in MARKS:
        raise RecruitmentError(NO_MARK_YET)
    return moving.mark(registration=registration, to=before, actor=actor)


class OneView(RegistrationMixin, TemplateView):
    """`/rencontres/inscription/<pk>/`: contacts, place, history, and every act."""

    template_name = "recruitment/manage/one.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What may be done now, from the table of states; needs for the Département alone."""
        row, status = self.registration, Status(self.registration.status)
        is_over = self.roster.ends_at <= timezone.now()
        return super().get_context_data(
            rank=ranks_of(self.roster).get(row.pk) if status == Status.WAITLISTED else None,
            changes=self._history(),
            marks=marks_for(row, timezone.now()),
            undo=status in {*CAME, Status.ABSENT},
            offered_until=self._offered_until(),
            may_move=self.roster.has_slots and status in {Status.CONFIRMED, *CAME} and not is_over,
            may_promote=status == Status.WAITLISTED and not is_over,
            may_cancel=may_go(status, Status.CANCELLED, Role.MANAGER) and not is_over,
            has_left=status in LEFT,
            **kwargs,
        )

    def _offered_until(self) -> str:
        """The deadline of the place that is offered, while it may be answered."""
        offer = self.registration.open_offer
        return moment(offer.deadline) if offer and offer.deadline > timezone.now() else ""

    def _history(self) -> list[Any]:
        """Outside the Département: what happened and when, not who helped."""
        changes = list(self.registration.changes.all())
        if not self.viewer.is_agent:
            for change in changes:
                change.actor_name = change.note = ""
        return changes


class MoveView(RegistrationMixin, ServiceFormView):
    """`…/creneau/`: another hour."""

    template_name = "recruitment/manage/move.html"
    form_class = SlotForm
    here = "Changer d’heure"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "taken": occupancy(self.roster)}

    def act(self, form: SlotForm) -> str:
        slot = form.chosen_slot
        if slot is None:
            raise RecruitmentError(NO_HOURS)
        moving.move(registration=self.registration, slot=slot, role=Role.MANAGER, actor=self.actor)
        return f"C’est changé\u00a0: {self.shown.name} passe à {french.hour(slot.starts_at)}."


class PromoteView(RegistrationMixin, ServiceFormView):
    """`…/placer/`: give a place to somebody who waits, whatever their rank."""

    template_name = "recruitment/manage/promote.html"
    form_class = SlotForm
    here = "Donner une place"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "taken": occupancy(self.roster)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Who is passed over is said before."""
        rank = ranks_of(self.roster).get(self.registration.pk)
        return super().get_context_data(rank=rank, taken=occupancy(self.roster), **kwargs)

    def act(self, form: SlotForm) -> str:
        offers.promote(
            registration=self.registration,
            slot=form.chosen_slot,
            actor=self.actor,
            now=timezone.now(),
        )
        return f"{self.shown.name} a une place."


class AnswerView(RegistrationMixin, ServiceActionView):
    """`…/place-proposee/`: what the person said at the phone of the place that is offered."""

    def act(self) -> str:
        offer, said = self.registration.open_offer, self.request.POST.get("reponse", "")
        if offer is None:
            raise RecruitmentError(offers.GONE)
        if said not in {"oui", "non"}:
            raise RecruitmentError(NO_ANSWER)
        service = offers.accept if said == "oui" else offers.decline
        service(offer=offer, actor=self.actor, role=Role.MANAGER)
        if said == "oui":
            return f"{self.shown.name} a une place."
        return f"C’est noté\u00a0: {self.shown.name} laisse cette place."


class CancelView(RegistrationMixin, ServiceFormView):
    """`…/annuler/`: for somebody who said so, with the reason."""

    template_name = "recruitment/manage/cancel.html"
    form_class = CancelForm
    here = "Annuler l’inscription"

    def act(self, form: CancelForm) -> str:
        cancelling.cancel(
            registration=self.registration,
            role=Role.MANAGER,
            actor=self.actor,
            note=form.cleaned_data["reason"],
        )
        return f"L’inscription {french.of(self.shown.name)} est annulée."


class MarkView(RegistrationMixin, ServiceActionView):
    """`…/etat/`: present, absent, interviewed; or as it was before a wrong mark."""

    def act(self) -> str:
        asked = self.request.POST.get("to", "")
        if asked == UNDO:
            take_back(self.registration, self.actor)
            return f"C’est annulé pour {self.shown.name}."
        if asked not in MARKS:
            raise RecruitmentError(NO_MARK)
        status = Status(asked)
        moving.mark(registration=self.registration, to=status, actor=self.actor)
        return f"{self.shown.name}\u00a0: {MARKS[status].lower()}."

    def get_success_url(self) -> str:
        """Back to where the button was: the list with its filters, or the person."""
        back = self.request.POST.get("retour", "")
        if url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/"):
            return back
        return reverse("recruitment:one", args=[self.registration.pk])


class BroughtCvView(RegistrationMixin, View):
    """`…/cv/`: the PDF that was brought, for who reads the name."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The file, never kept by a cache. Raises Http404."""
        if not self.shown.has_cv:
            raise Http404
        return cv_response(self.registration, self.shown.name)


def cv_response(registration: Any, name: str) -> HttpResponse:
    """The PDF of a registration. Raises Http404 when its file is lost."""
    try:
        with registration.cv.file.open("rb") as file:
            content = file.read()
    except FileNotFoundError as error:
        raise Http404 from error
    return attachment(content, f"CV {name}.pdf", "application/pdf")
