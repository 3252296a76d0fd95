"""What differs from what is known: doubts, couples and homonyms, older files, absences, tables."""

from dataclasses import replace
from datetime import date

import pytest
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.followup.imports import services, staging
from portal.followup.imports.errors import (
    ChoiceNeededError,
)
from portal.followup.imports.models import ImportAction, ImportFile
from portal.followup.imports.said import SaidHousehold, SaidPerson
from portal.followup.models import Beneficiary, Household, OrganismMove
from portal.followup.rows.scope import Scope, system_scope
from tests.portal.followup.imports.households import (
    CLAIMANT,
    FEBRUARY,
    MARCH,
    PARTNER,
    alone,
    decide,
    home,
    imported,
    monthly,
    only,
    people,
    rights,
    undo,
)
from tests.portal.followup.imports.monthly import (
    actions,
    apply,
    lines,
    officer,
    receive,
    settle,
)

pytestmark = pytest.mark.django_db

Kind, State, FileState = ImportAction.Kind, ImportAction.State, ImportFile.State


@pytest.fixture
def actor():
    return officer()


def test_couples_and_homonyms_are_never_merged(actor):
    file = imported(actor, home())
    assert len(people()) == 2
    assert len({person.household_id for person in people()}) == 1
    # The same name and date in another household: nobody knows whether it is her.
    file = receive(monthly(home(), alone("000000000000009"), on=MARCH), actor)
    action = only(file)
    assert (action.kind, action.is_sure) == (Kind.DECIDE, False)
    assert [one.birth_name for one in services.candidates_of(action)] == ["Lefèvre"]
    apply(file, actor)
    assert len(people()) == 2
    with pytest.raises(ChoiceNeededError):
        decide(only(file), actor)
    with pytest.raises(ChoiceNeededError):
        decide(only(file), actor, chosen=people(birth_name="D’Almeida")[0])
    assert len(people()) == 2


def test_a_homonym_is_another_case_or_somebody_who_moved(actor):
    imported(actor, home())
    [lefevre] = people(birth_name="Lefèvre")
    file = receive(monthly(home(people=(PARTNER,)), alone("000000000000009"), on=MARCH), actor)
    action = only(file)
    decide(action, actor, chosen=lefevre)
    assert len(people()) == 2
    [moved] = people(birth_name="Lefèvre")
    assert moved.pk == lefevre.pk
    assert moved.household.matricule == "000000000000009"
    assert [right.on for right in rights(beneficiary=lefevre)] == [FEBRUARY, MARCH]
    undo(only(file), actor)
    [back] = people(birth_name="Lefèvre")
    assert back.household.matricule == "000000000000001"
    with system_scope(Scope.TEST):
        assert not Household.unscoped.filter(matricule="000000000000009").exists()
    decide(only(file), actor, is_another=True)
    assert len(people(birth_name="Lefèvre")) == 2


def test_a_corrected_name_in_the_same_household_is_asked(actor):
    imported(actor, alone())
    [known] = people()
    corrected = replace(CLAIMANT, birth_name="Lefebvre")
    file = receive(monthly(alone(people=(corrected,)), on=MARCH), actor)
    action = only(file)
    assert (action.kind, action.is_sure, action.candidates) == (Kind.DECIDE, False, [known.pk])
    decide(action, actor, chosen=known)
    [after] = people()
    assert (after.pk, after.birth_name) == (known.pk, "Lefebvre")
    assert after.identity_key.startswith("lefebvre|")


def test_one_person_in_two_households_of_a_file_is_asked(actor):
    file = receive(monthly(alone(), alone("000000000000002")), actor)
    assert [(one.kind, one.is_sure) for one in actions(file)] == [
        (Kind.NEW, True),
        (Kind.DECIDE, False),
    ]
    apply(file, actor)
    assert len(people()) == 1
    with pytest.raises(ChoiceNeededError):
        decide(actions(file)[1], actor)
    decide(actions(file)[1], actor, is_another=True)
    assert len(people()) == 2


