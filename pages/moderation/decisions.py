"""Approving and refusing: the two transitions that a moderator decides."""

from typing import Any

from django.db import transaction
from django.db.models import Max
from wagtail.log_actions import LogContext, log
from wagtail.models import PageLogEntry, TaskState, WorkflowState

from pages.moderation import author_mail
from pages.moderation.endings import NO_LONGER, STARTED_AGAIN, what_became_of
from pages.moderation.errors import ModerationError
from pages.moderation.forms import (
    APPROVE,
    ApprovalForm,
    DialogForm,
    RefusalForm,
    first_error,
    form_for,
)
from pages.moderation.locking import content_digest, lock_page
from pages.moderation.meanwhile import ACTS
from pages.moderation.models import ModerationTask, ModerationTaskState, RefusalReason
from snippets.site import site_settings

CHANGED = (
    "L’annonce a été modifiée entre-temps. Rien n’a été publié\u00a0: "
    "relisez-la, puis décidez de nouveau."
)
NOT_YOURS = "Vous ne pouvez pas relire cette annonce."
OWN = (
    "Vous avez écrit, envoyé ou corrigé cette annonce\u00a0: une autre personne l’approuve. "
    "C’est un réglage du site."
)


def decide(
    *,
    task: ModerationTask,
    task_state: TaskState | None,
    user: Any,
    action: str,
    answers: dict[str, Any],
) -> None:
    """Approve or refuse what the moderator has read, in one transaction.

    `answers` is the content of the dialog. Raises ModerationError, and then nothing has changed
    but one thing: when the offer was edited after its submission, the review now bears on its
    latest revision.
    """
    if task_state is None:
        raise ModerationError(NO_LONGER)
    form_class = form_for(action, task_state.workflow_state.content_object.specific_class.kind)
    if form_class is None:
        message = "Cette action n’existe pas."
        raise ModerationError(message)
    form = form_class(answers)
    if not form.is_valid():
        raise ModerationError(first_error(form))
    with transaction.atomic(), LogContext(user=user):
        page = lock_page(int(task_state.workflow_state.object_id))
        state = _still_open(task_state, page)
        if action not in {name for name, _, _ in task.get_actions(page, user)}:
            raise ModerationError(NOT_YOURS)
        is_current = _follow(state=state, page=page, user=user)
        if is_current:
            if form.cleaned_data["content_digest"] != content_digest(page.latest_revision):
                raise ModerationError(CHANGED)
            _apply(form=form, state=state, page=page, user=user)
    # Outside the transaction: the review of the new text stays.
    if not is_current:
        raise ModerationError(CHANGED)


def review_latest(*, page: Any, user: Any) -> None:
    """After an edit, make the review in progress bear on the latest revision.

    Moderators correct what they review: without this their next approval would be refused.
    """
    if not page.workflow_in_progress:
        return
    with transaction.atomic():
        page = lock_page(page.pk)
        state = page.current_workflow_task_state
        if isinstance(state, ModerationTaskState):
            _follow(state=state, page=page, user=user)


def _follow(*, state: ModerationTaskState, page: Any, user: Any) -> bool:
    """Whether the review bears on the latest text; when it did not, a new review replaces it.

    A later revision that says the same (the editor saves again what it loaded) takes the place of
    the reviewed one.
    """
    latest = page.latest_revision
    if state.revision_id == latest.pk:
        return True
    if content_digest(state.revision) == content_digest(latest):
        state.revision = latest
        state.save(update_fields=["revision"])
        return True
    state.cancel(user=user, resume=True)
    return False


def is_own(*, page: Any, state: TaskState, user: Any) -> bool:
    """Whether a person would approve what is theirs: they made it, sent it or wrote its text."""
    if user.pk in (page.owner_id, state.workflow_state.requested_by_id):
        return True
    return user.pk in _writers(page, state)


def _writers(page: Any, state: TaskState) -> set[int | None]:
    """Who changed the text since it was last approved.

    Neither who saves again, unchanged, what somebody else has written, nor who prolongs it or puts
    it back: the revision that such an act leaves has their name, and the text of others.
    """
    approved = ModerationTaskState.objects.filter(
        workflow_state__in=WorkflowState.objects.for_instance(page),
        status=TaskState.STATUS_APPROVED,
    )
    last = approved.aggregate(revision=Max("revision_id"))["revision"] or 0
    acts = PageLogEntry.objects.filter(page=page.pk, action__in=ACTS, revision_id__gt=last)
    traces = set(acts.values_list("revision_id", flat=True))
    writers: set[int | None] = set()
    former = content_digest(page.revisions.filter(pk=last).first())
    for revision in page.revisions.filter(pk__gt=last, pk__lte=state.revision_id).order_by("pk"):
        text = content_digest(revision)
        if text != former and revision.pk not in traces:
            writers.add(revision.user_id)
        former = text
    return writers


def own_refusal(*, page: Any, state: TaskState, user: Any, action: str) -> str:
    """Why a person may not approve this page, on a site where another one reads it; or nothing."""
    is_asked = action == APPROVE and site_settings().second_reader
    return OWN if is_asked and is_own(page=page, state=state, user=user) else ""


def _still_open(task_state: TaskState, page: Any) -> ModerationTaskState:
    """The review, read again under the lock. Raises ModerationError when it is over."""
    state = (
        ModerationTaskState.objects.select_related("workflow_state")
        .filter(pk=task_state.pk, status=TaskState.STATUS_IN_PROGRESS)
        .filter(workflow_state__status=WorkflowState.STATUS_IN_PROGRESS)
        .filter(workflow_state__current_task_state=task_state.pk)
        .first()
    )
    if state is None:
        raise ModerationError(STARTED_AGAIN if page.workflow_in_progress else what_became_of(page))
    return state


def _apply(*, form: DialogForm, state: ModerationTaskState, page: Any, user: Any) -> None:
    """Write the decision; approval ends the workflow, which publishes."""
    if isinstance(form, ApprovalForm):
        if refusal := own_refusal(page=page, state=state, user=user, action=APPROVE):
            raise ModerationError(refusal)
        refuse_expired(state.revision.as_object())
        state.answers = form.answers()
        state.is_own = is_own(page=page, state=state, user=user)
        state.approve(user=user)
        if state.is_own:
            log(instance=page, action="declic.approve_own", user=user)
    elif isinstance(form, RefusalForm):
        reason = RefusalReason.objects.get(key=form.cleaned_data["reason"])
        state.refusal_reason = reason
        state.refusal_label = reason.label
        state.reject(user=user, comment=form.cleaned_data["comment"])
        author_mail.refused(page=page, reason=reason.label, comment=state.comment)


def refuse_expired(page: Any) -> None:
    """Raise ModerationError when the page would go live after its own end."""
    if page.expiry_errors():
        message = (
            "La date de fin de publication est passée. Choisissez une autre date, "
            "enregistrez, puis recommencez."
        )
        raise ModerationError(message)
    if page.expire_at and page.go_live_at and page.expire_at <= page.go_live_at:
        message = "La date de fin de publication précède la date de publication."
        raise ModerationError(message)
