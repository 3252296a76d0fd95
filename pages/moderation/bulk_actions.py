"""« Retirer » and « Prolonger » for many pages of a list, and the button that undoes it."""

from typing import Any, ClassVar

from django import forms
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import PageBulkAction
from wagtail.models import Page

from pages.models import OpportunityPage
from pages.moderation import bulk, services
from pages.moderation.author_mail import last_day
from pages.moderation.errors import ModerationError
from pages.moderation.forms import BulkWithdrawalForm
from pages.moderation.models import BulkOperation
from pages.rules import PROLONG, WITHDRAW
from pages.validation import DEFAULT_LIFETIME_DAYS
from pages.wording import common_noun

_UNDONE = {
    BulkOperation.Action.WITHDRAW.value: "le retrait",
    BulkOperation.Action.PROLONG.value: "la prolongation",
}


def tell_done(request: HttpRequest, said: str, outcome: bulk.BulkOutcome, next_url: str) -> None:
    """Say what was done, with « Annuler » beside it: Wagtail's own messages have links only."""
    operation = outcome.operation
    context = {"said": said, "next_url": next_url}
    if operation:
        context["undo_url"] = reverse("opportunity_bulk_undo", args=[bulk.undo_token(operation)])
        context["undone"] = _UNDONE[operation.action]
    messages.success(request, render_to_string("pages/moderation/done_message.html", context))


class OpportunityBulkAction(PageBulkAction):
    """What the two actions share: who may, what is shown before, what is said after.

    The confirmation names every page and says which the action will leave alone.
    """

    # Lists show their actions, which are classes: a template would call them.
    do_not_call_in_templates = True
    template_name = "pages/moderation/bulk.html"
    classes: ClassVar[set[str]] = set()
    button_class: ClassVar[str] = ""
    right: ClassVar[str]
    done_participle: ClassVar[str]
    explanation: ClassVar[tuple[str, str]]  # of one page, of many
    unconcerned_text: ClassVar[str]
    no_access_text: ClassVar[str]
    outcome: bulk.BulkOutcome

    @classmethod
    def get_queryset(cls, model: type[Page], object_ids: Any) -> list[Any]:
        """The specific pages, with their review and their schedule: no query for each."""
        pages = model.objects.filter(pk__in=list(object_ids)[: bulk.MAX_PAGES + 1]).order_by("pk")
        found = list(pages.specific().prefetch_workflow_states().annotate_approved_schedule())
        if not found or len(found) > bulk.MAX_PAGES:
            raise Http404
        opportunities = [page for page in found if isinstance(page, OpportunityPage)]
        prefetch_related_objects(opportunities, "organisation")
        return found

    def get_all_objects_in_listing_query(self, parent_id: Any) -> list[int]:
        """“All” would forget the filters of the list: a person ticks what they have read."""
        return []

    def check_perm(self, page: Any) -> bool:
        """The one predicate of the right; a superuser passes any, on opportunities only."""
        return isinstance(page, OpportunityPage) and self.request.user.has_perm(self.right, page)

    def is_concerned(self, page: Any) -> bool:
        """Whether the action would change that page now."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Pages that will change, then those that will not."""
        context = super().get_context_data(**kwargs)
        pages = [item["item"] for item in context["items"]]
        concerned = [page for page in pages if self.is_concerned(page)]
        noun = common_noun(concerned)
        return {
            **context,
            "concerned": concerned,
            "unconcerned": [page for page in pages if page not in concerned],
            "counted": noun.counted(len(concerned)),
            "explanation": self.explanation[len(concerned) > 1],
            "action": self,
            "undo_minutes": bulk.UNDO_MINUTES,
        }

    def object_context(self, obj: Any) -> dict[str, Any]:
        """They are specific already."""
        return {"item": obj}

    def get_execution_context(self) -> dict[str, Any]:
        """What `execute_action` is given besides the pages."""
        return {"action": self}

    @classmethod
    def execute_action(
        cls, objects: Any, action: "OpportunityBulkAction", **kwargs: Any
    ) -> tuple[int, int]:
        """Act, and keep what became of each page for the messages."""
        action.outcome = action.act([page for page in objects if action.is_concerned(page)])
        return len(action.outcome.done), 0

    def act(self, pages: list[Any]) -> bulk.BulkOutcome:
        raise NotImplementedError

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> None:
        outcome = self.outcome
        if outcome.done:
            counted = common_noun(outcome.done).counted(len(outcome.done))
            plural = "s" if len(outcome.done) > 1 else ""
            said = f"{counted} {self.done_participle}{plural}."
            tell_done(self.request, said, outcome, self.next_url)
        tell_refused(self.request, outcome)


