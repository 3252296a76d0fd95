"""Who is one person and who are two: a household, a family, twins, numbers of France Travail."""

from datetime import date

import pytest

from portal.accounts.level_names import LevelName as L
from portal.followup.merging.errors import StoppedError
from portal.followup.models import Beneficiary
from portal.followup.rows.scope import Scope, system_scope
from tests.portal.followup.merging.laid import make_pair, propose
from tests.portal.followup.people_of_the_area import make_household, make_professional

pytestmark = pytest.mark.django_db
OTHER_DAY = date(2004, 7, 1)


@pytest.mark.parametrize(
    ("of_kept", "of_loser", "is_one"),
    [
        pytest.param({}, {"birth_date": OTHER_DAY}, True, id="a birth date typed wrong"),
        pytest.param({}, {"role": "CJT", "birth_name": "Marchant"}, True, id="a role typed wrong"),
        pytest.param(
            {"role": "DEM"},
            {"role": "ENF", "first_name": "Hugo", "birth_date": OTHER_DAY},
            False,
            id="a mother and her son",
        ),
        pytest.param(
            {"role": "ENF"},
            {"role": "ENF", "first_name": "Hugo", "birth_date": OTHER_DAY},
            False,
            id="brother and sister",
        ),
        pytest.param({"role": "ENF"}, {"role": "ENF", "first_name": "Zoé"}, False, id="twins"),
        pytest.param(
            {"role": "DEM"},
            {"role": "CJT", "first_name": "Paul", "birth_name": "Durand"},
            False,
            id="a couple born the same day",
        ),
        pytest.param(
            {"role": "DEM", "france_travail_number": "1234567A"},
            {"role": "CJT", "first_name": "Zoé", "france_travail_number": "1234567A"},
            False,
            id="two roles and two first names, whatever the number",
        ),
    ],
)
def test_in_one_household(of_kept, of_loser, is_one):
    referent = make_professional()
    home = make_household()
    kept, loser = make_pair(referent, household=home, **of_loser)
    with system_scope(Scope.TEST):
        Beneficiary.unscoped.filter(pk=kept.pk).update(household=home, **of_kept)
        kept.refresh_from_db()
    manager = make_professional(L.UNIT_MANAGER, unit=referent.unit)
    if is_one:
        assert propose(kept, loser, manager).state == "asked"
        return
    with pytest.raises(StoppedError, match="même personne"):
        propose(kept, loser, manager)


def test_two_numbers_of_france_travail_are_two_people():
    referent = make_professional()
    kept, loser = make_pair(referent, france_travail_number="7654321B")
    with system_scope(Scope.TEST):
        Beneficiary.unscoped.filter(pk=kept.pk).update(france_travail_number="1234567A")
        kept.refresh_from_db()
    manager = make_professional(L.UNIT_MANAGER, unit=referent.unit)
    with pytest.raises(StoppedError, match="même personne"):
        propose(kept, loser, manager)
