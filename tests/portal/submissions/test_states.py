"""The state machine: every action in every state, by a real request."""

from datetime import timedelta

import pytest
from django.utils import timezone
from post_office.models import Email
from wagtail.models import Page, WorkflowState

from pages.models import JobOfferPage
from pages.moderation import schedule, services
from pages.moderation.locking import content_digest
from portal.accounts.models import User
from portal.submissions.queries import standing_of
from portal.submissions.states import Action
from snippets.models import Organisation
from tests.factories import JobOfferPageFactory, RecruitmentSessionPageFactory
from tests.pages.moderation.conftest import act, approve, edit, refusal, with_level
from tests.portal.submissions.conftest import address, job_data, join, organisation_of
from tests.states import fresh, undone

pytestmark = pytest.mark.django_db

A = Action


def draft(page, author, moderator):
    return page


def in_review(page, author, moderator):
    return services.submit(page=page, user=author)


def refused(page, author, moderator):
    page = in_review(page, author, moderator)
    act(page, moderator, "reject", refusal(page))
    return page


def scheduled(page, author, moderator):
    edit(page, author, go_live_at=timezone.now() + timedelta(days=3))
    page = in_review(fresh(page), author, moderator)
    approve(page, moderator)
    return page


def scheduled_and_changed(page, author, moderator):
    page = fresh(scheduled(page, author, moderator))
    edit(page, author, summary="Un autre résumé.")
    return page


def scheduled_in_review(page, author, moderator):
    page = scheduled_and_changed(page, author, moderator)
    return services.submit(page=page, user=author)


def live(page, author, moderator):
    page = in_review(page, author, moderator)
    approve(page, moderator)
    return page


def live_and_changed(page, author, moderator):
    page = fresh(live(page, author, moderator))
    edit(page, author, summary="Un autre résumé.")
    return page


def live_in_review(page, author, moderator):
    page = live_and_changed(page, author, moderator)
    return services.submit(page=page, user=author)


def live_refused(page, author, moderator):
    page = live_in_review(page, author, moderator)
    act(page, moderator, "reject", refusal(page))
    return page


def expired(page, author, moderator):
    page = live(page, author, moderator)
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    schedule.expire_pages()
    return page


def past_its_end(page, author, moderator):
    """Ended a minute ago, before the job that takes it off line."""
    page = live(page, author, moderator)
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    return page


def withdrawn(page, author, moderator):
    page = live(page, author, moderator)
    return services.withdraw(page=page, user=moderator, reason="Doublon")


def filled(page, author, moderator):
    page = live(page, author, moderator)
    return services.mark_filled(page=page, user=author)


def locked(page, author, moderator):
    """A draft that staff keep for themselves."""
    page.locked, page.locked_by = True, moderator
    page.save(clean=False)
    return page


AGAIN = {A.EDIT, A.DUPLICATE}
ONLINE = {A.WITHDRAW, A.PROLONG, A.FILL, A.DUPLICATE}
EXPECTED = {
    draft: ("draft", AGAIN | {A.SUBMIT, A.DELETE}),
    in_review: ("in_review", {A.TAKE_BACK, A.DUPLICATE}),
    refused: ("refused", AGAIN | {A.SUBMIT, A.WITHDRAW}),
    scheduled: ("scheduled", {A.EDIT, A.WITHDRAW, A.DUPLICATE}),
    scheduled_and_changed: ("scheduled", {A.EDIT, A.SUBMIT, A.WITHDRAW, A.DUPLICATE}),
    scheduled_in_review: ("scheduled", {A.TAKE_BACK, A.WITHDRAW, A.DUPLICATE}),
    live: ("live", ONLINE | {A.EDIT}),
    live_and_changed: ("live", ONLINE | {A.EDIT, A.SUBMIT}),
    live_in_review: ("live", ONLINE | {A.TAKE_BACK}),
    live_refused: ("live", ONLINE | {A.EDIT, A.SUBMIT}),
    expired: ("expired", AGAIN | {A.SUBMIT}),
    past_its_end: ("expired", AGAIN | {A.SUBMIT}),
    withdrawn: ("withdrawn", AGAIN | {A.SUBMIT}),
    filled: ("filled", AGAIN | {A.SUBMIT}),
    locked: ("draft", {A.DUPLICATE}),
}


@pytest.fixture(scope="module")
def staff(started):
    """Who reviews, made once."""
    return with_level("communication", email="relectrice@exemple.test")


@pytest.fixture
def moderator(staff, db):
    return fresh(staff)


@pytest.fixture(scope="module")
def reached(request, staff):
    """A state, and an offer in it, made once for all that is tried with it."""
    with undone():
        member = User.objects.get(email="gerante@entreprise.test")
        company = Organisation.objects.get(memberships__user=member)
        draft = JobOfferPageFactory(live=False, owner=member, organisation=company)
        yield request.param, request.param(draft, member, fresh(staff))


@pytest.fixture
def page(reached, db):
    return fresh(reached[1])


@pytest.fixture
def expected(reached):
    """The state as people read it, and what may be done."""
    return EXPECTED[reached[0]]