class WithdrawBulkAction(OpportunityBulkAction):
    """« Retirer », with one reason for all."""

    display_name = "Retirer"
    action_type = "declic_withdraw"
    aria_label = "Retirer les annonces cochées"
    action_priority = 5
    button_class = "serious"
    right = WITHDRAW
    form_class = BulkWithdrawalForm
    done_participle = "retirée"
    explanation = (
        "Elle ne sera plus visible et sa relecture s’arrête.",
        "Elles ne seront plus visibles et leur relecture s’arrête.",
    )
    unconcerned_text = "Ni en ligne, ni programmées, ni en relecture\u00a0: rien à retirer."
    no_access_text = "Ce ne sont pas des annonces, ou vous n’avez pas le droit de les retirer."

    def is_concerned(self, page: Any) -> bool:
        """Online, scheduled or under review."""
        return services.is_withdrawable(page)

    def act(self, pages: list[Any]) -> bulk.BulkOutcome:
        reason = self.cleaned_form.cleaned_data["reason"]
        return bulk.withdraw_many(pages=pages, user=self.request.user, reason=reason)


class ProlongBulkAction(OpportunityBulkAction):
    """« Prolonger », by the usual lifetime."""

    display_name = "Prolonger"
    action_type = "declic_prolong"
    aria_label = "Prolonger les annonces cochées"
    action_priority = 6
    right = PROLONG
    form_class = forms.Form
    done_participle = "prolongée"
    explanation = (
        f"Sa fin de publication recule de {DEFAULT_LIFETIME_DAYS}\u00a0jours.",
        f"Leur fin de publication recule de {DEFAULT_LIFETIME_DAYS}\u00a0jours.",
    )
    unconcerned_text = "Pas en ligne\u00a0: il n’y a pas de date à reculer."
    no_access_text = (
        "Une session se termine à sa date. Pour le reste, ce ne sont pas des annonces, "
        "ou vous n’avez pas le droit de les prolonger."
    )

    def is_concerned(self, page: Any) -> bool:
        """Online, with an end to put off."""
        return bool(page.is_open and page.expire_at)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Each page with its new last day."""
        context = super().get_context_data(**kwargs)
        for page in context["concerned"]:
            page.new_last_day = last_day(services.next_expiry(page))
        return context

    def act(self, pages: list[Any]) -> bulk.BulkOutcome:
        return bulk.prolong_many(pages=pages, user=self.request.user)


@method_decorator(require_POST, name="dispatch")
class BulkUndoView(View):
    """« Annuler »: the pages come back as they were, once, for a few minutes."""

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Undo, say what came back and what did not, and go back to the list."""
        next_url = get_valid_next_url_from_request(request) or reverse("wagtailadmin_home")
        try:
            outcome = bulk.undo_many(token=token, user=request.user)
        except ModerationError as error:
            messages.error(request, str(error))
            return redirect(next_url)
        if outcome.done:
            counted = common_noun(outcome.done).counted(len(outcome.done))
            are = "sont" if len(outcome.done) > 1 else "est"
            messages.success(request, f"C’est annulé\u00a0: {counted} {are} comme avant.")
        tell_refused(request, outcome)
        return redirect(next_url)


def tell_refused(request: HttpRequest, outcome: bulk.BulkOutcome) -> None:
    """Name each page that was left alone, with the reason."""
    if not outcome.refused:
        return
    count = len(outcome.refused)
    said = "Ces annonces n’ont" if count > 1 else "Cette annonce n’a"
    context = {"said": said, "refused": outcome.refused}
    messages.error(request, render_to_string("pages/moderation/refused_message.html", context))
