"""Two cases of one person become one: who may, what stops it, what becomes of each row."""

from copy import deepcopy
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName as L
from portal.followup.home.caseload import Filters, find
from portal.followup.merging import services
from portal.followup.merging.errors import (
    ChangedSinceError,
    ChoiceMissingError,
    MergeError,
    NotBothYoursError,
    StoppedError,
)
from portal.followup.merging.tables import RULES, Moves, model_of
from portal.followup.models import (
    AccessEntry,
    ActivityLog,
    Appointment,
    Beneficiary,
    CareTeamMember,
    CaseMerge,
    EngagementContract,
    Entitlement,
    Invitation,
    JournalEntry,
    Orientation,
    ReferentAssignment,
    SearchKey,
)
from portal.followup.people.searching import find as search
from portal.followup.rows.scope import Scope, acting_as, system_scope
from tests.factories import UserFactory
from tests.portal.followup.contract.contracts import make_hours
from tests.portal.followup.every_row import make_every_row
from tests.portal.followup.merging.laid import BORN, agree, make_pair, merged, propose
from tests.portal.followup.people_of_the_area import (
    join_team,
    link_account,
    make_beneficiary,
    make_household,
    make_professional,
    make_unit,
    orient,
    worked_day,
)
from tests.portal.followup.procedures.laid import make_procedure

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def everybody(lasting):
    unit = make_unit()
    referent, colleague = make_professional(unit=unit), make_professional(unit=unit)
    manager = make_professional(L.UNIT_MANAGER, unit=unit)
    officer = make_professional(L.ORIENTATION_OFFICER)
    return referent, colleague, manager, officer


@pytest.fixture
def people(everybody, db):
    return deepcopy(everybody)


def rows(model, **wanted):
    with system_scope(Scope.TEST):
        return [*model.unscoped.filter(**wanted).order_by("pk")]


def change(case, **values) -> None:
    with system_scope(Scope.TEST):
        Beneficiary.unscoped.filter(pk=case.pk).update(**values)
        case.refresh_from_db()


def test_every_row_of_the_case_that_is_given_up_goes_or_stays_as_its_rule_says(people):
    referent, _, manager, officer = people
    kept, loser = make_pair(referent)
    with system_scope(Scope.TEST):
        ReferentAssignment.unscoped.create(
            beneficiary=loser,
            professional=referent,
            structure=referent.structure,
            starts_at=timezone.now() - timedelta(minutes=1),
        )
        make_every_row(loser, referent)
        # What goes on stops a merge, as tests below show.
        Beneficiary.unscoped.filter(pk=loser.pk).update(state="active")
    end_what_stops(loser)
    merge = merged(kept, loser, manager, officer)
    left = {
        name: len(rows(model_of(name), **{rule.name: loser}))
        for name, rule in RULES.items()
        if isinstance(rule, Moves)
    }
    # Nothing of the other case stood in the way: all came but a proposal that is of no use now.
    assert {name for name, count in left.items() if count} <= {"AccessEntry", "CaseMerge"}
    assert set(merge.moved) >= left.keys() - {"CaseMerge"}
    with acting_as(manager.user):
        assert JournalEntry.objects.visible_to(manager.user).filter(beneficiary=kept).exists()
    assert rows(SearchKey, beneficiary=loser) == []


def end_what_stops(case) -> None:
    """End the procedure and answer the appeal of `make_every_row`."""
    from portal.followup.models import Appeal, ReviewCase, SanctionProcedure

    with system_scope(Scope.TEST):
        day = timezone.localdate()
        Appeal.unscoped.filter(beneficiary=case).update(
            outcome="rejected",
            answer="Décision maintenue.",
            decided_on=day,
            decider_name="Camille",
            answer_received_on=day,
        )
        ReviewCase.unscoped.filter(beneficiary=case).update(state="waiting", session=None)
        SanctionProcedure.unscoped.filter(beneficiary=case).update(state="ended")


