"""A lock serves one review: it ends with it, or its author could not correct the page."""

from typing import Any

from django.dispatch import receiver
from wagtail.log_actions import log
from wagtail.models import Page, WorkflowState
from wagtail.signals import workflow_approved, workflow_cancelled, workflow_rejected


@receiver(
    (workflow_approved, workflow_cancelled, workflow_rejected), dispatch_uid="moderation.unlock"
)
def release_lock(sender: Any, instance: WorkflowState, user: Any = None, **kwargs: Any) -> None:
    """Unlock the page of a review that is over, whoever had locked it."""
    page = instance.content_object
    if not isinstance(page, Page):
        return
    locked = Page.objects.filter(pk=page.pk, locked=True)
    if locked.update(locked=False, locked_by=None, locked_at=None):
        log(instance=page.specific, action="wagtail.unlock", user=user)
