"""One answer to many: who was ticked, the reason of a refusal, the message, then it leaves."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property

from portal.applications import replies
from portal.applications.answers import answers
from portal.applications.forms.manage import (
    BulkMessageForm,
    FilterForm,
    ReasonForm,
    SelectionForm,
    ticked,
    versions_of,
)
from portal.applications.models import Application, ApplicationQuerySet
from portal.applications.queries import for_lists, narrowed
from portal.applications.services.bulk import MAX_AT_ONCE, NOBODY, TOO_MANY, decide_many, split
from portal.applications.states import Refusal, Status
from portal.applications.views.manage_base import OpportunityView
from portal.applications.views.manage_lists import list_context
from portal.participation.replies import proposed
from snippets.errors import DomainError
from snippets.form_views import REFUSED, status_of

NOBODY_CAN = "Aucune de ces candidatures ne peut recevoir cette réponse."
# More reasons than one reads.
_TOLD = 5


def chosen_among(answerable: ApplicationQuerySet, post: QueryDict) -> list[Application]:
    """Those that a form names: ticked, or everybody of the list as it was narrowed."""
    if post.get("all"):
        filters = FilterForm(QueryDict(post.get("query", ""))).filters
        rows = narrowed(answerable, filters)
    else:
        rows = answerable.filter(pk__in=ticked(post))
    return list(for_lists(rows)[: MAX_AT_ONCE + 1])


class BulkView(OpportunityView):
    """`/candidatures/<page>/en-nombre/`: each screen carries what the one before said."""

    http_method_names = ["get", "post", "options"]
    refusal = ""

    def get(self, request: HttpRequest) -> HttpResponse:
        """One begins in the list."""
        return redirect(self._back)

    def post(self, request: HttpRequest) -> HttpResponse:
        """The stage is what the form has: nothing is written before `send`."""
        selection = SelectionForm(request.POST)
        if not selection.is_valid():
            return self._say(str(next(iter(selection.errors.values()))[0]))
        if not self.chosen:
            return self._say(NOBODY)
        if len(self.chosen) > MAX_AT_ONCE:
            return self._say(TOO_MANY)
        self.to = selection.cleaned_data["to"]
        self.able, self.unable = split(self.chosen, self.to)
        if not self.able:
            return self._say(NOBODY_CAN)
        if self.to == Status.REFUSED:
            stage = request.POST.get("stage", "")
            reason = ReasonForm(request.POST if stage else None)
            if not (stage and reason.is_valid()):
                return self._ask_reason(reason)
            self.refusal = reason.cleaned_data["refusal"]
        if request.POST.get("stage") == "send":
            return self._send(request)
        return self._ask_message(BulkMessageForm(to=self.to, initial=self._suggested))

    @cached_property
    def chosen(self) -> list[Application]:
        """Who was ticked, or everybody of the filtered list; out of reach, nobody."""
        return chosen_among(self.answerable, self.request.POST)

    def _send(self, request: HttpRequest) -> HttpResponse:
        form = BulkMessageForm(request.POST, to=self.to)
        if not form.is_valid():
            return self._ask_message(form, status=REFUSED)
        data = form.cleaned_data
        try:
            result = decide_many(
                applications=self.chosen,
                to=self.to,
                actor=self.actor,
                refusal=self.refusal,
                subject=data["subject"],
                message=data["message"],
                versions=versions_of(request.POST, [one.pk for one in self.chosen]),
                values=replies.appointment(data.get("when"), data.get("where") or ""),
            )
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
            return self._ask_message(form, status=status_of(error))
        tell = messages.success if result.done else messages.error
        tell(request, result.sentence)
        for name, why in result.refused[:_TOLD]:
            messages.warning(request, f"{name}\u00a0: {why}")
        if result.to_call:
            names = ", ".join(result.to_call[:_TOLD])
            messages.warning(request, f"Sans adresse e-mail, à appeler\u00a0: {names}.")
        return redirect(self._back)

    def _ask_reason(self, form: ReasonForm) -> HttpResponse:
        status = REFUSED if form.is_bound and "stage" in self.request.POST else 200
        return self._show("reason", form, status)

    def _ask_message(self, form: BulkMessageForm, status: int = 200) -> HttpResponse:
        return self._show("send", form, status)

    def _show(self, stage: str, form: Any, status: int) -> HttpResponse:
        context = {
            **list_context(self),
            "stage": stage,
            "form": form,
            "to": self.to,
            "answer": dict(answers(self.opportunity.kind))[Status(self.to)],
            "refusal": self.refusal,
            "reason": Refusal(self.refusal).label if self.refusal else "",
            "able": self.able,
            "unable": self.unable,
            "chosen": self.chosen,
            "query": self.request.POST.get("query", ""),
            "back": self._back,
        }
        return render(self.request, "applications/manage/bulk.html", context, status=status)

    @property
    def _suggested(self) -> dict[str, str]:
        """The template as it is: each person's words are put in when it leaves."""
        found = next(iter(proposed(self.to, reason=self.refusal)), None)
        return {
            "to": self.to,
            "subject": found.subject if found else "",
            "message": found.text if found else "",
        }

    @property
    def _back(self) -> str:
        """The list as it was narrowed."""
        query = QueryDict(self.request.POST.get("query", "")).urlencode()
        address = reverse("applications:list", args=[self.page_id])
        return f"{address}?{query}" if query else address

    def _say(self, problem: str) -> HttpResponse:
        messages.error(self.request, problem)
        return redirect(self._back)