def test_the_pointer_is_listed_nowhere_and_leads_to_the_case_that_is_kept(people):
    referent, _, manager, officer = people
    kept, loser = make_pair(referent)
    merged(kept, loser, manager, officer)
    [pointer] = rows(Beneficiary, pk=loser.pk)
    assert (pointer.state, pointer.merged_into_id) == ("merged", kept.pk)
    assert (pointer.unit, pointer.household, pointer.has_left) == (None, None, True)
    for one in (manager, officer):
        with acting_as(one.user):
            assert not Beneficiary.objects.visible_to(one.user).filter(pk=loser.pk).exists()
            found = find(one.user, one, Filters(state="tous"))
            assert list(found.keys) == [kept.pk]


def test_search_finds_the_case_that_is_kept_by_both_numbers(people):
    referent, _, manager, officer = people
    kept, loser = make_pair(referent, birth_name="Merchand")
    with system_scope(Scope.TEST):
        number, matricule = loser.number, loser.household.matricule
    merged(kept, loser, manager, officer)
    with acting_as(referent.user):
        for typed in ("Merchand", f"{number:06}", matricule, "Marchand"):
            assert [one.pk for one in search(referent.user, typed)] == [kept.pk], typed


@pytest.mark.parametrize(
    ("fields", "is_one"),
    [
        ({}, True),
        # A slip: two of the three are the same.
        ({"birth_name": "Marchant"}, True),
        ({"birth_date": date(1985, 4, 3)}, True),
        # One alone, without a number in common.
        ({"birth_name": "Durand", "birth_date": date(1990, 1, 1)}, False),
        ({"birth_name": "Durand", "first_name": "Paul", "birth_date": date(1990, 1, 1)}, False),
        # One alone, and the number of France Travail.
        (
            {
                "birth_name": "Durand",
                "birth_date": date(1990, 1, 1),
                "france_travail_number": "1234567A",
            },
            True,
        ),
    ],
)
def test_two_people_are_not_merged(people, fields, is_one):
    referent, _, manager, _ = people
    kept, loser = make_pair(referent, **fields)
    change(kept, france_travail_number="1234567A")
    if is_one:
        assert propose(kept, loser, manager).state == "asked"
        return
    with pytest.raises(StoppedError, match="même personne"):
        propose(kept, loser, manager)
    assert rows(CaseMerge) == []


def test_a_couple_shares_its_number_and_stays_two(people):
    referent, _, manager, _ = people
    home = make_household()
    kept, loser = make_pair(
        referent,
        household=home,
        birth_name="Durand",
        first_name="Paul",
        birth_date=date(1980, 1, 1),
    )
    change(kept, household=home)
    with pytest.raises(StoppedError, match="même personne"):
        propose(kept, loser, manager)


def test_who_proposes_never_agrees_and_the_second_has_a_right_on_both(people):
    referent, _, manager, officer = people
    kept, loser = make_pair(referent)
    merge = propose(kept, loser, officer)
    stranger = make_professional(L.UNIT_MANAGER)
    for one in (officer, stranger, referent):
        with pytest.raises(MergeError):
            agree(merge, one)
    assert rows(Beneficiary, state="merged") == []
    assert agree(merge, manager).state == "done"


def test_the_database_refuses_the_agreement_of_who_proposed(people):
    referent, _, manager, officer = people
    merge = propose(*make_pair(referent), officer)
    with system_scope(Scope.TEST), pytest.raises(IntegrityError), transaction.atomic():
        CaseMerge.unscoped.filter(pk=merge.pk).update(
            state="done", decided_by=officer, decided_at=timezone.now()
        )
    assert manager


