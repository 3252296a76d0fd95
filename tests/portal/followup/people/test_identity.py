"""Who somebody is, corrected by those who follow them: the second to save sees both texts."""

import json

import pytest

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName
from portal.followup.access import rules
from portal.followup.models import AccessEntry, Beneficiary, Professional
from portal.followup.people import services
from portal.followup.people.duplicates import Why
from portal.followup.people.errors import KnownHouseholdError, PeopleError, UnavailableNumberError
from portal.followup.people.searching import find
from portal.followup.people.services.identity import TYPED
from portal.followup.people.views.cases import EditIdentityView
from portal.followup.rows.scope import Scope, acting_as, system_scope
from portal.followup.rows.versions import ChangedMeanwhileError
from snippets.limits import Limit
from snippets.merging.forms import base_of
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


SEVEN = {"organism": "CAF", "organism_number": "901", "matricule": "7".zfill(15)}


def searches() -> set[int]:
    """The cases that the log says were looked for."""
    with system_scope(Scope.TEST):
        rows = AccessEntry.unscoped.filter(act="search", reason=TYPED)
        return {*rows.values_list("beneficiary", flat=True)}


def without_household(world) -> dict:
    with system_scope(Scope.TEST):
        Beneficiary.unscoped.filter(pk=world["case"].pk).update(household=None)
    return world | {"case": read(world)}


def refusal(world, who, error, **values):
    """Caught inside the scope, as the screen does: the line of the log stays."""
    user = world[who]
    with acting_as(user), pytest.raises(error) as refused:
        services.write_identity(
            beneficiary=world["case"], values=values, actor=Actor(user), version=1
        )
    return refused.value


@pytest.mark.parametrize("who", ["adviser", "manager"])
def test_the_household_of_somebody_out_of_reach_is_not_joined_nor_told(world, who):
    world = without_household(world)
    hidden = make_beneficiary(
        world["stranger"], household=make_household(matricule=SEVEN["matricule"])
    )
    error = refusal(world, who, UnavailableNumberError, **SEVEN)
    assert str(error) == "Numéro indisponible, voyez la personne responsable."
    assert read(world).household_id is None
    assert searches() == {hidden.pk}


def test_a_household_within_reach_is_joined_once_it_is_decided(world):
    world = without_household(world)
    home = make_household(matricule=SEVEN["matricule"])
    with system_scope(Scope.TEST):
        partner = make_beneficiary(
            Professional.unscoped.get(user=world["adviser"]), household=home, first_name="Paul"
        )
    error = refusal(world, "adviser", KnownHouseholdError, **SEVEN)
    (candidate,) = error.candidates
    assert (candidate.pk, candidate.why) == (partner.pk, (Why.HOUSEHOLD,))
    assert read(world).household_id is None
    assert searches() == {partner.pk}
    # Somebody whom they do not read came into it meanwhile: what they saw is not what they join.
    make_beneficiary(world["stranger"], household=home)
    user = world["adviser"]
    with acting_as(user), pytest.raises(UnavailableNumberError):
        services.write_identity(
            beneficiary=world["case"],
            values=SEVEN,
            actor=Actor(user),
            version=1,
            joins=error.seen,
        )
    officer = world["officer"]
    seen = refusal(world, "officer", KnownHouseholdError, **SEVEN).seen
    with acting_as(officer):
        services.write_identity(
            beneficiary=world["case"], values=SEVEN, actor=Actor(officer), version=1, joins=seen
        )
    assert read(world).household_id == home.pk


def test_the_same_person_of_that_household_is_joined_by_nobody(world):
    other = make_household(matricule=SEVEN["matricule"])
    make_beneficiary(
        household=other, birth_name="Durand", first_name="Léa", birth_date=world["case"].birth_date
    )
    error = refusal(world, "officer", KnownHouseholdError, **SEVEN)
    assert error.is_certain


def test_the_screen_shows_the_household_then_joins_it(world):
    world = without_household(world)
    home = make_household(matricule=SEVEN["matricule"])
    with system_scope(Scope.TEST):
        make_beneficiary(
            Professional.unscoped.get(user=world["adviser"]), household=home, first_name="Paul"
        )
    address = f"/suivi/dossiers/{world['case'].pk}/identite/modifier/"
    browser = signed_in(world["adviser"])
    typed = as_typed(browser.get(address)) | SEVEN
    page = browser.post(address, typed)
    assert page.status_code == 422
    text = page.content.decode()
    assert "Un foyer a ce numéro" in text
    assert "Paul" in text
    form = page.context["form"]
    again = typed | {"joins": "on", "seen": form.data["seen"], "base": base_of(form)}
    assert browser.post(address, again).status_code == 302
    assert read(world).household_id == home.pk


def test_typing_numbers_over_and_over_is_no_way_to_search(world, monkeypatch):
    world = without_household(world)
    make_beneficiary(world["stranger"], household=make_household(matricule=SEVEN["matricule"]))
    limit = Limit(f"test numbers {world['adviser'].pk}", 1, 60)
    monkeypatch.setattr(EditIdentityView, "limits", (limit,))
    address = f"/suivi/dossiers/{world['case'].pk}/identite/modifier/"
    browser = signed_in(world["adviser"])
    typed = as_typed(browser.get(address)) | SEVEN
    page = browser.post(address, typed)
    assert page.status_code == 422
    assert "Numéro indisponible" in page.content.decode()
    page = browser.post(address, typed)
    assert page.status_code == 429
    assert f'value="{SEVEN["matricule"]}"' in page.content.decode()
    # What the form is said to have shown already is no number that is typed, and writes nothing.
    shown = json.loads(typed["base"]) | {"matricule": [SEVEN["matricule"]]}
    forged = browser.post(address, typed | {"base": json.dumps(shown)})
    assert "Numéro indisponible" not in forged.content.decode()
    assert read(world).household.matricule == ""
    # A phone is no search.
    other = as_typed(browser.get(address)) | {"phone": "06 55 55 55 55"}
    assert browser.post(address, other).status_code == 302


def test_there_is_such_a_limit():
    assert [limit.most for limit in EditIdentityView.limits] == [20, 60]


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
    base = base_of(form)
    assert json.loads(base)
    return values | {"base": base}
