"""What the CMS says after a decision or a submission, in place of Wagtail's stock sentences."""

from typing import Any

from django.contrib.messages import add_message, get_messages
from django.http import HttpRequest
from wagtail.admin import messages
from wagtail.models import WorkflowState

from pages.moderation.author_mail import has_reachable_owner
from snippets import french
from snippets.site import site_settings


def decided(page: Any) -> str:
    """What became of a page that has just been reviewed; `page` is read after the decision."""
    state = page.current_workflow_state
    if state and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        told = (
            "l’auteur a reçu le motif par e-mail."
            if has_reachable_owner(page)
            else "prévenez son auteur, qui n’a pas d’adresse e-mail."
        )
        return f"{_quoted(page)} est refusée\u00a0: {told}"
    scheduled = page.scheduled_revision
    if scheduled:
        goes_live = scheduled.approved_go_live_at
        moment = f"{french.full_date(goes_live)} à {french.hour(goes_live)}"
        return f"{_quoted(page)} est approuvée\u00a0: elle sera publiée le {moment}."
    return f"{_quoted(page)} est approuvée\u00a0: {page.specific.noun.the} est en ligne."


def submitted(page: Any) -> str:
    """The page waits for its review; the promised delay is a site setting."""
    days = site_settings().moderation_days
    unit = "jour ouvré" if days == 1 else "jours ouvrés"
    return f"{_quoted(page)} est envoyée en relecture. Réponse sous {days}\u00a0{unit}."


def taken_back(page: Any) -> str:
    """The author has stopped the review."""
    noun = page.specific.noun
    return f"La relecture de {_quoted(page)} est annulée\u00a0: {noun.the} redevient un brouillon."


def replace_last(request: HttpRequest, sentence: str) -> None:
    """Say `sentence` instead of what Wagtail's view has just said; earlier messages stay."""
    earlier = list(get_messages(request))[:-1]
    for message in earlier:
        add_message(request, message.level, message.message, message.extra_tags)
    messages.success(request, sentence)


def _quoted(page: Any) -> str:
    return f"«\u00a0{page.get_admin_display_title()}\u00a0»"
