"""What each of the two does on the page of their pair. `urls.py` makes both sides of each view."""

from typing import Any, ClassVar

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import View

from portal.sponsorship.errors import SponsorshipError
from portal.sponsorship.pairs import following_forms as forms
from portal.sponsorship.pairs.calendar import CONTENT_TYPE, FILE_NAME, calendar
from portal.sponsorship.pairs.following import Review
from portal.sponsorship.pairs.services import alerts, leaving, meetings, objectives, reviews
from portal.sponsorship.pairs.services.coordinating import enter_work
from portal.sponsorship.pairs.services.meetings import Said
from portal.sponsorship.pairs.shown import seen_by
from portal.sponsorship.pairs.states import (
    REACHED,
    RUNNING,
    MeetingState,
    ObjectiveState,
    State,
)
from portal.sponsorship.questions import QuestionView
from snippets.form_views import ServiceActionView


class _Screen(QuestionView):
    """A question on a page of its own; 404 in a state where it makes no sense."""

    template_name = "sponsorship/pairs/act.html"
    states: ClassVar[frozenset[State]] = REACHED
    pair: Any
    side: Any
    actor: Any

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.pair.state not in self.states:
            raise Http404
        return super().get(request, *args, **kwargs)


class NoteView(_Screen):
    """« Noter une rencontre »: today and by the means of last time, in a few taps.

    A meeting that was planned and whose hour has passed is the one to be noted.
    """

    form_class = forms.MeetingForm
    title = "Noter une rencontre"
    explains = "L’autre personne le lit aussi. La coordination ne lit que la date et les sujets."
    button = "Noter la rencontre"

    def get_initial(self) -> dict[str, Any]:
        last = self.pair.meetings.exclude(state=MeetingState.CANCELLED).first()
        if last is None:
            return forms.today()
        is_to_note = last.state == MeetingState.PLANNED and last.starts_at <= timezone.now()
        return {**forms.today(), "mode": last.mode} | ({"day": last.day} if is_to_note else {})

    def act(self, form: forms.MeetingForm) -> str:
        data = form.cleaned_data
        with transaction.atomic():
            meetings.note_meeting(
                pair=self.pair,
                side=self.side,
                said=Said(
                    day=data["day"],
                    mode=data["mode"],
                    minutes=int(data["minutes"]) if data["minutes"] else None,
                    topics=data["topics"],
                    word=data["word"],
                    next_step=data["next_step"],
                ),
                actor=self.actor,
            )
            if data["next_day"]:
                self._plan(data)
        return "La rencontre est notée."

    def _plan(self, data: dict[str, Any]) -> None:
        """Both or neither: what is wrong with the next meeting is said beside its day."""
        try:
            meetings.plan_meeting(
                pair=self.pair,
                side=self.side,
                day=data["next_day"],
                hour=data["next_hour"],
                mode=data["mode"],
                actor=self.actor,
            )
        except SponsorshipError as error:
            raise SponsorshipError(str(error), field="next_day") from error


class PlanView(_Screen):
    """Plan the next meeting, or move it."""

    form_class = forms.PlanForm
    title = "Prochain rendez-vous"
    explains = "L’autre personne le voit sur sa page. Un rappel part la veille."
    button = "Fixer le rendez-vous"

    def get_initial(self) -> dict[str, Any]:
        planned = self.pair.meetings.filter(state=MeetingState.PLANNED).first()
        if planned is None:
            return {}
        return {"day": planned.day, "hour": planned.hour, "mode": planned.mode}

    def act(self, form: forms.PlanForm) -> str:
        meetings.plan_meeting(pair=self.pair, side=self.side, actor=self.actor, **form.cleaned_data)
        return "Le rendez-vous est fixé."


class ObjectiveView(_Screen):
    """A new objective."""

    form_class = forms.ObjectiveForm
    title = "Ajouter un objectif"
    explains = (
        "Par exemple\u00a0: refaire mon CV, appeler trois entreprises. Vous le lisez tous les deux."
    )
    button = "Ajouter"

    def act(self, form: forms.ObjectiveForm) -> str:
        objectives.add_objective(
            pair=self.pair, side=self.side, text=form.cleaned_data["text"], actor=self.actor
        )
        return "L’objectif est ajouté."


