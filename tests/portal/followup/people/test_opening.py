"""A case opened by hand: who may be followed already is shown first, and nobody is merged."""

from datetime import date

import pytest

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName
from portal.followup.models import AccessEntry, Beneficiary, SearchKey
from portal.followup.people import services
from portal.followup.people.duplicates import Why
from portal.followup.people.errors import DuplicateError, NotYoursError, UnavailableNumberError
from portal.followup.people.services import NewPerson
from portal.followup.people.views.cases import OpenView
from portal.followup.rows.scope import Scope, acting_as, system_scope
from snippets.limits import Limit
from tests.portal.accounts.people import signed_in
from tests.portal.followup.people_of_the_area import (
    make_beneficiary,
    make_household,
    make_professional,
    make_unit,
    write_search_keys,
)

pytestmark = pytest.mark.django_db

BORN = date(1985, 3, 4)
NUMBERS = {"organism": "CAF", "organism_number": "901", "matricule": "000000007777777"}


@pytest.fixture(scope="module")
def world(lasting):
    unit, other = make_unit(), make_unit("Unité du sud")
    referent = make_professional(unit=other)
    known = make_beneficiary(
        referent,
        birth_name="Durand",
        first_name="Léa",
        birth_date=BORN,
        phone="06 11 22 33 44",
        household=make_household(**NUMBERS),
        france_travail_number="1112223A",
    )
    write_search_keys(known)
    return {
        "unit": unit,
        "other": other,
        "known": known,
        "manager": make_professional(LevelName.UNIT_MANAGER, unit=unit).user,
        "officer": make_professional(LevelName.ORIENTATION_OFFICER).user,
    }


def person(world, **values) -> NewPerson:
    base = {"birth_name": "Petit", "first_name": "Anne", "birth_date": BORN, "unit": world["unit"]}
    return NewPerson(**(base | values))


def open_as(user, values, **options) -> Beneficiary:
    with acting_as(user):
        return services.open_case(values=values, actor=Actor(user), **options)


def refusal(user, values, **options) -> DuplicateError:
    # Caught inside the scope, as the screen does: the line of the log stays.
    with acting_as(user), pytest.raises(DuplicateError) as refused:
        services.open_case(values=values, actor=Actor(user), **options)
    return refused.value


def test_a_manager_opens_in_their_unit(world):
    case = open_as(world["manager"], person(world, **NUMBERS | {"matricule": "42".zfill(15)}))
    assert case.number
    assert case.author_name == str(world["manager"])
    with acting_as(world["manager"]):
        read = Beneficiary.objects.visible_to(world["manager"]).get(pk=case.pk)
        assert read.household.matricule == "42".zfill(15)
        assert SearchKey.unscoped.filter(beneficiary=case, key="petit").exists()
        event = case.events.get(pgh_label="insert")
        assert event.pgh_context["user"] == world["manager"].pk


def test_a_manager_opens_in_no_other_unit_nor_without_one(world):
    for unit in (world["other"], None):
        with pytest.raises(NotYoursError):
            open_as(world["manager"], person(world, unit=unit))
    assert open_as(world["officer"], person(world, unit=None)).unit is None


def test_an_adviser_opens_nothing(world):
    adviser = make_professional(unit=world["unit"]).user
    with pytest.raises(NotYoursError):
        open_as(adviser, person(world))
    assert signed_in(adviser).get("/suivi/dossiers/nouveau/").status_code == 403


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"birth_name": "DURAND", "first_name": "Lea"}, Why.IDENTITY),
        (NUMBERS, Why.HOUSEHOLD),
        ({"phone": "+33 6 11 22 33 44"}, Why.PHONE),
        ({"france_travail_number": "1112223 a"}, Why.FRANCE_TRAVAIL),
    ],
)
def test_who_may_be_the_same_is_told_by_the_unit_alone_when_out_of_reach(world, values, why):
    error = refusal(world["manager"], person(world, **values))
    (candidate,) = error.candidates
    assert candidate.why == (why,)
    assert (candidate.unit, candidate.pk, candidate.label) == ("Unité du sud", None, "")
    assert not error.is_certain
    with system_scope(Scope.TEST):
        line = AccessEntry.unscoped.get(act="search")
        assert (line.beneficiary_id, line.user_id) == (world["known"].pk, world["manager"].pk)


def test_who_may_be_the_same_is_linked_within_reach(world):
    error = refusal(world["officer"], person(world, **NUMBERS))
    (candidate,) = error.candidates
    assert candidate.pk == world["known"].pk
    assert "Durand" in candidate.label


def test_whoever_types_decides_that_it_is_somebody_else(world):
    values = person(world, **NUMBERS, phone="0611223344")
    error = refusal(world["officer"], values)
    case = open_as(world["officer"], values, is_another=True, seen=error.seen)
    with system_scope(Scope.TEST):
        # A couple: one household, two cases.
        assert Beneficiary.unscoped.filter(household=world["known"].household_id).count() == 2
        assert case.pk != world["known"].pk


