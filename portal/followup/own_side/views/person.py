"""The screens of a linked person: one thing a page, large, without a script."""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse, reverse_lazy
from django.views.generic import TemplateView

from portal.accounts.access import CapabilityRequiredMixin
from portal.accounts.capabilities import OWN_CASE
from portal.followup.access.log import Act, log, log_refusal
from portal.followup.booking import ics, telling
from portal.followup.contract.models import ActionStep
from portal.followup.link import services as links
from portal.followup.link.errors import LinkError
from portal.followup.link.forms import CodeForm
from portal.followup.own_side import queries
from portal.followup.own_side.forms import ObserveForm
from portal.followup.own_side.services import saying
from portal.followup.own_side.views.base import OwnCaseMixin, OwnFileView
from portal.followup.own_side.views.files import file_answer
from snippets.errors import TooOftenError
from snippets.form_views import ServiceActionView, ServiceFormView
from snippets.limits import DAY, HOUR, Limit

_TOO_OFTEN = (
    "Trop d’essais pour aujourd’hui. Réessayez plus tard, ou demandez de l’aide à la personne qui "
    "vous accompagne."
)
_TOO_MUCH = "Vous avez beaucoup écrit aujourd’hui. Votre texte est gardé ici\u00a0: appelez-nous."


class OwnView(CapabilityRequiredMixin, ServiceFormView):
    """`/mon-espace/accompagnement/`: type the code; once linked, what comes next, and the rest."""

    capability = OWN_CASE
    form_class = CodeForm
    template_name = "followup/own_side/code.html"
    success_url = reverse_lazy("followup:own")
    limits = (Limit("followup.link_codes", 6, HOUR), Limit("followup.link_codes_a_day", 20, DAY))

    def get_template_names(self) -> list[str]:
        return ["followup/own_side/home.html"] if self.case else super().get_template_names()

    @property
    def case(self) -> Any:
        """The case, or None: asked each time, since the form makes the link."""
        if "own_case" not in self.__dict__:
            self.__dict__["own_case"] = queries.own_case(self.person)
        return self.__dict__["own_case"]

    def act(self, form: Any) -> str:
        if self.request.reached_limit:  # type: ignore[attr-defined]
            raise TooOftenError(_TOO_OFTEN)
        code = form.cleaned_data["code"]
        try:
            links.use_code(code=code, user=self.person, actor=self.actor)
        except LinkError:
            # Whoever guesses leaves a trace.
            log_refusal(actor=self.actor, place="followup:own")
            raise
        return "C’est fait\u00a0: votre compte est lié à votre accompagnement."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = {"section": "space"}
        if self.case:
            log(actor=self.actor, act=Act.READ, beneficiary=self.case, place="followup:own")
            context |= {
                "case": self.case,
                "home": queries.home_of(self.case),
                "link": queries.own_link(self.person),
                "phone": telling.phone_of(self.case),
            }
        return super().get_context_data(**(context | kwargs))


class MeetingsView(OwnCaseMixin, TemplateView):
    """`…/rendez-vous/`: when, where, with whom, what to bring; choose, move, cancel."""

    template_name = "followup/own_side/meetings.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        meetings, choices = queries.meetings_of(self.case)
        return super().get_context_data(
            meetings=meetings, choices=choices, bring=queries.to_bring(self.case), **kwargs
        )


class CalendarView(OwnFileView):
    """`…/rendez-vous/<pk>.ics`: put it in one's calendar; it says nothing of the follow-up."""

    act_logged = Act.READ

    def file(self) -> HttpResponse:
        row = queries.appointment_of(self.case, self.kwargs["appointment"])
        if row is None:
            raise Http404
        headers = {"Content-Disposition": f'attachment; filename="{ics.FILE_NAME}"'}
        return HttpResponse(ics.of_person(row), content_type=ics.CONTENT_TYPE, headers=headers)


class StepsView(OwnCaseMixin, TemplateView):
    """`…/engagements/`: what one agreed to do, and « C’est fait »."""

    template_name = "followup/own_side/steps.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(plan=queries.commitments_of(self.case), **kwargs)


class _StepAction(OwnCaseMixin, ServiceActionView):
    """A button on one step. Raises Http404 for one that is not the person's to read."""

    is_of_a_row = True
    success_url = reverse_lazy("followup:own_steps")

    def act(self) -> str:
        try:
            return self.say()
        except ActionStep.DoesNotExist as error:
            raise Http404 from error

    def say(self) -> str:
        """Call the service."""
        raise NotImplementedError


class StepDoneView(_StepAction):
    """`…/engagements/<step>/fait/`: told to the team, which decides."""

    def say(self) -> str:
        saying.say_done(step_pk=self.kwargs["step"], user=self.person, actor=self.actor)
        return "C’est noté. Votre équipe le verra."


class StepNotDoneView(_StepAction):
    """`…/engagements/<step>/pas-fait/`: it was a mistake."""

    def say(self) -> str:
        saying.take_back(step_pk=self.kwargs["step"], user=self.person, actor=self.actor)
        return "C’est noté\u00a0: cette étape reste à faire."


class BringView(OwnCaseMixin, TemplateView):
    """`…/a-apporter/`."""

    template_name = "followup/own_side/bring.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        meetings, _ = queries.meetings_of(self.case)
        bring = queries.to_bring(self.case)
        return super().get_context_data(meeting=next(iter(meetings), None), bring=bring, **kwargs)


class TeamView(OwnCaseMixin, TemplateView):
    """`…/equipe/`: who follows one, and how to reach them."""

    template_name = "followup/own_side/team.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(team=queries.team_of(self.case), **kwargs)


class SharedView(OwnCaseMixin, TemplateView):
    """`…/partage/`: what the team chose to share."""

    template_name = "followup/own_side/shared.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(items=queries.shared_with(self.case), **kwargs)


class DocumentView(OwnFileView):
    """`…/partage/<item>/`: the file, as long as it is shared."""

    def file(self) -> HttpResponse:
        document = queries.document_shared(self.case, self.kwargs["item"])
        if document is None:
            raise Http404
        name = f"{document.title[:80]}.{document.extension}"
        return file_answer(document.file, document.media_type, name)


class ObserveView(OwnCaseMixin, ServiceFormView):
    """`…/observations/`: what one says in a procedure, until the last day included."""

    form_class = ObserveForm
    template_name = "followup/own_side/observe.html"
    limits = (Limit("followup.own_observations", 10, DAY),)

    def get_success_url(self) -> str:
        return reverse("followup:own")

    def act(self, form: ObserveForm) -> str:
        if self.request.reached_limit:  # type: ignore[attr-defined]
            raise TooOftenError(_TOO_MUCH)
        saying.observe(user=self.person, actor=self.actor, **form.cleaned_data)
        return "Vos observations sont reçues. Elles seront lues avant toute décision."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(awaited=queries.awaited_of(self.case), **kwargs)
