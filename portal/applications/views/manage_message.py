"""A message to people who applied to one offer: chosen in the list, written, looked at, sent."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property

from portal.applications.forms.manage import MessageForm
from portal.applications.models import Application
from portal.applications.services.bulk import MAX_AT_ONCE
from portal.applications.services.messages import (
    NOBODY,
    TOO_MANY,
    check_words,
    filled,
    messages_read_by,
    recipients_among,
    replies_of,
    send_message,
)
from portal.applications.views.manage_base import DELETED, OpportunityView
from portal.applications.views.manage_bulk import chosen_among
from portal.applications.views.manage_lists import list_context
from portal.participation.recruiting import is_agent
from snippets import french
from snippets.errors import DomainError
from snippets.form_views import REFUSED, ServiceFormView

# More names than one reads.
_TOLD = 12
_NOBODY_REACHED = "Aucune de ces personnes ne peut recevoir de message."


class MessageView(OpportunityView, ServiceFormView):
    """`/candidatures/<page>/message/`: who is written to travels in the form itself."""

    template_name = "applications/manage/message.html"
    form_class = MessageForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Raise Http404 for what was received for opportunities that are gone: several of them."""
        if kwargs["page_id"] == DELETED:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Without people, what was sent before."""
        return self.render_to_response(self.get_context_data(form=None))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The first time an empty form; then a look; then it goes."""
        stage = request.POST.get("stage", "")
        problem = "" if self.chosen else NOBODY
        if len(self.chosen) > MAX_AT_ONCE:
            problem = TOO_MANY
        elif self.chosen and not self.reached:
            problem = _NOBODY_REACHED
        if problem:
            messages.error(request, problem)
            return redirect(self.get_success_url())
        if stage not in {"preview", "send"}:
            form = MessageForm(replies=self.replies)
            return self.render_to_response(self.get_context_data(form=form))
        form = self.get_form()
        if not form.is_valid():
            return self.form_invalid(form)
        if stage == "send":
            return self.form_valid(form)
        written = form.cleaned_data
        try:
            check_words(subject=written["subject"], text=written["text"])
        except DomainError as error:
            return self.refused(form, error)
        return self.render_to_response(self.get_context_data(form=form, preview=self._seen(form)))

    @cached_property
    def chosen(self) -> list[Application]:
        """Who was ticked, or everybody of the filtered list; out of reach, nobody."""
        return chosen_among(self.answerable, self.request.POST)

    @cached_property
    def reached(self) -> Sequence[Application]:
        """Those of them who may be written to."""
        return recipients_among(self.chosen)

    @cached_property
    def replies(self) -> dict[str, Any]:
        """Where the answers may go."""
        return replies_of(self.reached, self.person)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "replies": self.replies}

    def act(self, form: MessageForm) -> str:
        sent = send_message(applications=self.chosen, user=self.person, **form.cleaned_data)
        left = french.counted(sent.unreachable, "personne")
        more = (
            f" {left} sans adresse, ou plus en lice\u00a0: à appeler." if sent.unreachable else ""
        )
        if sent.already:
            had = french.counted(sent.already, "personne")
            more += f" {had} l’avai{'ent' if sent.already > 1 else 't'} déjà reçu à l’instant."
        return f"Le message part à {french.counted(sent.written, 'personne')}.{more}"

    def get_success_url(self) -> str:
        return reverse("applications:list", args=[self.page_id])

    def show_again(self, form: MessageForm, status: Any = REFUSED) -> HttpResponse:
        """With what was typed, and the same people."""
        return self.render_to_response(self.get_context_data(form=form), status=status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Who reads it, who cannot be reached, and what left before."""
        form = kwargs.get("form")
        reached = self.reached if form else []
        keys = {row.pk for row in reached}
        sent = messages_read_by(self.person, self.page_id).prefetch_related("recipients")
        kwargs.setdefault("preview", None)
        return {
            **list_context(self),
            "view": self,
            "chosen": self.chosen if form else [],
            "reached": len(reached),
            "names": [row.participant.name for row in reached[:_TOLD]],
            "more": max(len(reached) - _TOLD, 0),
            "missed": [row for row in self.chosen if row.pk not in keys] if form else [],
            "sent": list(sent[:20]),
            "is_inside": is_agent(self.person),
            **kwargs,
        }

    def _seen(self, form: MessageForm) -> dict[str, str]:
        """The message as the first person reads it."""
        data = form.cleaned_data
        return {
            "subject": filled(data["subject"], self.reached[0]),
            "text": filled(data["text"], self.reached[0]),
            "replies": self.replies[data["reply_to"]].read_by,
        }
