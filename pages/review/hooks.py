"""Hooks of moderation in the CMS; imported by `pages/wagtail_hooks.py`."""

import json
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.action_menu import (
    ActionMenuItem,
    CancelWorkflowMenuItem,
    RestartWorkflowMenuItem,
    SubmitForModerationMenuItem,
    WorkflowMenuItem,
)
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.menus.pages import PageMenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.utils import get_valid_next_url_from_request, set_query_params
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogFormatter
from wagtail.models import Page, WorkflowState
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet, SnippetViewSetGroup

from pages.listing import list_url
from pages.models import OpportunityPage
from pages.moderation.bulk_actions import BulkUndoView, ProlongBulkAction, WithdrawBulkAction
from pages.moderation.decisions import CHANGED, own_refusal, review_latest
from pages.moderation.endings import what_became_of
from pages.moderation.forms import first_error, form_for
from pages.moderation.models import ChecklistItem, ModerationTask, RefusalReason
from pages.moderation.services import is_withdrawable
from pages.review import sentences
from pages.review.views import DuplicateView, WithdrawView
from pages.rules import DUPLICATE, TAKE_BACK, WITHDRAW
from snippets.choosers import ViewersOnlyChooserViewSet

_NOT_TAKEN_BACK = (
    "Seul l’auteur de l’annonce peut annuler sa relecture, tant que personne n’a décidé."
)
_UNREADABLE = "La demande est illisible. Ouvrez l’annonce et recommencez."


class NomenclatureIndexView(IndexView):
    """Wagtail’s button would say « un(e) »."""

    add_item_label = "Ajouter"


class NomenclatureViewSet(SnippetViewSet):
    """Terms in the order of the dialog, which is changed by dragging the rows.

    A term is never deleted: decisions point to it. It is renamed or switched off.
    """

    index_view_class = NomenclatureIndexView
    chooser_viewset_class = ViewersOnlyChooserViewSet
    list_display = [
        "label",
        Column("kinds", label="Types d’annonces", accessor="kinds_text"),
        Column("active", label="Utilisé", accessor=lambda row: "Oui" if row.active else "Non"),
    ]
    list_filter = ["active"]
    search_fields = ["label"]
    ordering = ["position", "pk"]
    sort_order_field = "position"
    edit_handler = ObjectList([FieldPanel("label"), FieldPanel("kinds"), FieldPanel("active")])
    icon = "list-ul"
    copy_view_enabled = False
    inspect_view_enabled = False


class ChecklistItemViewSet(NomenclatureViewSet):
    """Points de contrôle."""

    model = ChecklistItem
    icon = "tasks"


class RefusalReasonViewSet(NomenclatureViewSet):
    """Motifs de refus."""

    model = RefusalReason


class ModerationGroup(SnippetViewSetGroup):
    """The menu of what moderators tick and choose."""

    items = (ChecklistItemViewSet, RefusalReasonViewSet)
    menu_label = "Modération"
    menu_icon = "tasks"
    menu_order = 350


register_snippet(ModerationGroup)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    """“Retirer”, “Dupliquer”, and the undoing of bulk actions."""
    return [
        path(
            "annonces/<int:page_id>/retirer/", WithdrawView.as_view(), name="opportunity_withdraw"
        ),
        path(
            "annonces/<int:page_id>/dupliquer/",
            DuplicateView.as_view(),
            name="opportunity_duplicate",
        ),
        path("annonces/annuler/<str:token>/", BulkUndoView.as_view(), name="opportunity_bulk_undo"),
    ]


# Wagtail registers the classes themselves.
hooks.register("register_bulk_action", WithdrawBulkAction)
hooks.register("register_bulk_action", ProlongBulkAction)


def withdraw_url(page: Any, next_url: str | None) -> str:
    """Where “Retirer” leads, and where it comes back to."""
    url = reverse("opportunity_withdraw", args=[page.pk])
    return set_query_params(url, {"next": next_url}) if next_url else url


def may_withdraw(user: Any, page: Any) -> bool:
    """Whether the button is shown: the right, and something to withdraw."""
    return bool(page.pk and user.has_perm(WITHDRAW, page) and is_withdrawable(page))


