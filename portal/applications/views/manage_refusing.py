"""A refusal in three short steps: why, what the person reads, a word to who helped them.

What was typed is kept in the session between the steps; nothing is written before the last one.
"""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from portal.applications import replies
from portal.applications.errors import MeanwhileError
from portal.applications.forms.manage import HelperWordForm, ReasonForm, RefusalMessageForm
from portal.applications.services.deciding import NOT_REFUSABLE, decide
from portal.applications.services.telling import helper_of
from portal.applications.states import Refusal, Role, Status, may_go
from portal.applications.views.manage_base import ApplicationView
from portal.applications.views.manage_one import one_url, said_of
from snippets.errors import DomainError
from snippets.form_views import ServiceFormView

REASON, MESSAGE, HELPER = "motif", "message", "aide"
_SESSION = "applications.refusing"
# A session is no archive: the oldest of several begun refusals goes.
_MAX_DRAFTS = 5
_FORMS: dict[str, type[Any]] = {
    REASON: ReasonForm,
    MESSAGE: RefusalMessageForm,
    HELPER: HelperWordForm,
}


class RefuseView(ApplicationView, ServiceFormView):
    """`…/refuser/<step>/`."""

    answers = True
    template_name = "applications/manage/refuse.html"
    steps: ClassVar[tuple[str, ...]] = (REASON, MESSAGE, HELPER)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.step = kwargs.pop("step")
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = self._elsewhere() or super().get(request, *args, **kwargs)
        return response

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = self._elsewhere() or super().post(request, *args, **kwargs)
        return response

    def get_form_class(self) -> type[Any]:
        return _FORMS[self.step]

    def get_initial(self) -> dict[str, Any]:
        return dict(self.draft)

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep the step; the last one sends."""
        self._keep(form.cleaned_data)
        following = self._following
        if following is None:
            return super().form_valid(form)
        return redirect(self._url(following))

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.show_again(form)

    def act(self, form: Any) -> str:
        draft = self.draft
        done = decide(
            application=self.application,
            to=Status.REFUSED,
            actor=self.actor,
            refusal=draft["refusal"],
            subject=draft["subject"],
            message=draft["message"],
            word_to_helper=draft.get("word_to_helper", "") if self._asks_helper else "",
            version=draft["version"],
        )
        self._forget()
        return said_of(done)

    def refused(self, form: Any, error: DomainError) -> HttpResponse:
        """A colleague was first: the three steps are kept, for who still wants to send them."""
        if isinstance(error, MeanwhileError):
            self._write({**self.draft, "version": error.version})
        return super().refused(form, error)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        steps = self._steps
        position = steps.index(self.step)
        return super().get_context_data(
            application=self.application,
            organisation=self.member_space(self.application.organisation_id),
            step=self.step,
            number=position + 1,
            total=len(steps),
            is_last=position == len(steps) - 1,
            back=self._url(steps[position - 1]) if position else one_url(self.application),
            reason=Refusal(self.draft["refusal"]).label if "refusal" in self.draft else "",
            **kwargs,
        )

    def get_success_url(self) -> str:
        return one_url(self.application)

    @property
    def draft(self) -> dict[str, Any]:
        """What was typed so far, and the version with which it began."""
        drafts = self.request.session.get(_SESSION, {})
        found: dict[str, Any] = drafts.get(str(self.application.pk), {})
        return {"version": self.application.version, **found}

    @property
    def _asks_helper(self) -> bool:
        return helper_of(self.application) is not None

    @property
    def _steps(self) -> tuple[str, ...]:
        return self.steps if self._asks_helper else self.steps[:-1]

    @property
    def _following(self) -> str | None:
        steps = self._steps
        position = steps.index(self.step) + 1
        return steps[position] if position < len(steps) else None

    def _elsewhere(self) -> HttpResponse | None:
        """Raise Http404 for no step of ours; lead back who skipped one, or comes too late."""
        if self.step not in self._steps:
            if self.step in self.steps:
                return redirect(self._url(MESSAGE))
            raise Http404
        if not may_go(self.application.status, Status.REFUSED, Role.RECRUITER):
            self._forget()
            messages.error(self.request, NOT_REFUSABLE)
            return redirect(one_url(self.application))
        draft = self.draft
        if self.step != REASON and "refusal" not in draft:
            return redirect(self._url(REASON))
        if self.step == HELPER and "message" not in draft:
            return redirect(self._url(MESSAGE))
        return None

    def _keep(self, data: dict[str, Any]) -> None:
        """Add a step; another reason proposes another message, unless one was typed."""
        draft = {**self.draft, **data}
        if self.step == REASON:
            suggested = replies.suggestion(self.application, Status.REFUSED, reason=data["refusal"])
            subject, message = (text.strip() for text in suggested)
            proposed = draft.get("proposed")
            if proposed is None or [draft.get("subject"), draft.get("message")] == proposed:
                draft |= {"subject": subject, "message": message}
            draft["proposed"] = [subject, message]
        self._write(draft)

    def _write(self, draft: dict[str, Any]) -> None:
        drafts = dict(self.request.session.get(_SESSION, {}))
        drafts.pop(str(self.application.pk), None)
        drafts[str(self.application.pk)] = draft
        for pk in list(drafts)[:-_MAX_DRAFTS]:
            del drafts[pk]
        self.request.session[_SESSION] = drafts

    def _forget(self) -> None:
        drafts = dict(self.request.session.get(_SESSION, {}))
        if drafts.pop(str(self.application.pk), None) is not None:
            self.request.session[_SESSION] = drafts

    def _url(self, step: str) -> str:
        return reverse("applications:refuse", args=[self.application.pk, step])
