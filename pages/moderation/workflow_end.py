"""What Wagtail calls when a workflow ends (WAGTAIL_FINISH_WORKFLOW_ACTION).

Wagtail imports this module while its own models load: nothing else may be imported at its top.
"""

from typing import Any


def publish_approved_revision(workflow_state: Any, user: Any = None) -> None:
    """Publish the revision of the approved task state, never the latest one.

    A workflow without an active task ends as well: then nobody approved, and ModerationError is
    raised.
    """
    from wagtail.models import TaskState

    from pages.moderation.errors import ModerationError
    from pages.moderation.publication import publish

    task_state = TaskState.objects.filter(
        pk=workflow_state.current_task_state_id, status=TaskState.STATUS_APPROVED
    ).first()
    if task_state is None:
        message = "Personne n’a approuvé cette annonce\u00a0: elle n’est pas publiée."
        raise ModerationError(message)
    publish(revision=task_state.revision, user=user)