class WithdrawButton(PageMenuItem):
    """“Retirer” in the list and in the page's header."""

    label = "Retirer"
    icon_name = "warning"
    url_name = "opportunity_withdraw"

    def is_shown(self, user: Any) -> bool:
        """For moderators, when there is something to withdraw."""
        return may_withdraw(user, self.page)


@hooks.register("register_page_listing_more_buttons")
def listing_button(page: Any, user: Any, next_url: str | None = None) -> Iterator[Any]:
    """In the list."""
    yield WithdrawButton(page=page, next_url=next_url, priority=45)
    if issubclass(page.specific_class, OpportunityPage):
        yield DuplicateButton(page=page, user=user, priority=40)


@hooks.register("register_page_header_buttons")
def header_button(
    page: Any, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Any]:
    """In the header of the editor. Coming back to the editor would show an offer off line."""
    yield WithdrawButton(page=page, priority=62)
    if issubclass(page.specific_class, OpportunityPage):
        yield DuplicateButton(page=page, user=user, priority=60)


class DuplicateButton(Button):
    """« Dupliquer » in the list and in the page's header: it posts, as what changes things must."""

    label = "Dupliquer"
    icon_name = "copy"

    def __init__(self, *, page: Any, user: Any, priority: int) -> None:
        address = reverse("opportunity_duplicate", args=[page.pk])
        super().__init__(
            priority=priority,
            attrs={
                "data-controller": "w-action",
                "data-action": "w-action#post:prevent",
                "data-w-action-url-value": address,
            },
            url="#",
        )
        self.show = user.has_perm(DUPLICATE, page)


class WithdrawMenuItem(ActionMenuItem):
    """“Retirer” in the editor's menu of actions."""

    name = "action-withdraw"
    label = "Retirer"
    icon_name = "warning"
    order = 110

    def is_shown(self, context: dict[str, Any]) -> bool:
        """As the other buttons, on a page that exists; a schedule locks the page, not this."""
        return context["view"] == "edit" and may_withdraw(context["request"].user, context["page"])

    def get_url(self, parent_context: dict[str, Any]) -> str:
        """The form that asks for the reason."""
        return withdraw_url(parent_context["page"], None)


@hooks.register("register_page_action_menu_item")
def action_menu_item() -> WithdrawMenuItem:
    """In the editor."""
    return WithdrawMenuItem()


class TakeBackMenuItem(CancelWorkflowMenuItem):
    """“Annuler la relecture”: the author corrects what nobody has decided on yet."""

    label = "Annuler la relecture"

    def is_shown(self, context: dict[str, Any]) -> bool:
        """For the author; moderators refuse or withdraw, which both tell the author why."""
        return context["view"] == "edit" and context["request"].user.has_perm(
            TAKE_BACK, context["page"]
        )


class SendMenuItem(SubmitForModerationMenuItem):
    """“Envoyer en relecture”: Wagtail's label names the workflow and its task."""

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        context = super().get_context_data(parent_context)
        page = context.get("page")
        is_refused = page is not None and page.current_workflow_state is not None
        context["label"] = "Renvoyer en relecture" if is_refused else "Envoyer en relecture"
        return context


