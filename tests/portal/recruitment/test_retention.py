"""What a session no longer needs is forgotten on its day, and nothing sooner."""

from datetime import timedelta

import pytest

from portal.recruitment.services import retention
from portal.recruitment.services.retention import forget
from tests.portal.participation.people import make_frozen_cv, make_guest
from tests.portal.recruitment.lists import at, enrol, fresh, make_roster

pytestmark = pytest.mark.django_db
# The session ends on 14 January 2027 at 17:00; CVs are kept 91 days more.
ENDS_AT, THE_NEXT_DAY = at(14, 17), at(15, 0)
MONTHS = timedelta(days=91)


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def in_need(**fields):
    return enrol(make_roster(**fields), accessibility_needs="Fauteuil")


@pytest.mark.parametrize(
    ("now", "kept"), [(at(14, 23, 59), True), (THE_NEXT_DAY + timedelta(seconds=1), False)]
)
def test_needs_are_forgotten_the_next_day_in_paris(now, kept):
    row = in_need()
    forget(now=now)
    assert bool(fresh(row).accessibility_needs) == kept


def test_needs_of_a_postponed_session_wait_for_its_new_date_three_months_at_most():
    row = in_need()
    type(row.roster).objects.filter(pk=row.roster_id).update(status="postponed")
    forget(now=ENDS_AT + timedelta(days=30))
    assert fresh(row).accessibility_needs
    forget(now=ENDS_AT + MONTHS + timedelta(hours=1))
    assert not fresh(row).accessibility_needs


@pytest.mark.usefixtures("media")
def test_a_cv_is_erased_three_months_after_the_last_session_that_it_went_to():
    person = make_guest()
    once, twice = make_frozen_cv(person), make_frozen_cv(person)
    enrol(make_roster(), participant=person, cv=once)
    enrol(make_roster(), cv=twice)
    enrol(make_roster(starts_at=at(20, 14)), cv=twice)
    forget(now=ENDS_AT + MONTHS)
    assert fresh(once).erased_at is None
    forget(now=ENDS_AT + MONTHS + timedelta(hours=1))
    assert fresh(once).erased_at
    assert fresh(twice).erased_at is None
    forget(now=ENDS_AT + MONTHS + timedelta(days=7))
    assert fresh(twice).erased_at


@pytest.mark.usefixtures("media")
def test_a_cv_that_cannot_be_erased_keeps_no_other(monkeypatch):
    rows = [make_frozen_cv(make_guest()) for _ in range(3)]
    for row in rows:
        enrol(make_roster(), cv=row)
    erase = retention.erase_frozen_cv

    def fail_for_one(*, frozen):
        if frozen.pk == rows[0].pk:
            raise OSError
        return erase(frozen=frozen)

    monkeypatch.setattr(retention, "erase_frozen_cv", fail_for_one)
    forget(now=ENDS_AT + 2 * MONTHS)
    assert [bool(fresh(row).erased_at) for row in rows] == [False, True, True]
