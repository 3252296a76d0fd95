"""What the demo's members proposed: every state, theirs, and the same when loaded again."""

import pytest
from django.test import Client

from demo.submissions import AMINA, ELODIE, load_submissions
from pages.models import State
from portal.accounts.models import User
from portal.submissions.models import CreationKey
from portal.submissions.queries import rows_of
from snippets.models import Organisation

pytestmark = pytest.mark.django_db


def proposed(author):
    organisation = Organisation.objects.get(slug=author.organisation)
    rows = [row for row in rows_of(organisation) if row.page.owner.email == author.email]
    return organisation, rows


def test_members_show_every_state(made):
    _, offers = proposed(ELODIE)
    assert {row.standing.state for row in offers} == {
        State.LIVE,
        State.IN_REVIEW,
        State.REFUSED,
        State.FILLED,
        State.DRAFT,
    }
    _, missions = proposed(AMINA)
    assert {row.standing.state for row in missions} == {State.LIVE, State.IN_REVIEW}
    assert made["submissions"] == len(offers) + len(missions)


def test_a_second_load_proposes_nothing(made):
    assert load_submissions() == 0
    assert CreationKey.objects.count() == made["submissions"]


def test_members_open_their_space(made):
    organisation, rows = proposed(ELODIE)
    client = Client()
    client.force_login(User.objects.get(email=ELODIE.email))
    page = client.get(f"/mon-organisation/{organisation.slug}/").content.decode()
    for row in rows:
        assert row.title in page