def test_a_manager_proposes_nothing_about_a_case_of_another_unit(people):
    referent, _, manager, officer = people
    kept, loser = make_pair(referent, unit=make_unit())
    for by in (manager, referent):
        with acting_as(by.user), pytest.raises(NotBothYoursError):
            services.propose(
                kept=kept, loser=loser, choices={}, reason="Même.", actor=Actor(by.user)
            )
    assert propose(kept, loser, officer).state == "asked"


def test_an_open_procedure_of_the_loser_stops_it_in_neutral_words_for_who_orients(people):
    referent, _, manager, officer = people
    kept, loser = make_pair(referent)
    make_procedure(loser, reporter=referent)
    with pytest.raises(StoppedError, match="procédure ou un recours"):
        propose(kept, loser, manager)
    with pytest.raises(StoppedError, match="démarche en cours") as refused:
        propose(kept, loser, officer)
    assert "procédure" not in str(refused.value)
    # The other way round, it goes on in the case that is kept.
    assert propose(loser, kept, manager).state == "asked"


def test_two_accounts_stop_it(people):
    referent, _, manager, _ = people
    kept, loser = make_pair(referent)
    link_account(kept, UserFactory())
    link_account(loser, UserFactory())
    with pytest.raises(StoppedError, match="liés à un compte"):
        propose(kept, loser, manager)


def test_a_case_that_goes_on_is_not_merged_into_one_that_ended(people):
    referent, _, manager, _ = people
    kept, loser = make_pair(referent)
    change(kept, state="exited")
    with pytest.raises(StoppedError, match="sorti du suivi"):
        propose(kept, loser, manager)


def test_of_two_orientations_and_two_referents_one_is_chosen(people):
    referent, colleague, manager, officer = people
    kept, loser = make_pair(referent, colleague)
    own, other = orient(kept, path="social"), orient(loser, path="professional")
    with acting_as(manager.user), pytest.raises(ChoiceMissingError):
        services.propose(
            kept=kept, loser=loser, choices={}, reason="Même.", actor=Actor(manager.user)
        )
    appointment = plan(kept, referent)
    merge = merged(kept, loser, manager, officer, orientation="loser", referent="loser")
    [present] = rows(Orientation, beneficiary=kept, ends_on=None)
    assert present.pk == other.pk
    # The one that was not chosen stays readable with the pointer, with its days.
    [left] = rows(Orientation, pk=own.pk)
    assert (left.beneficiary_id, left.ends_on) == (loser.pk, timezone.localdate())
    assert merge.stayed["Orientation"] == [own.pk]
    [active] = rows(ReferentAssignment, beneficiary=kept, ends_at=None)
    assert active.professional_id == colleague.pk
    assert len(rows(ReferentAssignment, beneficiary=kept)) == 2
    # What the former referent had planned is met by the other.
    [moved] = rows(Appointment, pk=appointment.pk)
    assert (moved.professional_id, moved.holds_slot) == (colleague.pk, False)
    with acting_as(referent.user):
        assert not Beneficiary.objects.visible_to(referent.user).exists()


def test_the_orientation_of_the_case_that_is_kept_stays_by_choice(people):
    referent, colleague, manager, officer = people
    kept, loser = make_pair(referent, colleague)
    own, other = orient(kept), orient(loser)
    merged(kept, loser, manager, officer)
    assert [one.pk for one in rows(Orientation, beneficiary=kept)] == [own.pk]
    assert [one.pk for one in rows(Orientation, beneficiary=loser)] == [other.pk]
    with acting_as(colleague.user):
        assert not Beneficiary.objects.visible_to(colleague.user).exists()


def plan(case, professional):
    with system_scope(Scope.TEST):
        return Appointment.unscoped.create(
            beneficiary=case, professional=professional, starts_at=worked_day(9)
        )


