"""Approving and refusing: what is refused changes nothing."""

from datetime import timedelta
from itertools import product

import pytest
from django.db import transaction
from django.utils import timezone
from post_office.models import Email
from wagtail.models import TaskState, WorkflowState

from pages.moderation import services
from pages.moderation.errors import ModerationError
from pages.moderation.models import ChecklistItem, ModerationTask, ModerationTaskState
from pages.validation import DEFAULT_LIFETIME_DAYS, MAX_LIFETIME_DAYS
from tests.pages.moderation.conftest import (
    act,
    all_checks,
    approval,
    approve,
    edit,
    refusal,
    with_level,
)


def subjects():
    return list(Email.objects.order_by("pk").values_list("subject", flat=True))


def test_approval_publishes_and_keeps_the_checklist(submitted, moderator):
    approve(submitted, moderator)
    submitted.refresh_from_db()
    assert submitted.live
    state = ModerationTaskState.objects.get()
    assert (state.status, state.finished_by) == ("approved", moderator)
    assert [answer["key"] for answer in state.answers] == all_checks()
    assert WorkflowState.objects.get().status == "approved"


def test_approval_gives_the_default_expiry_and_the_revision_carries_it(live):
    days = (live.expire_at - timezone.now()) / timedelta(days=1)
    assert days == pytest.approx(DEFAULT_LIFETIME_DAYS, abs=0.01)
    assert live.latest_revision.as_object().expire_at == live.expire_at


def test_approval_bounds_a_distant_expiry(submitted, moderator):
    edit(submitted, moderator, expire_at=timezone.now() + timedelta(days=400))
    submitted.refresh_from_db()
    services_state = submitted.current_workflow_state
    services_state.cancel(user=moderator)
    services.submit(page=submitted, user=moderator)
    approve(submitted, moderator)
    submitted.refresh_from_db()
    days = (submitted.expire_at - timezone.now()) / timedelta(days=1)
    assert days == pytest.approx(MAX_LIFETIME_DAYS, abs=0.01)


def test_author_hears_of_submission_and_publication(live, author):
    assert all(mail.to == [author.email] for mail in Email.objects.all())
    received, published = subjects()
    assert "reçu votre offre" in received
    assert "est en ligne" in published
    assert "2 jours ouvrés" in Email.objects.earliest("pk").message


def test_no_stock_mail_leaves(live, mailoutbox):
    assert mailoutbox == []


@pytest.mark.parametrize(
    "changes",
    [
        {"checks": []},
        {"checks": ["pay", "contact"]},
        {"checks": None},
        {"checks": "pay"},
        {"checks": ["pay"] * 6},
        {"checks": [["pay"]]},
        {"content_digest": ""},
        {"content_digest": None},
        {"content_digest": "\ud800"},
    ],
)
def test_incomplete_checklist_changes_nothing(submitted, moderator, changes):
    with pytest.raises(ModerationError):
        act(submitted, moderator, "approve", approval(submitted, **changes))
    submitted.refresh_from_db()
    assert not submitted.live
    assert submitted.workflow_in_progress


def test_post_without_any_data_changes_nothing(submitted, moderator):
    with pytest.raises(ModerationError, match="Cochez chaque point"):
        act(submitted, moderator, "approve", {})
    submitted.refresh_from_db()
    assert not submitted.live


def test_a_point_switched_off_is_no_longer_asked(submitted, moderator):
    ChecklistItem.objects.exclude(key="pay").update(active=False)
    act(submitted, moderator, "approve", approval(submitted, checks=["pay"]))
    submitted.refresh_from_db()
    assert submitted.live


@pytest.mark.parametrize(
    "changes",
    [
        {"reason": ""},
        {"reason": "no-such-reason"},
        {"comment": "   "},
        {"comment": "x" * 2001},
        {"comment": "\x00"},
        {"comment": "\ud800"},
    ],
)
def test_refusal_needs_a_reason_of_the_list_and_a_comment(submitted, moderator, changes):
    with pytest.raises(ModerationError):
        act(submitted, moderator, "reject", refusal(submitted, **changes))
    assert submitted.workflow_in_progress


def test_refusal_is_kept_and_mailed(submitted, moderator, author):
    act(submitted, moderator, "reject", refusal(submitted))
    state = ModerationTaskState.objects.get()
    assert state.refusal_reason.key == "pay"
    assert state.get_comment() == f"{state.refusal_reason.label} — Indiquez le salaire."
    assert submitted.current_workflow_state.status == "needs_changes"
    mail = Email.objects.latest("pk")
    assert mail.to == [author.email]
    assert "Indiquez le salaire." in mail.message
    assert f"/cms/pages/{submitted.pk}/edit/" in mail.message


def test_resume_after_refusal_opens_a_new_review_of_the_new_text(submitted, moderator, author):
    act(submitted, moderator, "reject", refusal(submitted))
    edit(submitted, author, title="Maçon, salaire indiqué")
    services.submit(page=submitted, user=author)
    assert WorkflowState.objects.count() == 1
    approve(submitted, moderator)
    submitted.refresh_from_db()
    assert submitted.live
    assert submitted.title == "Maçon, salaire indiqué"
    assert ["reçu" in subject for subject in subjects()].count(True) == 2


def test_swap_with_the_dialog_open_is_refused(submitted, moderator, author):
    answers = approval(submitted)
    state = submitted.current_workflow_task_state
    edit(submitted, author, title="Gagnez 5 000 € par jour")
    with pytest.raises(ModerationError, match="modifiée"):
        state.task.specific.on_action(state, moderator, "approve", **answers)
    submitted.refresh_from_db()
    assert not submitted.live


