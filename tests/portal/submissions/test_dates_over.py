"""What waits for its hour can be corrected by its organisation; what is over gets another end."""

from datetime import timedelta

import pytest
from django.utils import timezone

from pages.models import JobOfferPage
from pages.moderation import services
from pages.moderation.author_mail import last_day
from tests.pages.moderation.conftest import approve, edit
from tests.portal.submissions.conftest import address, edit_data, fresh, propose

pytestmark = pytest.mark.django_db


def test_scheduled_offer_is_corrected_and_sent(company, signed_in, moderator):
    page = propose(signed_in, company)
    soon = timezone.now() + timedelta(hours=1)
    edit(fresh(page), moderator, go_live_at=soon)
    approve_again(page, moderator)
    scheduled = fresh(page).scheduled_revision
    assert scheduled is not None
    home = signed_in.get(address("detail", company, page.pk)).content.decode()
    assert "Programmée" in home
    assert address("edit", company, page.pk) in home
    assert address("submit", company, page.pk) not in home, "nothing is to be sent"
    data = edit_data(signed_in, company, page, summary="Corrigé.")
    signed_in.post(address("edit", company, page.pk), {**data, "save": "1"})
    row = signed_in.get(address("home", company)).content.decode()
    assert "Modification non envoyée" in row
    signed_in.post(address("submit", company, page.pk))
    page = fresh(page)
    assert page.workflow_in_progress
    assert page.scheduled_revision == scheduled
    approve(page, moderator)
    page = fresh(page)
    assert page.scheduled_revision.as_object().summary == "Corrigé."
    assert page.go_live_at == soon.replace(microsecond=page.go_live_at.microsecond)


def test_expired_offer_gets_another_end(company, signed_in, moderator):
    page = propose(signed_in, company)
    approve(page, moderator)
    past = timezone.now() - timedelta(days=1)
    edit(fresh(page), moderator, expire_at=past)
    JobOfferPage.objects.update(live=False, expired=True, expire_at=past)
    shown = signed_in.get(address("edit", company, page.pk))
    proposed = shown.context["form"]["expire_at"].value()
    assert proposed == last_day(timezone.now() + timedelta(days=60))
    assert "L’ancienne date est passée" in shown.content.decode()
    # Sent as it is shown: nothing but the end is new.
    data = edit_data(signed_in, company, page, expire_at=str(proposed))
    answer = signed_in.post(address("edit", company, page.pk), {**data, "send": "1"})
    assert answer.status_code == 302
    approve(fresh(page), moderator)
    page = fresh(page)
    assert page.live
    assert last_day(page.expire_at) == proposed


def approve_again(page, moderator):
    page = fresh(page)
    if page.workflow_in_progress:
        services.take_back(page=page, user=moderator)
    services.submit(page=fresh(page), user=moderator)
    approve(fresh(page), moderator)
