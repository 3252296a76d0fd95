"""Whatever is declared over two commitments, what is kept fits day, period and quarter."""

from contextlib import suppress
from datetime import time
from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.sponsorship.commitments.errors import CommitmentError
from portal.sponsorship.commitments.models import VolunteerHours
from portal.sponsorship.commitments.values import minutes_of
from tests.portal.sponsorship.commitments.volunteers import association, by_volunteer, committed
from tests.states import undone

pytestmark = pytest.mark.django_db
CLOCK = st.none() | st.builds(time, st.integers(0, 23), st.sampled_from([0, 10, 15, 30, 45]))
HOURS = st.none() | st.decimals(0, 25, places=2) | st.integers(0, 100).map(lambda n: Decimal(n) / 4)
DECLARED = st.tuples(st.booleans(), st.integers(-1, 4), HOURS, CLOCK, CLOCK)


@pytest.fixture(scope="module")
def both(lasting, person_of):
    return [committed(association(name=name)[0], person_of) for name in ("Une", "Deux")]


@pytest.fixture(scope="module")
def person_of(made):
    return made[2]


@given(st.lists(DECLARED, max_size=8))
def test_what_is_kept_can_be(both, declared):
    with undone():
        for is_second, ago, hours, start, end in declared:
            with suppress(CommitmentError):
                by_volunteer(both[is_second], hours, ago=ago, starts_at=start, ends_at=end)
        kept = [*VolunteerHours.objects.filter(commitment__in=both)]
        days = {line.day for line in kept}
        for day in days:
            of_day = [line for line in kept if line.day == day]
            assert sum(line.hours for line in of_day) <= 24
            timed = [minutes_of(line.starts_at, line.ends_at) for line in of_day if line.starts_at]
            assert all(a[1] <= b[0] or b[1] <= a[0] for a, b in combinations(timed, 2))
        for line in kept:
            assert line.hours % Decimal("0.25") == 0 < line.hours
            if line.starts_at:
                begins, ends = minutes_of(line.starts_at, line.ends_at)
                assert line.hours * 60 <= ends - begins
            assert line.commitment.starts_on <= line.day
