"""The space leads with what its organisation does next."""

from datetime import timedelta

import pytest
from django.utils import timezone

from pages.models import JobOfferPage
from portal.submissions.next_steps import Reason
from tests.pages.moderation.conftest import approve
from tests.portal.submissions.conftest import address, job_data, propose

pytestmark = pytest.mark.django_db


def waiting(browser, company):
    context = browser.get(address("home", company)).context
    return [(step.row.page.pk, step.reason) for step in context["next_steps"]]


def test_drafts_and_ends_that_come_are_told_and_the_rest_is_not(signed_in, company, moderator):
    signed_in.post(address("create", company, "offre"), job_data(title="Un brouillon"))
    draft = JobOfferPage.objects.get()
    soon, later = propose(signed_in, company), propose(signed_in, company)
    assert waiting(signed_in, company) == [(draft.pk, Reason.DRAFT)]
    for page in (soon, later):
        approve(page, moderator)
    JobOfferPage.objects.filter(pk=soon.pk).update(expire_at=timezone.now() + timedelta(days=3))
    assert waiting(signed_in, company) == [(soon.pk, Reason.ENDS_SOON), (draft.pk, Reason.DRAFT)]
    signed_in.post(address("fill", company, soon.pk))
    assert waiting(signed_in, company) == [(draft.pk, Reason.DRAFT)]


def test_found_and_prolong_come_before_modify(signed_in, company, moderator):
    page = propose(signed_in, company)
    approve(page, moderator)
    JobOfferPage.objects.filter(pk=page.pk).update(expire_at=timezone.now() + timedelta(days=3))
    shown = signed_in.get(address("detail", company, page.pk)).content.decode()
    assert shown.index("C’est pourvu") < shown.index("Prolonger") < shown.index(">Modifier")
