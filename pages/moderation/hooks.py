"""Hooks of moderation in the CMS; imported by `pages/wagtail_hooks.py`."""

import json
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.ui.menus.pages import PageMenuItem
from wagtail.admin.utils import set_query_params
from wagtail.log_actions import LogFormatter
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from pages.models import OpportunityPage
from pages.moderation.decisions import CHANGED, NO_LONGER, review_latest
from pages.moderation.forms import first_error, form_for
from pages.moderation.models import ChecklistItem, ModerationTask, RefusalReason
from pages.moderation.services import is_withdrawable
from pages.moderation.views import WithdrawView
from pages.rules import WITHDRAW

_UNREADABLE = "La demande est illisible. Ouvrez l’annonce et recommencez."


class NomenclatureViewSet(SnippetViewSet):
    """Terms in the order of the dialog."""

    list_display = ["label", "position", "active"]
    list_filter = ["active"]
    search_fields = ["label"]
    ordering = ["position", "pk"]
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
    """“Retirer”."""
    return [
        path("annonces/<int:page_id>/retirer/", WithdrawView.as_view(), name="opportunity_withdraw")
    ]


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
def listing_button(page: Any, user: Any, next_url: str | None = None) -> Iterator[WithdrawButton]:
    """In the list."""
    yield WithdrawButton(page=page, next_url=next_url, priority=45)


@hooks.register("register_page_header_buttons")
def header_button(
    page: Any, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[WithdrawButton]:
    """In the header of the editor. Coming back to the editor would show an offer off line."""
    yield WithdrawButton(page=page, priority=62)


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


@hooks.register("before_edit_page")
def check_decision(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Check an approval or refusal sent by the editor before Wagtail saves anything.

    Wagtail takes the extra data of a workflow action as it comes; what is wrong with it is told
    here. `on_action` checks again, under the lock.
    """
    if request.method != "POST" or not request.POST.get("action-workflow-action"):
        return None
    if not isinstance(page, OpportunityPage):
        return None
    explanation = _refusal(request, page)
    if explanation is None:
        return None
    messages.error(request, explanation)
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("after_edit_page")
def follow_edit(request: HttpRequest, page: Any) -> None:
    """A moderator who corrects what they review then approves the corrected text."""
    if isinstance(page, OpportunityPage):
        review_latest(page=page, user=request.user)


def _refusal(request: HttpRequest, page: Any) -> str | None:
    """Why the decision cannot be taken, or None."""
    if not isinstance(page.current_workflow_task, ModerationTask):
        return NO_LONGER
    loaded_at = request.POST.get("loaded_revision_created_at")
    overwrites = request.POST.get("overwrite_revision_id")
    latest = page.latest_revision
    if loaded_at and not overwrites and latest and loaded_at != latest.created_at.isoformat():
        return CHANGED
    form_class = form_for(request.POST.get("workflow-action-name", ""))
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

    registry.register_action("declic.filled", "Pourvue", "Déclarée pourvue")
    registry.register_action("declic.prolong", "Prolonger", "Prolongée")