def test_identity_is_chosen_field_by_field_and_the_household_with_its_role(people):
    referent, _, manager, officer = people
    kept, loser = make_pair(referent, used_name="Petit", phone="0612345678", role="CJT")
    change(kept, phone="0699999999")
    home = loser.household_id
    merged(kept, loser, manager, officer, used_name="loser", household="loser")
    [one] = rows(Beneficiary, pk=kept.pk)
    assert (one.used_name, one.phone) == ("Petit", "0699999999")
    assert (one.household_id, one.role) == (home, "CJT")
    assert one.sort_name.startswith("petit")


def test_one_contract_in_force_and_one_in_preparation_stay(people):
    referent, _, manager, officer = people
    kept, loser = make_pair(referent)
    day = timezone.localdate()
    dates = {
        "starts_on": day,
        "ends_on": day + timedelta(days=90),
        "weekly_hours": 15,
        "proposed_on": day,
        "signed_on": day,
    }
    with system_scope(Scope.TEST):
        mine, theirs = (
            EngagementContract.unscoped.create(beneficiary=case, state="signed", **dates)
            for case in (kept, loser)
        )
        draft, other_draft = (
            EngagementContract.unscoped.create(beneficiary=case) for case in (kept, loser)
        )
    merged(kept, loser, manager, officer, contract="loser", preparation="kept")
    states = {one.pk: one.state for one in rows(EngagementContract, beneficiary=kept)}
    assert states == {
        mine.pk: "ended",
        theirs.pk: "signed",
        draft.pk: "draft",
        other_draft.pk: "dropped",
    }


def test_what_both_have_of_the_same_day_stays_with_the_pointer(people):
    referent, colleague, manager, officer = people
    kept, loser = make_pair(referent)
    day = date(2026, 3, 1)
    with system_scope(Scope.TEST):
        for case, on in ((kept, day), (loser, day), (loser, date(2026, 2, 1))):
            Entitlement.unscoped.create(beneficiary=case, on=on, status="2", received_on=on)
    join_team(kept, colleague)
    join_team(loser, colleague)
    merged(kept, loser, manager, officer)
    assert len(rows(Entitlement, beneficiary=kept)) == 2
    assert [one.on for one in rows(Entitlement, beneficiary=loser)] == [day]
    # In both teams, a colleague is once in the one that goes on.
    assert len(rows(CareTeamMember, beneficiary=kept, ends_at=None)) == 1


def test_an_activity_that_both_cases_took_counts_once(people):
    referent, _, manager, officer = people
    kept, loser = make_pair(referent)
    for case in (kept, loser):
        make_hours(case, "3", source="session", key="registration:1")
    # Of equal hours, typed in each: two activities.
    own, other = make_hours(kept, "2"), make_hours(loser, "2")
    merged(kept, loser, manager, officer)
    hours = rows(ActivityLog, beneficiary=kept)
    assert sorted(one.hours for one in hours) == [2, 2, 3]
    assert {own.pk, other.pk} < {one.pk for one in hours}


def test_two_invitations_of_a_category_leave_one(people):
    referent, _, manager, officer = people
    kept, loser = make_pair(referent)
    with system_scope(Scope.TEST):
        from portal.followup.models import AppointmentCategory

        category = AppointmentCategory.unscoped.create(label="Premier rendez-vous, essai")
        for case in (kept, loser):
            Invitation.unscoped.create(beneficiary=case, category=category, round_at=timezone.now())
    merged(kept, loser, manager, officer)
    assert sorted(one.state for one in rows(Invitation, beneficiary=kept)) == [
        "waiting",
        "withdrawn",
    ]


def test_a_case_that_changed_since_the_proposal_is_not_merged(people):
    referent, _, manager, officer = people
    kept, loser = make_pair(referent)
    merge = propose(kept, loser, manager)
    orient(loser)
    with pytest.raises(ChangedSinceError):
        agree(merge, officer)
    assert rows(Beneficiary, state="merged") == []