def test_the_household_of_somebody_out_of_reach_is_not_joined(world):
    values = person(world, **NUMBERS)
    user, seen = world["manager"], refusal(world["manager"], values).seen
    with acting_as(user), pytest.raises(UnavailableNumberError) as refused:
        services.open_case(values=values, actor=Actor(user), is_another=True, seen=seen)
    assert refused.value.field == "matricule"
    with system_scope(Scope.TEST):
        assert Beneficiary.unscoped.filter(household=world["known"].household_id).count() == 1
        assert AccessEntry.unscoped.filter(act="search", beneficiary=world["known"]).count() == 2
    # Without the number, the case is opened; who orients writes it.
    assert open_as(user, person(world)).pk


def test_a_homonym_is_another_case(world):
    values = person(world, birth_name="Durand", first_name="Léa")
    error = refusal(world["officer"], values)
    case = open_as(world["officer"], values, is_another=True, seen=error.seen)
    assert case.identity_key == world["known"].identity_key
    assert case.pk != world["known"].pk


def test_who_came_meanwhile_is_shown_before_it_is_decided(world):
    values = person(world, birth_name="Durand", first_name="Léa")
    seen = refusal(world["manager"], values).seen
    make_beneficiary(birth_name="Durand", first_name="Léa", birth_date=BORN)
    error = refusal(world["manager"], values, is_another=True, seen=seen)
    assert len(error.candidates) == 2


def test_the_same_person_of_the_same_household_is_nobody_else(world):
    values = person(world, birth_name="Durand", first_name="Léa", **NUMBERS)
    error = refusal(world["officer"], values, is_another=True)
    assert error.is_certain


def test_a_constraint_on_somebody_hidden_says_no_more(world, monkeypatch):
    """What a race that no lock of ours saw would leave: an import, say."""
    monkeypatch.setattr("portal.followup.people.duplicates.find_same", lambda _: [])
    values = person(world, birth_name="Durand", first_name="Léa", **NUMBERS)
    with pytest.raises(UnavailableNumberError) as refused:
        open_as(world["officer"], values)
    with pytest.raises(UnavailableNumberError):
        open_as(world["manager"], person(world, **NUMBERS))
    assert str(refused.value) == "Numéro indisponible, voyez la personne responsable."


def form(**values):
    return {
        "birth_name": "Petit",
        "first_name": "Anne",
        "birth_date": "1985-03-04",
        "role": "DEM",
        **values,
    }


def test_opening_over_and_over_is_no_way_to_search(world, monkeypatch):
    """It says which unit follows somebody out of reach: limited as the blind search is."""
    limit = Limit(f"test {world['manager'].pk}", 1, 60)
    monkeypatch.setattr("portal.followup.people.views.cases.OpenView.limits", (limit,))
    browser = signed_in(world["manager"])
    typed = form(phone="06 11 22 33 44")
    assert browser.post("/suivi/dossiers/nouveau/", typed).status_code == 422
    page = browser.post("/suivi/dossiers/nouveau/", typed)
    assert page.status_code == 429
    assert "suivie par l’unité" not in page.content.decode()
    assert 'value="06 11 22 33 44"' in page.content.decode()


def test_there_is_such_a_limit():
    assert [limit.most for limit in OpenView.limits] == [30, 90]


def test_the_screen_keeps_what_is_typed_and_opens_once_it_is_decided(world):
    browser = signed_in(world["manager"])
    typed = form(phone="06 11 22 33 44")
    page = browser.post("/suivi/dossiers/nouveau/", typed)
    assert page.status_code == 422
    text = page.content.decode()
    assert "suivie (Unité du sud)" in text
    assert "Durand" not in text
    assert 'value="06 11 22 33 44"' in text
    seen = page.context["duplicate"].seen
    assert f'value="{seen}"' in text
    done = browser.post("/suivi/dossiers/nouveau/", typed | {"is_another": "on", "seen": seen})
    assert done.status_code == 302
    assert browser.get(done.url).status_code == 200


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("birth_name", ""),
        ("birth_date", "2985-03-04"),
        ("birth_date", "1785-03-04"),
        ("birth_date", "hier"),
        ("matricule", "12/34"),
        ("matricule", "1234567890123456"),
        ("phone", "bonjour"),
        ("postal_code", "9000"),
        ("organism_number", "90"),
        ("first_name", "http://exemple.fr"),
    ],
)
def test_a_field_that_is_not_right_is_said_beside_it(world, field, value):
    browser = signed_in(world["manager"])
    page = browser.post("/suivi/dossiers/nouveau/", form(organism="CAF") | {field: value})
    assert page.status_code == 422
    assert page.context["form"].errors[field]
    assert page.context["duplicate"] is None


def test_a_number_goes_with_its_organism(world):
    page = signed_in(world["manager"]).post("/suivi/dossiers/nouveau/", form(matricule="123"))
    assert "organism" in page.context["form"].errors


def test_a_unit_of_others_cannot_be_forged(world):
    typed = form(unit=world["other"].pk)
    done = signed_in(world["manager"]).post("/suivi/dossiers/nouveau/", typed)
    assert done.status_code == 302
    with system_scope(Scope.TEST):
        assert Beneficiary.unscoped.latest("pk").unit_id == world["unit"].pk
