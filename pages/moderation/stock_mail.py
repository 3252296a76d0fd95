"""Wagtail mails moderators and authors by itself, with links to the CMS: ours replace them."""

from wagtail.models import TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

_STOCK = (
    (task_submitted, TaskState, "group_approval_task_submitted_email_notification"),
    (workflow_submitted, WorkflowState, "workflow_state_submitted_email_notification"),
    (workflow_rejected, WorkflowState, "workflow_state_rejected_email_notification"),
    (workflow_approved, WorkflowState, "workflow_state_approved_email_notification"),
)


def disconnect_stock_mail() -> None:
    """Disconnect what `wagtail.admin` connects in its `ready()`: to be called after it."""
    for signal, sender, identifier in _STOCK:
        signal.disconnect(sender=sender, dispatch_uid=identifier)