def test_an_older_file_adds_to_the_past_and_overwrites_nothing(actor):
    newer = alone(number="99", status="4", reason="06", since=date(2026, 3, 2))
    imported(actor, newer, on=MARCH, received_on=date(2026, 4, 5))
    older = alone(number="1", children=3, left_for=("CAF", "681", date(2026, 2, 3)))
    file = receive(monthly(older), actor, received_on=date(2026, 4, 20))
    assert [one.kind for one in actions(file)] == [Kind.MOVED_OUT]
    settle(apply(file, actor), actor)
    [person] = people()
    assert person.address_line == "99 RUE DES LILAS"
    assert person.household.children == 0
    assert [(right.on, right.status) for right in rights()] == [(FEBRUARY, "2"), (MARCH, "4")]
    with system_scope(Scope.TEST):
        assert OrganismMove.unscoped.get().received_on == date(2026, 4, 20)


def test_absent_from_an_older_file_means_nothing(actor):
    imported(actor, alone(), on=MARCH)
    file = receive(monthly(alone("000000000000002", people=(PARTNER,))), actor)
    assert [one.kind for one in actions(file)] == [Kind.NEW]


def test_absence_changes_nothing_and_is_listed_until_it_was_seen(actor):
    imported(actor, alone(), alone("000000000000002", people=(PARTNER,)))
    before = people()[0]
    file = receive(monthly(alone("000000000000002", people=(PARTNER,)), on=MARCH), actor)
    action = only(file)
    assert (action.kind, action.is_sure, action.line) == (Kind.ABSENT, False, None)
    apply(file, actor)
    assert only(file).state == State.WAITING
    decide(action, actor)
    after = people()[0]
    assert (after.state, after.version) == (before.state, before.version)
    assert len(rights(beneficiary=after)) == 1
    april = date(2026, 4, 30)
    again = receive(monthly(alone("000000000000002", people=(PARTNER,)), on=april), actor)
    assert actions(again) == []


def test_a_daily_flow_says_nobody_is_absent(actor):
    imported(actor, alone())
    daily = monthly(alone("000000000000002", people=(PARTNER,)), on=MARCH, flow=("J", "B"))
    assert [one.kind for one in actions(receive(daily, actor))] == [Kind.NEW]


def test_the_earliest_receipt_of_a_right_counts(actor):
    imported(actor, alone(), received_on=date(2026, 3, 9))
    daily = receive(monthly(alone(), flow=("J", "B")), actor, received_on=date(2026, 3, 2))
    assert actions(daily) == []
    apply(daily, actor)
    assert [right.received_on for right in rights()] == [date(2026, 3, 2)]
    late = receive(monthly(alone(), flow=("J", "C")), actor, received_on=date(2026, 3, 30))
    apply(late, actor)
    assert [right.received_on for right in rights()] == [date(2026, 3, 2)]


@pytest.mark.parametrize(
    ("values", "is_sure"),
    [
        ({"status": "0"}, True),
        ({"status": "1"}, False),
        ({"status": "3", "reason": "01"}, True),
        ({"status": "5"}, False),
        ({"status": "6"}, False),
        ({"left_for": ("CAF", "681", date(2026, 2, 3))}, False),
        ({"came_from": ("CAF", "681", date(2026, 2, 3))}, True),
    ],
)
def test_somebody_new_whose_right_is_over_is_looked_at_first(actor, values, is_sure):
    file = receive(monthly(alone(**values)), actor)
    assert only(file).is_sure is is_sure


def test_who_owes_no_duties_has_no_clock(actor):
    file = receive(monthly(home()), actor)
    said = {one.line.label: one.explanation for one in actions(file)}
    assert "part du" in said["Zoé Lefèvre"]
    assert "aucun délai" in said["Jean-Noël D’Almeida"]


def test_a_closed_right_asks_for_the_exit_and_ends_no_pathway_by_itself(actor):
    imported(actor, alone())
    file = imported(actor, alone(status="5", reason="ECH", since=date(2026, 3, 9)), on=MARCH)
    assert "(quatre mois sans versement)" in only(file).explanation
    assert "sortie est à enregistrer" in only(file).explanation
    [person] = people()
    assert person.state == Beneficiary.State.ACTIVE
    assert rights()[-1].status == "5"


