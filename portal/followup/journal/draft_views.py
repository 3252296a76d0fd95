"""What is typed is kept here, and given back."""

import json
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView, View

from portal.accounts.access import CapabilityRequiredMixin
from portal.accounts.capabilities import READ_CASES
from portal.accounts.sign_in.next_page import is_ours
from portal.followup.journal import drafts
from portal.followup.journal.labels import form_label, texts_of
from portal.followup.journal.models import Draft
from snippets import french
from snippets.errors import DomainError
from snippets.form_views import ServiceActionView

_MOST_FIELDS = 100


class SaveView(CapabilityRequiredMixin, View):
    """`/suivi/brouillons/enregistrer/`: what a script sends while somebody types; JSON."""

    capability = READ_CASES
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep it, and say at what time. Without the token of a page of ours, 422."""
        case = drafts.case_of_token(self.person, request.POST.get("draft_token", ""))
        fields = _fields(request.POST.get("fields", ""))
        if case is None or fields is None:
            return _said("Rechargez la page\u00a0: elle est ouverte depuis trop longtemps.")
        form = request.POST.get("draft_form", "")
        try:
            draft = drafts.keep(actor=self.actor, beneficiary_pk=case, form=form, fields=fields)
        except DomainError as error:
            return _said(str(error))
        return JsonResponse({"saved": french.hour(draft.updated_at)})


def _said(message: str) -> JsonResponse:
    return JsonResponse({"message": message}, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _fields(text: str) -> drafts.Fields | None:
    """What a script says that the form holds; None for what no script of ours says."""
    try:
        found = json.loads(text)
        json.dumps(found, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or len(found) > _MOST_FIELDS or "\\u0000" in text:
        return None
    is_known = all(
        isinstance(value, str)
        or (isinstance(value, list) and all(isinstance(one, str) for one in value))
        for value in found.values()
    )
    return found if is_known else None


class DraftsView(CapabilityRequiredMixin, TemplateView):
    """`/suivi/brouillons/`: texts of cases that one does not follow any more, then the others."""

    capability = READ_CASES
    template_name = "followup/journal/drafts.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        left = [
            {
                "draft": one.draft,
                "number": one.number,
                "label": form_label(one.draft.form),
                "texts": texts_of(one.draft.fields) if one.is_shown else [],
                "is_shown": one.is_shown,
            }
            for one in drafts.to_give_back(self.person)
        ]
        in_progress = [
            {
                "draft": draft,
                "case": draft.beneficiary,
                "label": form_label(draft.form),
                "texts": texts_of(draft.fields),
            }
            for draft in drafts.in_progress(self.person)[:50]
        ]
        return super().get_context_data(
            left=left,
            in_progress=in_progress,
            today=timezone.localdate(),
            most=drafts.MOST,
            kept_days=drafts.KEPT_FOR.days,
            **kwargs,
        )


class _OwnDraftView(CapabilityRequiredMixin, ServiceActionView):
    """A button about a text of one's own: somebody else's is not found."""

    capability = READ_CASES

    @property
    def draft(self) -> Draft:
        """The text of the address. Raises Http404."""
        rows = Draft.objects.visible_to(self.person)
        return get_object_or_404(rows, pk=self.kwargs["draft"])

    def get_success_url(self) -> str:
        """Where the button was, when it is a page of ours."""
        back = self.request.POST.get("next", "")
        is_path = back.startswith("/suivi/") and is_ours(self.request, back)
        return back if is_path else reverse("followup:drafts")


class ShowView(_OwnDraftView):
    """`…/<pk>/lire/`: give a text back."""

    def act(self) -> str:
        draft = drafts.give_back(draft=self.draft, actor=self.actor)
        self.shown = draft.pk
        return ""

    def get_success_url(self) -> str:
        return f"{reverse('followup:drafts')}#texte-{self.shown}"


class DropView(_OwnDraftView):
    """`…/<pk>/effacer/`: it is taken, or not wanted."""

    def act(self) -> str:
        drafts.forget(draft=self.draft, actor=self.actor)
        return "Le texte est effacé."
