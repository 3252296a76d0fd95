"""Submitting, withdrawing, prolonging, declaring filled."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.utils import timezone
from post_office.models import Email
from wagtail.models import PageLogEntry, WorkflowPage, WorkflowState

from pages.moderation import services
from pages.moderation.errors import ModerationError
from pages.rules import WITHDRAW, can_withdraw
from tests.factories import JobOfferPageFactory, UserFactory
from tests.pages.moderation.conftest import act, approve, edit, refusal, with_level


def actions(page):
    return list(
        PageLogEntry.objects.filter(page=page).order_by("pk").values_list("action", flat=True)
    )


def test_submission_without_a_workflow_is_refused(draft, author):
    WorkflowPage.objects.all().delete()
    with pytest.raises(ModerationError, match="aucune relecture"):
        services.submit(page=draft, user=author)
    assert not WorkflowState.objects.exists()


def test_second_submission_is_refused_and_wagtails_own_start_too(submitted, author):
    with pytest.raises(ModerationError, match="déjà en relecture"):
        services.submit(page=submitted, user=author)
    with pytest.raises(ValidationError):
        submitted.get_workflow().start(submitted, author)
    assert WorkflowState.objects.count() == 1


def test_start_in_needs_changes_raises_where_submit_resumes(submitted, moderator, author):
    act(submitted, moderator, "reject", refusal(submitted))
    with pytest.raises(ValidationError):
        submitted.get_workflow().start(submitted, author)
    services.submit(page=submitted, user=author)
    assert submitted.workflow_in_progress


def test_locked_page_is_refused_to_others_only(draft, author, moderator):
    draft.locked, draft.locked_by, draft.locked_at = True, moderator, timezone.now()
    draft.save(clean=False)
    with pytest.raises(ModerationError, match="verrouillée"):
        services.submit(page=draft, user=author)
    services.submit(page=draft, user=moderator)
    assert draft.workflow_in_progress


def test_incomplete_draft_is_refused_with_the_field(draft, author):
    draft = draft.get_latest_revision_as_object()
    draft.organisation = None
    draft.save_revision(user=author, clean=False)
    with pytest.raises(ModerationError, match=r"incomplète\. organisation"):
        services.submit(page=draft, user=author)
    assert not draft.workflow_in_progress


def test_deleted_page_is_refused(draft, author):
    stale = draft.specific
    draft.delete()
    with pytest.raises(ModerationError, match="n’existe plus"):
        services.submit(page=stale, user=author)


def test_withdrawal_of_a_live_offer(live, moderator, author):
    page = services.withdraw(page=live, user=moderator, reason="Le poste n’existe plus.")
    page.refresh_from_db()
    assert not page.live
    assert page.withdrawn_at is not None
    assert page.withdrawal_reason == "Le poste n’existe plus."
    entry = PageLogEntry.objects.get(action="declic.withdraw")
    assert (entry.user, entry.data) == (moderator, {"reason": "Le poste n’existe plus."})
    assert str(entry.message) == "Retirée\u00a0: Le poste n’existe plus."
    mail = Email.objects.latest("pk")
    assert mail.to == [author.email]
    assert "Le poste n’existe plus" in mail.message


def test_withdrawal_cancels_the_review(submitted, moderator):
    services.withdraw(page=submitted, user=moderator, reason="Doublon")
    assert WorkflowState.objects.get().status == "cancelled"
    assert not submitted.workflow_in_progress


def test_withdrawal_cancels_a_refused_offer(submitted, moderator):
    act(submitted, moderator, "reject", refusal(submitted))
    services.withdraw(page=submitted, user=moderator, reason="Doublon")
    assert WorkflowState.objects.get().status == "cancelled"


def test_withdrawal_forgets_the_schedule(draft, author, moderator):
    edit(draft, author, go_live_at=timezone.now() + timedelta(days=2))
    services.submit(page=draft, user=author)
    approve(draft, moderator)
    services.withdraw(page=draft, user=moderator, reason="Annulé")
    assert draft.specific.scheduled_revision is None


@pytest.mark.parametrize("reason", ["", "   "])
def test_withdrawal_needs_a_reason(live, moderator, reason):
    with pytest.raises(ModerationError):
        services.withdraw(page=live, user=moderator, reason=reason)
    live.refresh_from_db()
    assert live.live


def test_draft_and_withdrawn_offer_have_nothing_to_withdraw(draft, live, moderator):
    plain = JobOfferPageFactory(live=False)
    with pytest.raises(ModerationError, match="ni en ligne"):
        services.withdraw(page=plain, user=moderator, reason="x")
    services.withdraw(page=live, user=moderator, reason="x")
    with pytest.raises(ModerationError, match="ni en ligne"):
        services.withdraw(page=live, user=moderator, reason="x")


def test_editing_a_withdrawn_offer_keeps_it_withdrawn_until_it_is_published_again(
    live, author, moderator
):
    services.withdraw(page=live, user=moderator, reason="À refaire")
    live.refresh_from_db()
    draft = live.get_latest_revision_as_object()
    draft.title = "Refaite"
    draft.save()  # what the editor does with a page that is not live
    draft.save_revision(user=author)
    live.refresh_from_db()
    assert live.withdrawn_at is not None
    services.submit(page=live, user=author)
    approve(live, moderator)
    live.refresh_from_db()
    assert (live.live, live.withdrawn_at, live.withdrawal_reason) == (True, None, "")


def test_filled_offer_leaves_the_site(live):
    page = services.mark_filled(page=live)
    page.refresh_from_db()
    assert not page.live
    assert page.filled_at is not None
    assert "declic.filled" in actions(page)
    with pytest.raises(ModerationError, match="plus en ligne"):
        services.mark_filled(page=page)


def test_prolongation_reaches_the_page_and_its_revisions(live, author, moderator):
    before = live.expire_at
    edit(live, author, title="Nouveau titre")
    page = services.prolong(page=live, user=author)
    assert page.expire_at == before + timedelta(days=60)
    page.refresh_from_db()
    live_title = page.title
    for revision in (page.live_revision, page.latest_revision):
        assert revision.as_object().expire_at == page.expire_at
    assert live_title == "Maçon à Belfort", "nothing new is published"
    services.submit(page=page, user=author)
    approve(page, moderator)
    page.refresh_from_db()
    assert (page.title, page.expire_at) == ("Nouveau titre", before + timedelta(days=60))


def test_prolongation_is_bounded_then_refused(live):
    for _ in range(2):
        page = services.prolong(page=live)
    assert page.expire_at <= timezone.now() + timedelta(days=180)
    page = services.prolong(page=live, days=1000) if page.expire_at < _longest() else page
    with pytest.raises(ModerationError, match="maximum"):
        services.prolong(page=live)


def _longest():
    return timezone.now() + timedelta(days=179)


def test_prolongation_of_an_expired_or_withdrawn_offer_is_refused(live, moderator):
    type(live).objects.filter(pk=live.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    with pytest.raises(ModerationError, match="plus en ligne"):
        services.prolong(page=live)
    services.withdraw(page=live, user=moderator, reason="x")
    with pytest.raises(ModerationError, match="plus en ligne"):
        services.prolong(page=live)


def test_an_author_without_account_or_inactive_is_not_written_to(moderator):
    for owner in (None, UserFactory(is_active=False)):
        page = JobOfferPageFactory(live=False, owner=owner)
        services.submit(page=page, user=moderator)
    assert not Email.objects.exists()


def test_withdrawing_is_for_the_two_staff_levels(live, moderator, officer):
    others = [with_level(name) for name in ("adviser", "unit_manager", "rights_administrator")]
    rights = [can_withdraw(user, live) for user in (moderator, officer, *others)]
    assert rights == [True, True, False, False, False]
    moderator.is_active = False
    assert can_withdraw(moderator, live) is False
    assert can_withdraw(officer, None) is False
    assert can_withdraw(officer, live.get_parent()) is False
    assert AnonymousUser().has_perm(WITHDRAW, live) is False