def test_a_right_that_is_open_again_takes_the_pathway_up(actor):
    imported(actor, alone())
    imported(actor, alone(status="5"), on=MARCH)
    with system_scope(Scope.TEST):
        Beneficiary.unscoped.update(state=Beneficiary.State.EXITED)
    file = imported(actor, alone(), on=date(2026, 4, 30))
    action = only(file)
    assert action.kind == Kind.REOPENED
    assert people()[0].state == Beneficiary.State.ACTIVE
    undo(action, actor)
    assert people()[0].state == Beneficiary.State.EXITED


def test_what_an_agent_wrote_since_is_not_overwritten(actor):
    imported(actor, alone())
    with system_scope(Scope.TEST):
        Beneficiary.unscoped.update(address_line="7 rue Neuve", identity_on=date(2026, 4, 2))
    file = imported(actor, alone(number="13"), on=MARCH)
    assert actions(file) == []
    assert people()[0].address_line == "7 rue Neuve"
    file = receive(monthly(alone(number="13"), on=date(2026, 4, 30)), actor)
    assert only(file).kind == Kind.CHANGED


def test_a_name_that_lost_its_accents_is_no_change(actor):
    imported(actor, alone())
    bare = replace(CLAIMANT, birth_name="LEFEVRE", first_name="ZOE")
    file = receive(monthly(alone(people=(bare,)), on=MARCH), actor)
    assert actions(file) == []
    assert people()[0].birth_name == "Lefèvre"


def test_contacts_change_phone_and_mail_alone_and_create_nobody(actor):
    imported(actor, alone())
    said = SaidPerson(
        position=1,
        household=SaidHousehold(matricule="000000000000001"),
        birth_name="LEFEVRE",
        first_name="Zoe",
        birth_date=CLAIMANT.birth_date,
        phone="06 12 34 56 78",
        email="zoe@example.org",
        town="Ailleurs",
    )
    unknown = replace(said, position=2, first_name="Autre", birth_date=date(1999, 1, 1))
    other = replace(said, position=3, household=SaidHousehold())
    file = staged(actor, ImportFile.Flow.CONTACTS, said, unknown, other)
    assert [line.verdict for line in lines(file)] == ["update", "error", "decide"]
    apply(file, actor)
    [person] = people()
    assert (person.phone, person.email, person.town) == (
        "06 12 34 56 78",
        "zoe@example.org",
        "Belfort",
    )
    assert person.contacts_on == file.received_on
    older = replace(said, phone="0399999999", known_on=date(2020, 1, 1))
    assert actions(staged(actor, ImportFile.Flow.CONTACTS, older)) == []


def staged(actor: Actor, flow: str, *said: SaidPerson) -> ImportFile:
    with system_scope(Scope.IMPORT, actor=actor):
        file = ImportFile.objects.create(
            flow=flow, name="t", received_on=timezone.localdate(), state=FileState.READ
        )
        return staging.stage(file, said)


def test_a_table_creates_people_and_finds_them_by_their_number(actor):
    said = SaidPerson(
        position=1, birth_name="Petit", first_name="Ana", birth_date=date(1990, 1, 2), town="Delle"
    )
    file = apply(staged(actor, ImportFile.Flow.TABLE, said), actor)
    [person] = people()
    assert (person.town, person.household, rights()) == ("Delle", None, [])
    by_number = replace(said, case_number=person.number, town="Beaucourt")
    wrong = replace(by_number, first_name="Léa", position=2)
    unknown = replace(by_number, case_number=999_999, position=3)
    file = staged(actor, ImportFile.Flow.TABLE, by_number, wrong, unknown)
    assert [line.verdict for line in lines(file)] == ["update", "error", "error"]
    apply(file, actor)
    assert people()[0].town == "Beaucourt"
    # A name and a date alone are not enough.
    assert only(staged(actor, ImportFile.Flow.TABLE, said)).kind == Kind.DECIDE