def in_state(*states):
    """The test starts from an offer in each of these states."""
    return pytest.mark.parametrize(
        "reached", states, indirect=True, ids=lambda state: state.__name__
    )


def snapshot(page):
    """What an action would change."""
    page = fresh(page)
    workflow = page.current_workflow_state
    return (
        page.live,
        page.expire_at,
        page.withdrawn_at,
        page.filled_at,
        page.latest_revision_id,
        workflow and workflow.status,
        JobOfferPage.objects.count(),
    )


def do(client, organisation, page, action):
    """The request that the button of an action makes."""
    if action == A.EDIT:
        latest = fresh(page).latest_revision
        data = job_data(title="Autre titre", version=content_digest(latest), save="1")
        return client.post(address("edit", organisation, page.pk), data)
    data = {"reason": "Recrutement arrêté"} if action == A.WITHDRAW else {}
    return client.post(address(action, organisation, page.pk), data)


@pytest.mark.parametrize("action", Action)
@in_state(*EXPECTED)
def test_each_action_does_something_in_its_states_and_nothing_in_others(
    signed_in, company, member, page, expected, action
):
    state, allowed = expected
    if action == A.SUBMIT and state == "expired":
        edit(page, member, expire_at=timezone.now() + timedelta(days=30))
    before = snapshot(page)
    response = do(signed_in, company, page, action)
    if action not in allowed:
        assert snapshot(page) == before
        assert response.status_code in (302, 422)
        return
    assert response.status_code == 302
    deleted = not JobOfferPage.objects.filter(pk=page.pk).exists()
    assert deleted if action == A.DELETE else snapshot(page) != before


@in_state(*EXPECTED)
def test_the_screen_says_the_state_and_has_a_button_for_what_may_be_done(
    signed_in, company, page, expected
):
    state, allowed = expected
    assert standing_of(page).state == state
    shown = signed_in.get(address("detail", company, page.pk)).context["can"]
    assert {action for action in Action if shown[action]} == allowed


@pytest.mark.parametrize("action", [A.PROLONG, A.FILL])
def test_a_session_ends_by_itself(signed_in, company, member, moderator, action):
    page = RecruitmentSessionPageFactory(live=False, owner=member, organisation=company)
    page = fresh(live(page, member, moderator))
    end = page.expire_at
    assert action not in standing_of(page).actions
    signed_in.post(address(action, company, page.pk))
    assert (fresh(page).live, fresh(page).expire_at) == (True, end)


@in_state(refused)
def test_a_refusal_is_read_corrected_and_sent_again(signed_in, company, page, moderator):
    screen = signed_in.get(address("detail", company, page.pk)).content.decode()
    assert "Indiquez le salaire." in screen
    assert "Le contrat ou le salaire n’est pas légal" in screen
    form = signed_in.get(address("edit", company, page.pk)).context["form"]
    data = job_data(salary_min="2000", version=form["version"].value(), send="1")
    assert signed_in.post(address("edit", company, page.pk), data).status_code == 302
    assert WorkflowState.objects.get().status == "in_progress"
    screen = signed_in.get(address("detail", company, page.pk))
    assert [event.title for event in screen.context["events"]] == [
        "Envoyée en relecture",
        "À corriger",
        "Envoyée en relecture",
    ]
    assert screen.context["waiting"].promised == 2
    approve(page, moderator)
    assert fresh(page).salary_min == 2000


def test_a_withdrawal_needs_a_reason_and_tells_the_author_unless_it_is_them(
    client, signed_in, company, member, colleague, moderator
):
    pages = [
        fresh(
            live(
                JobOfferPageFactory(live=False, owner=member, organisation=company),
                member,
                moderator,
            )
        )
        for _ in range(2)
    ]
    url = address("withdraw", company, pages[0].pk)
    assert signed_in.post(url, {"reason": " "}).status_code == 422
    assert fresh(pages[0]).live
    signed_in.post(url, {"reason": "Poste supprimé"})
    assert not Email.objects.filter(subject__contains="retirée").exists()
    client.force_login(colleague)
    client.post(address("withdraw", company, pages[1].pk), {"reason": "Poste supprimé"})
    assert Email.objects.get(subject__contains="retirée").to == [member.email]


@in_state(live)
def test_unverified_now_prolongs_nothing(signed_in, company, page):
    end = page.expire_at
    type(company).objects.filter(pk=company.pk).update(verified_at=None)
    signed_in.post(address("prolong", company, page.pk))
    assert fresh(page).expire_at == end
    signed_in.post(address("fill", company, page.pk))
    assert fresh(page).filled_at


def test_a_kind_that_staff_wrote_for_an_association_is_followed_not_written(client, moderator):
    association = organisation_of("association")
    user = join(association)
    client.force_login(user)
    author = with_level("communication")
    page = live(
        JobOfferPageFactory(live=False, owner=author, organisation=association), author, moderator
    )
    assert client.get(address("edit", association, page.pk)).status_code == 403
    client.post(address("duplicate", association, page.pk))
    assert JobOfferPage.objects.filter(organisation=association).count() == 1
    client.post(address("fill", association, page.pk))
    assert fresh(page).filled_at