def test_a_note_written_since_the_proposal_comes_with_the_rest(people):
    referent, _, manager, officer = people
    kept, loser = make_pair(referent, make_professional(unit=referent.unit))
    merge = propose(kept, loser, manager)
    with system_scope(Scope.TEST):
        note = JournalEntry.unscoped.create(
            beneficiary=loser, on=timezone.localdate(), text="Vue ce jour."
        )
    agree(merge, officer)
    assert rows(JournalEntry, pk=note.pk)[0].beneficiary_id == kept.pk


def test_nothing_is_written_in_a_pointer_by_anybody(people):
    referent, _, manager, officer = people
    kept, loser = make_pair(referent)
    merged(kept, loser, manager, officer)
    for scope in (Scope.TEST, Scope.BOOKING, Scope.IMPORT):
        with system_scope(scope), pytest.raises(IntegrityError), transaction.atomic():
            Entitlement.unscoped.create(beneficiary=loser, on=BORN, status="2", received_on=BORN)
    for scope in (Scope.TRANSFER, Scope.IDENTITY, Scope.IMPORT):
        with system_scope(scope), pytest.raises(ProgrammingError), transaction.atomic():
            Beneficiary.unscoped.filter(pk=loser.pk).update(phone="0600000000")
    with acting_as(officer.user), pytest.raises(ProgrammingError), transaction.atomic():
        Beneficiary.unscoped.filter(pk=loser.pk).update(phone="0600000000")
    with acting_as(manager.user), pytest.raises(ProgrammingError), transaction.atomic():
        Beneficiary.unscoped.filter(pk=kept.pk).update(merged_into=loser.pk, state="merged")


def test_a_case_that_was_kept_may_be_merged_in_its_turn(people):
    referent, _, manager, officer = people
    kept, loser = make_pair(referent)
    first = merged(kept, loser, manager, officer)
    last = make_beneficiary(referent, birth_name="Marchand", first_name="Lise", birth_date=BORN)
    merged(last, kept, officer, manager)
    assert rows(Beneficiary, pk=loser.pk)[0].merged_into_id == last.pk
    assert rows(CaseMerge, pk=first.pk)[0].beneficiary_id == last.pk
    with acting_as(referent.user):
        assert [one.pk for one in search(referent.user, loser.shown_number)] == [last.pk]


def test_both_cases_say_who_proposed_and_who_agreed(people):
    referent, _, manager, officer = people
    kept, loser = make_pair(referent)
    merged(kept, loser, manager, officer)
    said = [(one.user_name, one.reason) for one in rows(AccessEntry, act="merge")]
    assert said.count((manager.name, "Fusion proposée")) == 2
    assert said.count((officer.name, "Fusion faite")) == 2


def test_it_is_done_once(people):
    referent, _, manager, officer = people
    kept, loser = make_pair(referent)
    merge = propose(kept, loser, manager)
    with pytest.raises(MergeError, match="déjà proposée"):
        propose(kept, loser, officer)
    agree(merge, officer)
    with pytest.raises(MergeError, match="déjà"):
        agree(merge, officer)
    with acting_as(officer.user), pytest.raises(MergeError):
        services.refuse(merge=merge, answer="Non.", actor=Actor(officer.user))


def test_it_is_refused_with_a_reason_or_withdrawn_by_who_proposed(people):
    referent, _, manager, officer = people
    kept, loser = make_pair(referent)
    merge = propose(kept, loser, manager)
    with acting_as(officer.user), pytest.raises(MergeError):
        services.refuse(merge=merge, answer=" ", actor=Actor(officer.user))
    with acting_as(officer.user), pytest.raises(MergeError):
        services.withdraw(merge=merge, actor=Actor(officer.user))
    with acting_as(officer.user):
        services.refuse(merge=merge, answer="Deux homonymes.", actor=Actor(officer.user))
    again = propose(kept, loser, manager)
    with acting_as(manager.user):
        services.withdraw(merge=again, actor=Actor(manager.user))
    assert [one.state for one in rows(CaseMerge)] == ["refused", "withdrawn"]
