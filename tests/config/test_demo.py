"""The demo: rich enough to try the site, whole, invented, and the same when loaded again."""

from collections import Counter

import pytest
from django.core.management import call_command
from django.db import transaction
from stdnum.fr import siret
from wagtail.models import WorkflowState

from config.demo import loader
from config.demo.accounts import DEMO_PASSWORD, demo_accounts
from pages.models import JobOfferPage
from pages.models.states import State
from pages.moderation.models import ModerationTaskState
from portal.accounts.models import User
from search.models import Opportunity
from snippets.models import Commune, Organisation

# Loading takes half a minute: one process does it, once.
pytestmark = pytest.mark.xdist_group("demo")


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker):
    """What a first load made; everything is forgotten after the last test of this module."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_communes", verbosity=0)
        call_command("load_occupations", verbosity=0)
        yield loader.load()
        transaction.set_rollback(True)


def states():
    return Counter(JobOfferPage.objects.with_state().values_list("state", flat=True))


def test_demo_needs_the_reference_data(db):
    Commune.objects.all().delete()
    with pytest.raises(loader.DemoError, match="communes et les métiers"):
        loader.load()


def test_demo_is_rich_enough_to_try_the_site(made):
    live = Opportunity.objects.all()
    assert len(live) >= 150
    assert len({row.commune_code for row in live}) >= 40
    assert len({row.occupation_code for row in live}) >= 60
    assert len({row.organisation_id for row in live}) >= 40
    assert made["offers"] == JobOfferPage.objects.count()
    assert made["organisations"] == Organisation.objects.count()


def test_demo_shows_every_state_of_moderation(made):
    found = states()
    assert found[State.LIVE] >= 150
    for state in (State.IN_REVIEW, State.REFUSED, State.EXPIRED):
        assert found[state] >= 3, state


def test_refusals_say_why(made):
    refused = ModerationTaskState.objects.filter(
        workflow_state__status=WorkflowState.STATUS_NEEDS_CHANGES
    )
    assert len(refused) == states()[State.REFUSED]
    for review in refused:
        assert review.refusal_label == review.refusal_reason.label
        assert len(review.comment) > 20


def test_organisations_have_valid_numbers(made):
    numbers = list(Organisation.objects.exclude(siret="").values_list("siret", flat=True))
    assert len(numbers) >= 40
    assert [number for number in numbers if not siret.is_valid(number)] == []


def test_live_offers_are_whole(made):
    for page in JobOfferPage.objects.live():
        page.full_clean()
        assert page.expire_at is not None


def test_everybody_can_sign_in(made):
    for account in demo_accounts():
        user = User.objects.get(email=account.email)
        assert user.is_active
        assert user.check_password(DEMO_PASSWORD)
        groups = list(user.groups.values_list("name", flat=True))
        assert groups == ([account.level] if account.level else [])


def test_the_index_is_right(made):
    call_command("rebuild_opportunities", check=True)


def test_a_second_load_makes_nothing(made):
    before = states()
    assert loader.load() == {"accounts": 0, "organisations": 0, "offers": 0}
    assert states() == before