@hooks.register("construct_page_action_menu")
def plain_actions(menu_items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """One way to send an offer, one to take it back: Wagtail's restart does both at once.

    What a reviewer decides leaves the menu for two buttons of its own, which the editor's template
    finds in the menu's context.
    """
    context["decisions"] = [item for item in menu_items if isinstance(item, WorkflowMenuItem)]
    menu_items[:] = [
        _plain_action(item)
        for item in menu_items
        if not isinstance(item, WorkflowMenuItem) and not _is_stock_end(item)
    ]
    page = context.get("page")
    take_back = TakeBackMenuItem(order=115)
    if isinstance(page, OpportunityPage) and take_back.is_shown(context):
        menu_items.append(take_back)


def _plain_action(item: Any) -> Any:
    is_stock = isinstance(item, SubmitForModerationMenuItem)
    return SendMenuItem(order=item.order) if is_stock else item


def _is_stock_end(item: Any) -> bool:
    return isinstance(item, (CancelWorkflowMenuItem, RestartWorkflowMenuItem))


@hooks.register("before_edit_page")
def check_decision(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Check an approval, a refusal or the end of a review before Wagtail saves anything.

    Wagtail takes the extra data of a workflow action as it comes; what is wrong with it is told
    here. `on_action` checks again, under the lock.
    """
    if request.method != "POST" or not isinstance(page, OpportunityPage):
        return None
    explanation = None
    if request.POST.get("action-workflow-action"):
        explanation = _refusal(request, page)
    elif request.POST.get("action-cancel-workflow"):
        explanation = None if request.user.has_perm(TAKE_BACK, page) else _NOT_TAKEN_BACK
    if explanation is None:
        return None
    messages.error(request, explanation)
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("after_edit_page")
def follow_edit(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Say what a decision or a submission did, and go back to the list.

    A moderator who corrects what they review then approves the corrected text.
    """
    if not isinstance(page, OpportunityPage):
        return None
    review_latest(page=page, user=request.user)
    return _announce(request, page)


@hooks.register("after_create_page")
def follow_creation(request: HttpRequest, page: Any) -> HttpResponse | None:
    """The same for an offer submitted at once."""
    return _announce(request, page) if isinstance(page, OpportunityPage) else None


def _announce(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Replace Wagtail's sentence when the request did what its button says."""
    page = Page.objects.get(pk=page.pk)
    state = page.workflow_states.order_by("-created_at", "-pk").first()
    status = state.status if state else None
    in_review = status == WorkflowState.STATUS_IN_PROGRESS
    if request.POST.get("action-workflow-action") and not in_review:
        sentences.replace_last(request, sentences.decided(page))
    elif request.POST.get("action-submit") and in_review:
        sentences.replace_last(request, sentences.submitted(page))
    elif request.POST.get("action-cancel-workflow") and status == WorkflowState.STATUS_CANCELLED:
        sentences.replace_last(request, sentences.taken_back(page))
        return None
    else:
        return None
    return redirect(get_valid_next_url_from_request(request) or list_url(page.specific))


def _refusal(request: HttpRequest, page: Any) -> str | None:
    """Why the decision cannot be taken, or None."""
    if not isinstance(page.current_workflow_task, ModerationTask):
        return what_became_of(page)
    action = request.POST.get("workflow-action-name", "")
    state = page.current_workflow_task_state
    if own := own_refusal(page=page, state=state, user=request.user, action=action):
        return own
    loaded_at = request.POST.get("loaded_revision_created_at")
    overwrites = request.POST.get("overwrite_revision_id")
    latest = page.latest_revision
    if loaded_at and not overwrites and latest and loaded_at != latest.created_at.isoformat():
        return CHANGED
    form_class = form_for(action, page.kind)
    try:
        answers = json.loads(request.POST.get("workflow-action-extra-data", "{}"))
    except (ValueError, RecursionError):
        return _UNREADABLE
    if form_class is None or not isinstance(answers, dict):
        return _UNREADABLE
    form = form_class(answers)
    if not set(answers) <= set(form.fields):
        return _UNREADABLE
    return None if form.is_valid() else first_error(form)


@hooks.register("register_log_actions")
def log_actions(registry: Any) -> None:
    """What the page's history says of our own actions."""

    @registry.register_action("declic.withdraw")
    class Withdraw(LogFormatter):
        """Withdrawn, and why."""

        label = "Retirer"

        def format_message(self, log_entry: Any) -> str:
            """The reason is part of the sentence."""
            return f"Retirée\u00a0: {log_entry.data.get('reason', '')}"

    registry.register_action(
        "declic.approve_own",
        "Approuver sa propre annonce",
        "Approuvée par une personne qui l’a écrite, envoyée ou corrigée",
    )
    registry.register_action("declic.filled", "Pourvue", "Déclarée pourvue")
    registry.register_action("declic.prolong", "Prolonger", "Prolongée")
    registry.register_action("declic.withdraw_undone", "Annuler le retrait", "Retrait annulé")
    registry.register_action(
        "declic.prolong_undone", "Annuler la prolongation", "Prolongation annulée"
    )