def test_swap_is_refused_even_with_a_fresh_digest_then_bears_on_the_new_text(
    submitted, moderator, author
):
    edit(submitted, author, title="Autre titre")
    with pytest.raises(ModerationError, match="modifiée"):
        act(submitted, moderator, "approve", approval(submitted))
    submitted.refresh_from_db()
    assert not submitted.live
    assert submitted.current_workflow_task_state.revision == submitted.latest_revision
    approve(submitted, moderator)
    submitted.refresh_from_db()
    assert (submitted.live, submitted.title) == (True, "Autre titre")


def test_autosave_in_place_is_seen(submitted, moderator, author):
    answers = approval(submitted)
    revision = submitted.latest_revision
    draft = revision.as_object()
    draft.title = "Réécrit en place"
    draft.save_revision(user=author, overwrite_revision=revision)
    submitted.refresh_from_db()
    assert submitted.latest_revision_id == revision.pk
    with pytest.raises(ModerationError, match="modifiée"):
        act(submitted, moderator, "approve", answers)
    submitted.refresh_from_db()
    assert not submitted.live


def test_publication_never_takes_a_later_revision(submitted, moderator, author):
    """The lock is passed by here: the last line of defence is what on_finish publishes."""
    state = submitted.current_workflow_task_state
    state.status = TaskState.STATUS_APPROVED
    state.save()
    edit(submitted, author, title="Plus tard")
    workflow_state = WorkflowState.objects.get()
    workflow_state.finish(user=moderator)
    submitted.refresh_from_db()
    assert (submitted.live, submitted.title) == (True, "Maçon à Belfort")
    assert submitted.has_unpublished_changes


def test_workflow_without_an_active_task_publishes_nothing(submitted, moderator):
    with pytest.raises(ModerationError, match="Personne n’a approuvé"):
        ModerationTask.objects.get().deactivate(user=moderator)
    submitted.refresh_from_db()
    assert not submitted.live


def test_expired_revision_is_refused(submitted, moderator, author):
    submitted.current_workflow_state.cancel(user=author)
    edit(submitted, author, expire_at=timezone.now() + timedelta(seconds=-1))
    submitted.refresh_from_db()
    with pytest.raises(ModerationError, match="date de fin"):
        services.submit(page=submitted, user=author)
    submitted.get_workflow().start(submitted.latest_revision.as_object(), author)
    with pytest.raises(ModerationError, match="date de fin"):
        approve(submitted, moderator)
    submitted.refresh_from_db()
    assert not submitted.live
    assert submitted.workflow_in_progress


def test_go_live_in_the_future_schedules_and_tells_nobody_yet(draft, moderator, author):
    later = (timezone.now() + timedelta(days=3)).replace(microsecond=0)
    edit(draft, author, go_live_at=later)
    services.submit(page=draft, user=author)
    approve(draft, moderator)
    draft.refresh_from_db()
    assert not draft.live
    assert draft.scheduled_revision.approved_go_live_at == later
    assert draft.expire_at == later + timedelta(days=DEFAULT_LIFETIME_DAYS)
    assert len(subjects()) == 1


@pytest.mark.parametrize("level", ["adviser", "rights_administrator", "candidate"])
def test_other_levels_cannot_decide(submitted, level):
    stranger = with_level(level)
    for action, answers in (("approve", approval(submitted)), ("reject", refusal(submitted))):
        with pytest.raises(ModerationError, match="ne pouvez pas"):
            act(submitted, stranger, action, answers)
    submitted.refresh_from_db()
    assert not submitted.live
    assert submitted.workflow_in_progress


def test_both_staff_levels_decide_their_own_offers_included(submitted, author, officer):
    task = submitted.current_workflow_task
    assert [name for name, _, _ in task.get_actions(submitted, officer)] == ["approve", "reject"]
    approve(submitted, author)
    submitted.refresh_from_db()
    assert submitted.live


def test_every_action_has_a_dialog_in_french(submitted, moderator):
    actions = submitted.current_workflow_task.get_actions(submitted, moderator)
    assert actions == [("approve", "Approuver et publier", True), ("reject", "Refuser", True)]


WORKFLOW_STATUSES = [status for status, _ in WorkflowState.STATUS_CHOICES]
TASK_STATUSES = [status for status, _ in TaskState.STATUS_CHOICES]


@pytest.mark.parametrize("action", ["approve", "reject", "cancel", ""])
def test_only_one_pair_of_states_lets_a_decision_through(submitted, moderator, action):
    state = submitted.current_workflow_task_state
    answers = {"reject": refusal}.get(action, approval)(submitted)
    task = ModerationTask.objects.get()
    through = []
    for statuses in product(WORKFLOW_STATUSES, TASK_STATUSES):
        point = transaction.savepoint()
        WorkflowState.objects.update(status=statuses[0])
        TaskState.objects.update(status=statuses[1])
        try:
            task.on_action(state, moderator, action, **answers)
        except ModerationError:
            now = (WorkflowState.objects.get().status, TaskState.objects.get().status)
            assert now == statuses
        else:
            through.append(statuses)
        submitted.refresh_from_db()
        assert submitted.live is (action == "approve" and statuses in through)
        transaction.savepoint_rollback(point)
    expected = [("in_progress", "in_progress")] if action in ("approve", "reject") else []
    assert through == expected


def test_dialog_of_another_page_is_refused(submitted, author, moderator):
    from tests.factories import JobOfferPageFactory

    other = JobOfferPageFactory(live=False, owner=author, title="Autre")
    services.submit(page=other, user=author)
    state = other.current_workflow_task_state
    with pytest.raises(ModerationError, match="modifiée"):
        state.task.specific.on_action(state, moderator, "approve", **approval(submitted))
    other.refresh_from_db()
    assert not other.live
