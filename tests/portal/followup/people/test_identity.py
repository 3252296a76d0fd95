"""Who somebody is, corrected by those who follow them: the second to save sees both texts."""

import json

import pytest

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName
from portal.followup.access import rules
from portal.followup.models import Beneficiary
from portal.followup.people import services
from portal.followup.people.errors import PeopleError, UnavailableNumberError
from portal.followup.people.searching import find
from portal.followup.rows.scope import Scope, acting_as, system_scope
from portal.followup.rows.versions import ChangedMeanwhileError
from tests.portal.accounts.people import signed_in
from tests.portal.followup.people_of_the_area import (
    make_beneficiary,
    make_household,
    make_professional,
    make_unit,
    open_in_emergency,
    write_search_keys,
)
from tests.states import fresh

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(lasting):
    adviser = make_professional(unit=make_unit())
    case = make_beneficiary(
        adviser,
        birth_name="Durand",
        first_name="Léa",
        household=make_household(),
        phone="0611223344",
    )
    write_search_keys(case)
    return {
        "case": case,
        "adviser": adviser.user,
        "manager": make_professional(LevelName.UNIT_MANAGER, unit=adviser.unit).user,
        "officer": make_professional(LevelName.ORIENTATION_OFFICER).user,
        "stranger": make_professional(),
    }


def write(world, who, *, version=1, **values) -> Beneficiary:
    user = world[who]
    with acting_as(user):
        return services.write_identity(
            beneficiary=world["case"], values=values, actor=Actor(user), version=version
        )


def read(world) -> Beneficiary:
    with system_scope(Scope.TEST):
        return Beneficiary.unscoped.select_related("household").get(pk=world["case"].pk)


@pytest.mark.parametrize("who", ["adviser", "manager", "officer"])
def test_a_correction_is_kept_dated_and_found(world, who):
    write(world, who, used_name="Martinez", phone="06 99 99 99 99")
    case = read(world)
    assert (case.used_name, case.version) == ("Martinez", 2)
    assert case.identity_on == case.contacts_on is not None
    with acting_as(world["adviser"]):
        assert find(world["adviser"], "martinez 0699") == [case]
        assert find(world["adviser"], "0611") == []


def test_a_phone_alone_leaves_the_day_of_the_identity(world):
    write(world, "adviser", phone="06 99 99 99 99", birth_name="Durand")
    assert read(world).identity_on is None


def test_a_version_that_is_old_writes_nothing(world):
    write(world, "adviser", phone="06 99 99 99 99")
    with pytest.raises(ChangedMeanwhileError) as refused:
        write(world, "manager", phone="06 88 88 88 88")
    assert refused.value.row.phone == "06 99 99 99 99"
    assert read(world).phone == "06 99 99 99 99"


def test_the_number_of_a_household_is_corrected_by_who_orients(world):
    with pytest.raises(PeopleError) as refused:
        write(world, "adviser", organism="CAF", organism_number="901", matricule="9".zfill(15))
    assert refused.value.field == "matricule"
    partner = make_beneficiary(household_id=world["case"].household_id)
    write(world, "officer", organism="CAF", organism_number="901", matricule="9".zfill(15))
    household = read(world).household
    assert household.matricule == "9".zfill(15)
    with system_scope(Scope.TEST):
        # It is the number of all its members, who are found by it.
        assert fresh(partner).household_id == household.pk
    with acting_as(world["officer"]):
        assert partner in find(world["officer"], "9".zfill(15))


def test_a_missing_number_is_written_by_who_follows(world):
    with system_scope(Scope.TEST):
        Beneficiary.unscoped.filter(pk=world["case"].pk).update(household=None)
    world = world | {"case": read(world)}
    write(world, "adviser", organism="MSA", organism_number="901", matricule="8".zfill(15))
    assert read(world).household.organism == "MSA"


def test_a_number_that_a_household_has_joins_it(world):
    other = make_household(matricule="7".zfill(15))
    write(world, "officer", organism="CAF", organism_number="901", matricule="7".zfill(15))
    assert read(world).household_id == other.pk


def test_a_number_of_the_same_person_elsewhere_says_no_more(world):
    other = make_household(matricule="7".zfill(15))
    make_beneficiary(
        household=other, birth_name="Durand", first_name="Léa", birth_date=world["case"].birth_date
    )
    with pytest.raises(UnavailableNumberError):
        write(world, "officer", organism="CAF", organism_number="901", matricule="7".zfill(15))


def test_an_emergency_corrects_nothing(world):
    stranger = world["stranger"]
    open_in_emergency(world["case"], stranger)
    browser = signed_in(stranger.user)
    pk = world["case"].pk
    with acting_as(stranger.user):
        assert not rules.may_write_identity(stranger.user, world["case"])
    page = browser.get(f"/suivi/dossiers/{pk}/identite/")
    assert page.status_code == 200
    assert "Corriger" not in page.content.decode()
    assert "Accès d’urgence, en lecture seule" in page.content.decode()
    assert browser.get(f"/suivi/dossiers/{pk}/identite/modifier/").status_code == 404
    assert browser.post(f"/suivi/dossiers/{pk}/identite/modifier/", {}).status_code == 404


def test_two_people_correct_at_once(world):
    """What each changed is kept; what both changed is shown with both texts."""
    address = f"/suivi/dossiers/{world['case'].pk}/identite/modifier/"
    first, second = signed_in(world["adviser"]), signed_in(world["manager"])
    typed = as_typed(first.get(address))
    other = as_typed(second.get(address))
    assert first.post(address, typed | {"phone": "06 99 99 99 99"}).status_code == 302
    # Another field: nothing to choose.
    other["town"] = "Belfort"
    assert second.post(address, other).status_code == 302
    case = read(world)
    assert (case.phone, case.town) == ("06 99 99 99 99", "Belfort")
    # The same field: both texts, and nothing overwritten.
    page = second.post(address, other | {"phone": "06 77 77 77 77"})
    assert page.status_code == 409
    text = page.content.decode()
    assert "06 99 99 99 99" in text
    assert "06 77 77 77 77" in text
    assert read(world).phone == "06 99 99 99 99"


def as_typed(page) -> dict:
    """What the browser sends back of a form that it shows."""
    form = page.context["form"]
    values = {}
    for field in form:
        value = field.value()
        if value not in (None, False, ""):
            values[field.html_name] = field.field.prepare_value(value)
    from snippets.merging.forms import base_of

    base = base_of(form)
    assert json.loads(base)
    return values | {"base": base}
