"""Two coordinators at once on one application: one welcomes, the other is told."""

import threading

import pytest
from post_office.models import Email

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName
from portal.sponsorship.errors import SponsorshipError
from portal.sponsorship.sponsors.models import Sponsor, SponsorStep
from portal.sponsorship.sponsors.services import vetting
from tests.portal.sponsorship.people import coordinator, make_sponsor
from tests.races import ROUNDS, errors_at_once
from tests.states import fresh

pytestmark = pytest.mark.django_db(transaction=True)


def welcomed_by_two(sponsor) -> list[Exception]:
    return errors_at_once(
        *(
            lambda chief=chief: vetting.accept(sponsor=sponsor, reason="Bien", actor=Actor(chief))
            for chief in (coordinator(), coordinator())
        )
    )


@pytest.mark.parametrize("_", ROUNDS)
def test_a_sponsor_is_welcomed_once(_):
    sponsor = make_sponsor("interviewed")
    errors = welcomed_by_two(sponsor)
    assert [type(error) for error in errors] == [SponsorshipError]
    assert fresh(sponsor).state == "accepted"
    assert sponsor.user.grants.active().filter(level=LevelName.SPONSOR).count() == 1
    assert Email.objects.filter(dispatch__key="sponsor_accepted").count() == 1


def test_without_the_lock_both_would_welcome_them(monkeypatch):
    """The race is there: what keeps it out is the lock, not luck."""
    both = threading.Barrier(2, timeout=20)

    def read(sponsor):
        found = Sponsor.objects.select_related("user", "commune").get(pk=sponsor.pk)
        both.wait()
        return found

    monkeypatch.setattr(vetting, "lock_with_rights", read)
    assert welcomed_by_two(make_sponsor("interviewed")) == []
    assert SponsorStep.objects.filter(state="accepted").count() == 2
    assert Email.objects.filter(dispatch__key="sponsor_accepted").count() == 2
