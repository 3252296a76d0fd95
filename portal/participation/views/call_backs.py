"""The officers' one list of people to call back."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView
from wagtail.models import Page

from portal.accounts.access import CapabilityRequiredMixin
from portal.accounts.capabilities import CALL_BACK
from portal.participation.call_backs import confirmation_of
from portal.participation.call_forms import NoteForm
from portal.participation.models import CallBack
from portal.participation.services import call_backs as services
from snippets import french
from snippets.form_views import ServiceActionView, ServiceFormView

PER_PAGE = 50
WAITING, MINE, CLOSED = "a-rappeler", "les-miens", "clos"
STATES = {WAITING: "À rappeler", MINE: "Je m’en charge", CLOSED: "Clos"}


class CallBacksView(CapabilityRequiredMixin, TemplateView):
    """`/rappels/`: the oldest first."""

    capability = CALL_BACK
    template_name = "participation/call_backs.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        state = self.request.GET.get("etat", WAITING)
        state = state if state in STATES else WAITING
        page = Paginator(self._rows(state), PER_PAGE).get_page(self.request.GET.get("page"))
        addresses = _addresses(list(page))
        rows = [
            {
                "line": line,
                "page_url": addresses.get(line.page_id, ""),
                "may_confirm": confirmation_of(line) is not None,
                "is_mine": line.taken_by_id == self.person.pk,
                "may_give_up": line.attempts >= services.MAX_ATTEMPTS,
            }
            for line in page
        ]
        return super().get_context_data(
            page=page, rows=rows, state=state, states=STATES.items(), **kwargs
        )

    def _rows(self, state: str) -> QuerySet[CallBack]:
        lines = CallBack.objects.visible_to(self.person).select_related(
            "participant__user", "taken_by", "closed_by"
        )
        if state == CLOSED:
            return lines.filter(closed_at__isnull=False).order_by("-closed_at", "-pk")
        waiting = lines.waiting()
        return waiting.filter(taken_by=self.person) if state == MINE else waiting


class _OneMixin(CapabilityRequiredMixin):
    """What is done to one line."""

    capability = CALL_BACK
    kwargs: dict[str, Any]

    @property
    def line(self) -> CallBack:
        """The line of the address; 404 for none."""
        lines = CallBack.objects.visible_to(self.person).select_related("participant__user")
        line: CallBack = get_object_or_404(lines, pk=self.kwargs["pk"])
        return line

    def get_success_url(self) -> str:
        return reverse("participation:call_backs")


class CallBackActView(_OneMixin, ServiceActionView):
    """`/rappels/<pk>/<acte>/`: one click for each thing that a call gives."""

    def act(self) -> str:
        line = self.line
        name = line.participant.name
        match self.kwargs["act"]:
            case "prendre":
                services.take(call_back=line, actor=self.actor)
                return f"Vous vous chargez {french.of(name)}."
            case "laisser":
                services.give_back(call_back=line)
                return f"{name} attend de nouveau que quelqu’un s’en charge."
            case "pas-de-reponse":
                services.not_reached(call_back=line, actor=self.actor)
                return f"Noté\u00a0: {name} n’a pas répondu. La ligne reste dans la liste."
            case "confirmer":
                services.confirm(call_back=line, actor=self.actor)
                return f"C’est confirmé pour {name}."
        result = _RESULTS[self.kwargs["act"]]
        services.close(call_back=line, result=result, actor=self.actor)
        return f"{name}\u00a0: {result.label.lower()}. La ligne est close."

    def get_refused_url(self) -> str:
        """Where another hour is chosen, when there is such a screen."""
        line = self.line
        confirmation = confirmation_of(line)
        if self.kwargs["act"] == "confirmer" and confirmation and line.subject_id:
            return confirmation.screen(line.subject_id) or self.get_success_url()
        return self.get_success_url()


class CallBackNoteView(_OneMixin, ServiceFormView):
    """A word for the colleague who calls next."""

    form_class = NoteForm
    template_name = "participation/call_note.html"

    def get_initial(self) -> dict[str, Any]:
        return {"note": self.line.note}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(line=self.line, **kwargs)

    def act(self, form: NoteForm) -> str:
        services.write_note(call_back=self.line, note=form.cleaned_data["note"])
        return "La note est gardée."


Result = CallBack.Result
_RESULTS = {
    "regle": Result.DONE,
    "injoignable": Result.UNREACHABLE,
    "mauvais-numero": Result.WRONG_NUMBER,
    "ne-souhaite-plus": Result.NO_LONGER,
}
ACTS = ("prendre", "laisser", "pas-de-reponse", "confirmer", *_RESULTS)


def _addresses(lines: list[CallBack]) -> dict[int | None, str]:
    """The address of each page on line that the lines are about: one query and the site's root."""
    keys = {line.page_id for line in lines if line.page_id}
    return {page.pk: page.url or "" for page in Page.objects.live().filter(pk__in=keys)}