class ReviewView(_Screen):
    """A review that is due."""

    form_class = forms.ReviewForm
    states = frozenset({State.ACTIVE})
    explains = "La coordination lit vos réponses. L’autre personne ne les lit pas."
    button = "Envoyer mes réponses"
    kwargs: dict[str, Any]

    @cached_property
    def review(self) -> Review:
        """The review of the address; 404 before its day."""
        rows = self.pair.reviews.due(timezone.localdate())
        found: Review = get_object_or_404(rows, pk=self.kwargs["review"])
        return found

    @property
    def title(self) -> str:  # type: ignore[override]
        return self.review.get_kind_display()

    def act(self, form: forms.ReviewForm) -> str:
        reviews.answer_review(
            pair=self.pair,
            side=self.side,
            review=self.review.pk,
            answers=reviews.Answers(**form.cleaned_data),
            actor=self.actor,
        )
        return "Merci\u00a0: vos réponses sont envoyées à la coordination."


class WorkView(_Screen):
    """« J’ai trouvé un travail »: of the person alone."""

    form_class = forms.WorkForm
    states = frozenset({State.ACTIVE})
    title = "J’ai trouvé un travail"
    explains = (
        "Bravo\u00a0! Le parrainage continue pendant vos premiers mois. Votre parrain ou marraine "
        "et la coordination le verront."
    )
    button = "Le dire"

    def get_initial(self) -> dict[str, Any]:
        return forms.today()

    def act(self, form: forms.WorkForm) -> str:
        enter_work(pair=self.pair, day=form.cleaned_data["day"], actor=self.actor)
        return "Bravo\u00a0! C’est noté."


class AlertView(_Screen):
    """« Un problème »: the coordinator alone reads it, and the pair is suspended at once."""

    form_class = forms.AlertForm
    states = frozenset(alerts.ALERTING)
    title = "Signaler un problème"
    button = "Prévenir la coordination"

    @property
    def explains(self) -> str:  # type: ignore[override]
        read = "La coordination seule lit ce que vous écrivez, et vous rappelle."
        if self.pair.state in REACHED:
            return (
                f"{read} Le binôme est mis en pause tout de suite. L’autre personne apprend la "
                "pause, jamais la raison."
            )
        return f"{read} L’autre personne n’en apprend rien."

    def act(self, form: forms.AlertForm) -> str:
        alerts.raise_alert(
            pair=self.pair,
            side=self.side,
            reason=form.cleaned_data["reason"],
            actor=self.actor,
        )
        return "La coordination est prévenue."


class LeaveView(_Screen):
    """« Arrêter le parrainage »."""

    form_class = forms.LeaveForm
    states = RUNNING
    title = "Arrêter le parrainage"
    explains = "Vous pouvez arrêter à tout moment, sans dire pourquoi."
    button = "Arrêter"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "is_sponsor": self.side == "sponsor",
            "may_write": self.pair.state in REACHED,
        }

    def act(self, form: forms.LeaveForm) -> str:
        data = form.cleaned_data
        leaving.leave_pair(
            pair=self.pair,
            side=self.side,
            word=data.get("word", ""),
            reason=data["reason"],
            wants_another=data.get("another", "yes") == "yes",
            actor=self.actor,
        )
        return "C’est fait. Merci pour le temps donné."


class _Button(ServiceActionView):
    pair: Any
    side: Any
    actor: Any
    kwargs: dict[str, Any]


class CancelView(_Button):
    """The next meeting is cancelled."""

    def act(self) -> str:
        meetings.cancel_meeting(pair=self.pair, side=self.side, actor=self.actor)
        return "Le rendez-vous est annulé. Prévenez l’autre personne."


class MissView(_Button):
    """It was not held."""

    def act(self) -> str:
        meetings.miss_meeting(pair=self.pair, side=self.side, actor=self.actor)
        return "C’est noté\u00a0: le rendez-vous n’a pas eu lieu."


class ObjectiveStateView(_Button):
    """« Atteint », « Laisser de côté », « Reprendre »: the button says which."""

    def act(self) -> str:
        to = self.request.POST.get("etat", "")
        row = objectives.change_objective(
            pair=self.pair,
            side=self.side,
            objective=self.kwargs["objective"],
            to=to,
            actor=self.actor,
        )
        return "Bravo\u00a0!" if row.state == ObjectiveState.REACHED else "C’est noté."


class CalendarView(View):
    """The next meeting, for one's own calendar; 404 without one, or while nothing is shown."""

    pair: Any
    side: Any

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        meeting = self.pair.meetings.filter(state=MeetingState.PLANNED).first()
        if meeting is None or seen_by(self.pair, self.side) is None:
            raise Http404
        response = HttpResponse(calendar(meeting), content_type=CONTENT_TYPE)
        response["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
        return response
