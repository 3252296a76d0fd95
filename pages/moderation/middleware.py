"""Turns the refusals of moderation into messages, where Wagtail's views would answer 500."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.admin import messages
from wagtail.models import WorkflowState

from pages.moderation.endings import NO_LONGER
from pages.moderation.errors import ModerationError
from pages.moderation.services import ALREADY_IN_REVIEW

_ONE_REVIEW = "unique_in_progress_workflow"


class ModerationErrorMiddleware:
    """Handles ModerationError, and two submissions or decisions at once, under `/cms/`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing to do before the view."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Say what happened and go back to the page."""
        explanation = _explanation(exception)
        if explanation is None or not request.path_info.startswith("/cms/"):
            return None
        messages.error(request, explanation)
        match = request.resolver_match
        page_id = match.kwargs.get("page_id") if match else None
        if match and match.args and page_id is None:
            page_id = match.args[0]
        if page_id is None:
            return redirect("wagtailadmin_home")
        return redirect("wagtailadmin_pages:edit", page_id)


def _explanation(exception: Exception) -> str | None:
    """The sentence for the person, or None when the exception is not ours."""
    if isinstance(exception, ModerationError):
        return str(exception)
    if _comes_from_a_closed_review(exception):
        return NO_LONGER
    # Two starts at once: the second meets the constraint, in the database or in full_clean.
    if isinstance(exception, IntegrityError) and _ONE_REVIEW in str(exception):
        return ALREADY_IN_REVIEW
    if isinstance(exception, ValidationError) and _comes_from_a_second_start(exception):
        return ALREADY_IN_REVIEW
    return None


def _comes_from_a_closed_review(exception: Exception) -> bool:
    """Whether another decision came between Wagtail's check of the editor and its action.

    Its edit view asks `page.current_workflow_task` again, which is None by then.
    """
    return (
        isinstance(exception, AttributeError)
        and exception.obj is None
        and exception.name in ("get_actions", "on_action")
    )


def _comes_from_a_second_start(exception: ValidationError) -> bool:
    """Whether `WorkflowState.full_clean` raised it: nothing else in the CMS leaves one uncaught."""
    frame = exception.__traceback__
    while frame is not None:
        if isinstance(frame.tb_frame.f_locals.get("self"), WorkflowState):
            return True
        frame = frame.tb_next
    return False
