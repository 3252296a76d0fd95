"""Screens of moderation: the dialogs, “Retirer”, and old links that act."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.modal_workflow import render_modal_workflow
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.pages.workflow import CollectWorkflowActionData, WorkflowAction
from wagtail.admin.views.workflows import DisableTask
from wagtail.models import Page

from pages.listing import list_url
from pages.models import OpportunityPage
from pages.moderation import bulk, copying, links, services
from pages.moderation.bulk_actions import tell_done, tell_refused
from pages.moderation.decisions import NOT_YOURS, own_refusal
from pages.moderation.endings import STARTED_AGAIN, what_became_of
from pages.moderation.errors import ModerationError
from pages.moderation.forms import DialogForm, WithdrawalForm, first_error, form_for
from pages.review import sentences
from pages.rules import DUPLICATE, WITHDRAW
from snippets.form_views import REFUSED
from snippets.mail.actions.links import Link
from snippets.mail.actions.views import ActionLinkView


class DialogMixin:
    """A dialog whose points are those of the page's kind, and which says why it cannot be used.

    Wagtail answers it by a redirection or a refusal, which its script cannot read.
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Wagtail's view, unless somebody has decided meanwhile or the right is lacking."""
        if _is_dialog(request) and (explanation := self._why_not(request)):
            return self.explain(explanation)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def add_not_in_moderation_error(self) -> None:
        """Where there is no dialog, a message."""
        messages.error(self.request, what_became_of(self.object))  # type: ignore[attr-defined]

    def explain(self, explanation: str) -> HttpResponse:
        """The dialog with a sentence and ways on, instead of its form."""
        context = {
            "explanation": explanation,
            "page": self.object,  # type: ignore[attr-defined]
            "action_verbose": getattr(self, "action_verbose_name", "") or "Relecture",
        }
        return render_modal_workflow(
            self.request,  # type: ignore[attr-defined]
            "pages/moderation/closed.html",
            None,
            context,
            json_data={"step": "closed"},
        )

    def _why_not(self, request: HttpRequest) -> str:
        """Why nobody, or not this person, decides on this review now; or nothing."""
        page, state = self.object, self.task_state  # type: ignore[attr-defined]
        action = self.action_name  # type: ignore[attr-defined]
        if not page.workflow_in_progress:
            return what_became_of(page)
        current = page.current_workflow_task_state
        if current is None or current.pk != state.pk:
            return STARTED_AGAIN
        actions = self.task.get_actions(page, request.user)  # type: ignore[attr-defined]
        if action not in {name for name, _, _ in actions}:
            return NOT_YOURS
        return own_refusal(page=page, state=state, user=request.user, action=action)

    def get_form_class(self) -> Any:
        """Wagtail asks the task, which does not know the page."""
        kind = getattr(self.object.specific_class, "kind", "")  # type: ignore[attr-defined]
        return form_for(self.action_name, kind) or DialogForm  # type: ignore[attr-defined]


class CollectView(DialogMixin, CollectWorkflowActionData):
    """The dialog of the editor, whose answers the editor sends with its form."""


class DecisionView(DialogMixin, WorkflowAction):
    """Wagtail's view of a workflow action, which also says why it did nothing.

    Wagtail's drops an incomplete form without a word when it does not come from its dialog.
    """

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Decide, or explain in a message and lead back to the page."""
        is_dialog = _is_dialog(request)
        form = self.form_class(request.POST)
        if not is_dialog and not form.is_valid():
            messages.error(request, first_error(form))
            return redirect(self.redirect_url)
        try:
            response = super().post(request, *args, **kwargs)
        except ModerationError as error:
            if is_dialog:
                return self.explain(str(error))
            messages.error(request, str(error))
        else:
            if form.is_valid():
                page = Page.objects.get(pk=self.object.pk)
                messages.success(request, sentences.decided(page))
            return response
        return redirect(self.redirect_url)


class DisableTaskView(DisableTask):
    """Wagtail's end of a task, which would end its reviews as if somebody had approved."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Stop the task, unless pages wait for it: then say why."""
        try:
            return super().post(request, *args, **kwargs)
        except ModerationError as error:
            messages.error(request, str(error))
            return redirect("wagtailadmin_home")


def _is_dialog(request: HttpRequest) -> bool:
    """Whether Wagtail's script asks, which reads JSON and nothing else."""
    return request.headers.get("x-requested-with") == "XMLHttpRequest"


class WithdrawView(View):
    """“Retirer”: a reason, then the offer is off line and its author is told."""

    template_name = "pages/moderation/withdraw.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """404 for what is not an offer, 403 for who may not withdraw it."""
        page = get_object_or_404(Page, pk=kwargs["page_id"]).specific
        if not isinstance(page, OpportunityPage):
            raise Http404
        self.offer = page
        self.next_url = get_valid_next_url_from_request(request) or list_url(page)
        if not request.user.has_perm(WITHDRAW, page):
            return render(request, "pages/moderation/refused.html", {"page": page}, status=403)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, page_id: int) -> HttpResponse:
        return self._ask(WithdrawalForm())

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        """Withdraw, say so with a button that undoes it, and go back to the list."""
        form = WithdrawalForm(request.POST)
        if not form.is_valid():
            return self._ask(form, REFUSED)
        outcome = bulk.withdraw_many(
            pages=[self.offer], user=request.user, reason=form.cleaned_data["reason"]
        )
        if outcome.done:
            said = f"«\u00a0{self.offer.title}\u00a0» est retirée."
            tell_done(request, said, outcome, self.next_url)
        tell_refused(request, outcome)
        return redirect(self.next_url)

    def _ask(self, form: WithdrawalForm, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
        context = {
            "page": self.offer,
            "form": form,
            "next": self.next_url,
            "undo_minutes": bulk.UNDO_MINUTES,
            "is_withdrawable": services.is_withdrawable(self.offer),
        }
        return render(self.request, self.template_name, context, status=status)


@method_decorator(require_POST, name="dispatch")
class DuplicateView(View):
    """« Dupliquer »: a new draft with the same text, opened in the editor."""

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        """Copy, say what is left to do, and open the copy."""
        page = get_object_or_404(Page, pk=page_id).specific
        if not isinstance(page, OpportunityPage):
            raise Http404
        if not request.user.has_perm(DUPLICATE, page):
            raise PermissionDenied
        copy = copying.duplicate(page=page, user=request.user)
        messages.success(
            request,
            f"Voici une copie {copy.noun.of_the} «\u00a0{copy.title}\u00a0». Relisez-la, "
            "choisissez ses dates, puis envoyez-la en relecture.",
        )
        return redirect("wagtailadmin_pages:edit", copy.pk)


class OldLinkView(ActionLinkView):
    """A link mailed before those of `snippets.mail.actions`, which may have days to live."""

    def read(self, token: str) -> Link:
        """What its token says."""
        return links.read_old_token(token)
