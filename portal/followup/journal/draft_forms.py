"""A form of a case whose text is never lost, with a script or without."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import cached_property

from portal.followup.access.log import log_refusal
from portal.followup.journal import drafts
from portal.followup.journal.models import Draft
from portal.followup.people.models import Beneficiary
from snippets.errors import DomainError

_MOST_SENT = 20


class KeepsTextMixin:
    """First base of a `CaseFormView`; the template includes `followup/journal/draft_notice.html`.

    What was left in the form comes back in it, and its author may start anew. A form that is sent
    forgets it in the same transaction. A form that comes when its author does not follow the case
    any more is kept, and given back at `followup:drafts`.
    """

    request: HttpRequest
    kwargs: dict[str, Any]
    # Which form of the case: `draft_form_of` where it names a row (`note:12`).
    draft_form = ""

    def draft_form_of(self) -> str:
        """The key of the form."""
        return self.draft_form

    @cached_property
    def left(self) -> Draft | None:
        """What was typed here and not sent."""
        return drafts.find(self.person, self.case.pk, self.draft_form_of())  # type: ignore[attr-defined]

    def get_initial(self) -> dict[str, Any]:
        initial: dict[str, Any] = super().get_initial()  # type: ignore[misc]
        return initial | (self.left.fields if self.left else {})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_new = self.request.method != "POST"
        said = {"draft_form": self.draft_form_of(), "draft": self.left if is_new else None}
        context: dict[str, Any] = super().get_context_data(**(said | kwargs))  # type: ignore[misc]
        return context

    def done(self, sentence: str) -> HttpResponse:
        """The text is sent: neither the site nor the tab keeps it."""
        drafts.drop(
            actor=self.actor,  # type: ignore[attr-defined]
            beneficiary_pk=self.case.pk,  # type: ignore[attr-defined]
            form=self.draft_form_of(),
        )
        if key := self.request.POST.get("draft_key", "")[:40]:
            sent = self.request.session.get(drafts.SENT, [])
            self.request.session[drafts.SENT] = [*sent, key][-_MOST_SENT:]
        response: HttpResponse = super().done(sentence)  # type: ignore[misc]
        return response

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        except Http404:
            if request.method != "POST" or not self._keep_what_was_sent():
                raise
            return redirect("followup:drafts")
        return response

    def _keep_what_was_sent(self) -> bool:
        """Whether the text of who does not follow the case any more is kept."""
        person = self.person  # type: ignore[attr-defined]
        actor = self.actor  # type: ignore[attr-defined]
        case = drafts.case_of_token(person, self.request.POST.get("draft_token", ""))
        if case is None or case != self.kwargs["pk"]:
            return False
        fields = {
            _storable(name): typed if len(typed) > 1 else typed[0]
            for name, values in self.request.POST.lists()
            if (typed := [_storable(value) for value in values])
        }
        form = self.request.POST.get("draft_form", "")
        try:
            drafts.keep(actor=actor, beneficiary_pk=case, form=form, fields=fields)
        except DomainError:
            return False
        match = self.request.resolver_match
        log_refusal(actor=actor, place=match.view_name if match else "", case_pk=case)
        is_known = Beneficiary.objects.visible_to(person).filter(pk=case).exists()
        why = (
            "Vous n’écrivez plus dans cette partie du dossier"
            if is_known
            else "Vous ne suivez plus ce dossier"
        )
        messages.warning(
            self.request,
            f"{why}\u00a0: rien n’y a été enregistré. Votre texte n’est pas perdu, il est "
            "ci-dessous.",
        )
        return True


def _storable(typed: str) -> str:
    """Without the sign that no form lets through and that PostgreSQL refuses."""
    return typed.replace("\x00", "")
