"""A double click, two colleagues, a moderator: at the same moment, each in a transaction."""

import pytest
from post_office.models import Email
from wagtail.models import WorkflowState

from pages.models import JobOfferPage
from pages.moderation import services as moderation
from portal.submissions import services
from tests.factories import JobOfferPageFactory
from tests.pages.moderation.conftest import approval, with_level
from tests.portal.accounts.people import signed_in
from tests.portal.submissions.conftest import (
    address,
    edit_data,
    fresh,
    job_data,
    join,
    organisation_of,
)
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_double_click_makes_one_page_one_review_and_one_message():
    organisation = organisation_of("company")
    user = join(organisation)
    data = {**job_data(), "send": "1"}
    url = address("create", organisation, "offre")
    clients = [signed_in(user), signed_in(user)]
    results = at_once(*(lambda client=client: client.post(url, data) for client in clients))
    assert [response.status_code for response in results] == [302, 302]
    assert len({response.headers["Location"] for response in results}) == 1
    assert (JobOfferPage.objects.count(), WorkflowState.objects.count()) == (1, 1)
    assert Email.objects.count() == 1


def test_two_colleagues_saving_at_once_one_is_shown_the_other():
    organisation = organisation_of("company")
    users = [join(organisation), join(organisation)]
    page = JobOfferPageFactory(live=False, owner=users[0], organisation=organisation)
    clients = [signed_in(user) for user in users]
    url = address("edit", organisation, page.pk)
    datas = [
        {**edit_data(client, organisation, page, title=f"Titre {number}"), "save": "1"}
        for number, client in enumerate(clients)
    ]
    results = at_once(
        *(
            lambda client=client, data=data: client.post(url, data)
            for client, data in zip(clients, datas, strict=True)
        )
    )
    assert sorted(response.status_code for response in results) == [302, 409]


def test_taking_back_against_approval_leaves_a_coherent_offer():
    organisation = organisation_of("company")
    user, moderator = join(organisation), with_level("communication")
    page = JobOfferPageFactory(live=False, owner=user, organisation=organisation)
    page = moderation.submit(page=page, user=user)
    state, dialog = page.current_workflow_task_state, approval(page)
    at_once(
        lambda: state.task.specific.on_action(state, moderator, "approve", **dialog),
        lambda: services.take_back(organisation=organisation, page=page, user=user),
    )
    status = WorkflowState.objects.get().status
    assert (fresh(page).live, status) in ((True, "approved"), (False, "cancelled"))
