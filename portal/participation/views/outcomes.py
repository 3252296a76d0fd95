"""What became of people, said by a link: GET shows, a button acts."""

import re
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from portal.accounts.actors import Actor
from portal.participation.errors import ParticipationError
from portal.participation.models import About, Outcome, OutcomeQuestion
from portal.participation.outcome_links import (
    LinkError,
    OrganisationLink,
    organisation_of,
    question_of,
)
from portal.participation.services import linked_answers as services
from portal.participation.services.asking import organisations_met, still_allowed, told_of
from snippets.form_views import REFUSED

Kind = Outcome.Kind
ANSWERS = (
    (Kind.HIRED, "Embauche"),
    (Kind.SECOND_INTERVIEW, "Deuxième entretien"),
    (Kind.PMSMP, "Immersion"),
    (Kind.REFUSED, "Pas retenue"),
    (Kind.NO_NEWS, "Sans nouvelles"),
)
STILL_ANSWERS = (
    (Kind.HIRED, "Toujours en poste"),
    (Kind.REFUSED, "N’est plus en poste"),
    (Kind.NO_NEWS, "Je ne sais pas"),
)
OWN_ANSWERS = (
    (Kind.HIRED, "Je travaille ailleurs"),
    (Kind.SECOND_INTERVIEW, "J’ai un autre entretien prévu"),
    (Kind.PMSMP, "Je fais une immersion"),
    (Kind.REFUSED, "On m’a répondu non, je cherche toujours"),
    (Kind.NO_NEWS, "On ne m’a pas répondu"),
)
OWN_STILL_ANSWERS = (
    (Kind.HIRED, "Je travaille ailleurs"),
    (Kind.REFUSED, "Je n’y travaille plus, je cherche un emploi"),
)
_SAID_OF_HIRED = {Kind.HIRED: "en poste", Kind.REFUSED: "n’est plus en poste"}
NOT_YOURS_ANY_MORE = "Vous avez retiré votre accord\u00a0: nous ne vous demandons plus rien."


def _last_said(row: services.Row) -> str:
    """The last answer; of somebody hired, a job that they have, and no hiring on another day."""
    if row.last is None:
        return ""
    said = _SAID_OF_HIRED if row.was_hired else {}
    return said.get(Kind(row.last.kind), row.last.get_kind_display().lower())


@method_decorator([login_not_required, never_cache], name="dispatch")
class _LinkView(View):
    """A page opened by a link; 410 and why, when the link does not work. Never indexed."""

    http_method_names = ["get", "head", "post", "options"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            response = super().dispatch(request, *args, **kwargs)
        except LinkError as error:
            response = render(
                request,
                "participation/link_refused.html",
                {"explanation": str(error)},
                status=HTTPStatus.GONE,
            )
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response


class OrganisationOutcomesView(_LinkView):
    """`/suites/<token>/`: the people that an organisation met, one button for each answer."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        link = organisation_of(token)
        rows = services.rows_of(link)
        services.log_opening(link=link, actor=Actor.of(request), people=len(rows))
        return self._page(link, rows)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        link = organisation_of(token)
        number = request.POST.get("question", "")
        try:
            services.answer_for_organisation(
                link=link,
                question_id=int(number) if re.fullmatch(r"[0-9]{1,18}", number) else 0,
                kind=request.POST.get("answer", ""),
                actor=Actor.of(request),
            )
        except ParticipationError as error:
            return self._page(link, services.rows_of(link), str(error))
        messages.success(request, "C’est noté. Merci\u00a0!")
        return redirect("participation:outcomes", token)

    def _page(
        self, link: OrganisationLink, rows: list[services.Row], problem: str = ""
    ) -> HttpResponse:
        shown = [
            {
                "row": row,
                "person": row.question.participant,
                "answers": STILL_ANSWERS if row.was_hired else ANSWERS,
                "is_answered": row.question.closed_at is not None,
                "last": _last_said(row),
            }
            for row in rows
        ]
        context = {"organisation": link.organisation, "rows": shown, "problem": problem}
        status = REFUSED if problem else HTTPStatus.OK
        return render(self.request, "participation/outcomes.html", context, status=status)


class OwnOutcomeView(_LinkView):
    """`/suite/<token>/`: where a person is now, in one click; they may change their answer."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self._page(self._question(token))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        question = self._question(token)
        try:
            services.answer_for_oneself(
                question=question,
                answer=request.POST.get("answer", ""),
                actor=Actor.of(request),
            )
        except ParticipationError as error:
            return self._page(question, str(error))
        return render(request, "participation/outcome_said.html", self._shown(question))

    def _question(self, token: str) -> OutcomeQuestion:
        """The question of the link. Raises LinkError when it may not be asked any more."""
        question = question_of(token)
        if not still_allowed([question], themselves=True):
            raise LinkError(NOT_YOURS_ANY_MORE)
        return question

    def _shown(self, question: OutcomeQuestion) -> dict[str, Any]:
        is_still = question.about == About.APPLICATION
        hired = "Je travaille toujours chez" if is_still else "J’ai été embauché·e par"
        return {
            "about": told_of([question])[question.about, question.about_id],
            "is_still": is_still,
            "hired": [
                (f"{Kind.HIRED}:{organisation.pk}", f"{hired} {organisation.name}")
                for organisation in organisations_met(question)
            ],
            "answers": OWN_STILL_ANSWERS if is_still else OWN_ANSWERS,
            "token": self.kwargs["token"],
        }

    def _page(self, question: OutcomeQuestion, problem: str = "") -> HttpResponse:
        context = {**self._shown(question), "problem": problem}
        status = REFUSED if problem else HTTPStatus.OK
        return render(self.request, "participation/outcome.html", context, status=status)
