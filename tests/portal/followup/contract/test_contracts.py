"""A contract from the first draft to what succeeds it: its dates, its hours, what it takes over."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName
from portal.followup.configuration.models import DelaySetting
from portal.followup.contract import services
from portal.followup.contract.dates import last_day, plus_months, same_length
from portal.followup.contract.errors import (
    AlreadyThereError,
    ContractError,
    IncompleteError,
    NotWritableError,
)
from portal.followup.contract.models import EngagementContract, Goal
from portal.followup.contract.queries import contract_on, contracts_of, plan_of, plan_of_contract
from portal.followup.contract.services import plans
from portal.followup.contract.services.preparing import ContractValues, as_values
from portal.followup.contract.states import G, S, T
from portal.followup.rows.scope import Scope, acting_as, system_scope
from tests.portal.followup.contract.contracts import (
    as_it_is,
    make_contract,
    make_diagnosis,
    make_goal,
    make_step,
    ready_to_propose,
    reason,
)
from tests.portal.followup.people_of_the_area import (
    join_team,
    make_beneficiary,
    make_professional,
    make_unit,
)

pytestmark = pytest.mark.django_db
Regime = EngagementContract.Regime


@pytest.fixture(scope="module")
def referent(lasting):
    return make_professional()


@pytest.fixture
def actor(referent):
    """The referent, in their own scope."""
    with acting_as(referent.user):
        yield Actor(referent.user)


@pytest.fixture
def case(actor, referent):
    return make_beneficiary(referent)


def day(offset=0):
    return timezone.localdate() + timedelta(days=offset)


def write(contract, actor, **changes):
    values = ContractValues(**{**as_values(contract), **changes})
    return services.save(
        contract=contract, values=values, actor=actor, version=as_it_is(contract).version
    )


def proposed(case, actor, **fields):
    contract = ready_to_propose(case, **fields)
    return services.propose(contract=contract, actor=actor)


def signed(case, actor, **fields):
    return services.sign(contract=proposed(case, actor, **fields), signed_on=day(), actor=actor)


def test_months_are_those_of_the_calendar():
    assert plus_months(date(2027, 1, 31), 1) == date(2027, 2, 28)
    assert plus_months(date(2028, 1, 31), 1) == date(2028, 2, 29)
    assert plus_months(date(2026, 11, 30), 14) == date(2028, 1, 30)
    assert last_day(date(2027, 1, 1), 6) == date(2027, 6, 30)


def test_the_first_contract_begins_today_and_empty(case, actor):
    made = services.prepare(beneficiary=case, actor=actor)
    assert (made.state, made.starts_on, made.ends_on) == (S.DRAFT, day(), None)
    assert made.author_name == str(actor.user)


def test_the_next_contract_takes_what_the_former_one_said(case, actor):
    former = make_contract(
        case,
        S.ENDED,
        regime=Regime.REDUCED,
        weekly_hours=8,
        hours_reason=reason("family"),
        person_words="Je veux travailler.",
    )
    made = services.prepare(beneficiary=case, actor=actor)
    assert (made.weekly_hours, made.hours_reason) == (8, former.hours_reason)
    assert made.person_words == "Je veux travailler."
    assert made.department_commitments == former.department_commitments
    assert made.ends_on - made.starts_on == pytest.approx(timedelta(days=180), abs=timedelta(3))
    assert (made.signed_on, made.closed_on, made.renews) == (None, None, None)


def test_one_is_prepared_at_a_time(case, actor):
    made = services.prepare(beneficiary=case, actor=actor)
    with pytest.raises(AlreadyThereError) as refused:
        services.prepare(beneficiary=case, actor=actor)
    assert refused.value.row == made


def test_one_in_force_leaves_no_place_for_another(case, actor):
    make_contract(case)
    with pytest.raises(ContractError, match="avenant ou un renouvellement"):
        services.prepare(beneficiary=case, actor=actor)


def test_a_renewal_begins_the_day_after_the_end_and_lasts_as_long(case, actor):
    former = make_contract(case, starts_on=date(2026, 7, 1), ends_on=day(20))
    made = services.prepare(beneficiary=case, actor=actor, renews=former)
    assert made.starts_on == day(21)
    assert made.ends_on == same_length(former, day(21))
    with pytest.raises(ContractError, match="celui-ci commence après"):
        write(made, actor, starts_on=day(20))


def test_a_renewal_that_comes_late_begins_today(case, actor):
    former = make_contract(case, ends_on=day(-5))
    made = services.prepare(beneficiary=case, actor=actor, renews=former)
    assert made.starts_on == day()


def test_an_amendment_keeps_the_end_and_does_not_begin_before_what_it_amends(case, actor):
    former = make_contract(case)
    made = services.prepare(beneficiary=case, actor=actor, amends=former)
    assert (made.starts_on, made.ends_on) == (day(), former.ends_on)
    with pytest.raises(ContractError, match="avant le contrat"):
        write(made, actor, starts_on=former.starts_on - timedelta(days=1))


def test_what_is_over_is_neither_amended_nor_renewed(case, actor):
    for former in (make_contract(case, S.BREACHED), make_contract(make_beneficiary())):
        with pytest.raises(ContractError):
            services.prepare(beneficiary=case, actor=actor, amends=former)
        with pytest.raises(ContractError):
            services.prepare(beneficiary=case, actor=actor, renews=former)
    ended = make_contract(case, ends_on=day(-1))
    with pytest.raises(ContractError, match="préparez un renouvellement"):
        services.prepare(beneficiary=case, actor=actor, amends=ended)


def test_a_contract_never_ends_before_it_starts(case, actor):
    draft = make_contract(case, S.DRAFT)
    for ends_on in (draft.starts_on, draft.starts_on - timedelta(days=1)):
        with pytest.raises(ContractError) as refused:
            write(draft, actor, ends_on=ends_on)
        assert refused.value.field == "ends_on"
    assert as_it_is(draft).ends_on == draft.ends_on


def test_a_contract_lasts_at_most_what_the_setting_says_on_its_first_day(case, actor):
    draft = make_contract(case, S.DRAFT)
    start = day(10)
    write(draft, actor, starts_on=start, ends_on=last_day(start, 12))
    with pytest.raises(ContractError, match="trop long"):
        write(draft, actor, starts_on=start, ends_on=last_day(start, 12) + timedelta(days=1))
    with system_scope(Scope.TEST):
        DelaySetting.unscoped.create(key="contract_max_months", value=6, starts_on=day(10))
    with pytest.raises(ContractError, match="trop long"):
        write(draft, actor, starts_on=start, ends_on=last_day(start, 6) + timedelta(days=1))
    # The day before, the former setting holds.
    write(draft, actor, starts_on=day(9), ends_on=last_day(day(9), 12))


def test_amendments_do_not_make_a_contract_longer_than_the_setting(case, actor):
    former = make_contract(case)
    made = services.prepare(beneficiary=case, actor=actor, amends=former)
    longest = last_day(former.starts_on, 12)
    write(made, actor, ends_on=longest)
    with pytest.raises(ContractError, match="trop long"):
        write(made, actor, ends_on=longest + timedelta(days=1))


@pytest.mark.parametrize(
    ("regime", "hours", "code", "field"),
    [
        (Regime.FULL, 14, None, "weekly_hours"),
        (Regime.FULL, 21, None, "weekly_hours"),
        (Regime.REDUCED, 0, "health", "weekly_hours"),
        (Regime.REDUCED, 15, "health", "weekly_hours"),
        (Regime.WAIVED, None, "housing", "hours_reason"),
        (Regime.WAIVED, None, "job", "hours_reason"),
    ],
)
def test_hours_that_the_regime_does_not_allow_are_refused(case, actor, regime, hours, code, field):
    draft = make_contract(case, S.DRAFT)
    with pytest.raises(ContractError) as refused:
        write(
            draft,
            actor,
            regime=regime,
            weekly_hours=hours,
            hours_reason=reason(code) if code else None,
        )
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("regime", "hours", "code", "written"),
    [
        (Regime.FULL, 15, None, 15),
        (Regime.FULL, 20, None, 20),
        (Regime.REDUCED, 1, "housing", 1),
        (Regime.REDUCED, 14, "job", 14),
        (Regime.REDUCED, None, None, None),
        *((Regime.WAIVED, 12, code, 0) for code in ("health", "disability", "invalidity")),
        *((Regime.WAIVED, None, code, 0) for code in ("lone_parent", "carer")),
    ],
)
def test_hours_that_the_regime_allows_are_written(case, actor, regime, hours, code, written):
    draft = make_contract(case, S.DRAFT)
    found = reason(code) if code else None
    kept = write(draft, actor, regime=regime, weekly_hours=hours, hours_reason=found)
    assert kept.weekly_hours == written


def test_no_reason_is_a_disability_recognition(case, actor):
    assert not {"rqth", "disability_recognition"} & set(
        reason("health").__class__.unscoped.values_list("code", flat=True)
    )


def test_what_is_missing_is_said_with_its_address(case, actor):
    draft = services.prepare(beneficiary=case, actor=actor)
    with pytest.raises(IncompleteError) as refused:
        services.propose(contract=draft, actor=actor)
    said = {one.sentence: one.address for one in refused.value.missing}
    base = f"/suivi/dossiers/{case.pk}"
    assert said == {
        "Faites le diagnostic.": f"{base}/diagnostic/nouveau/",
        "Écrivez le dernier jour du contrat.": f"{base}/contrat/{draft.pk}/#champ-ends_on",
        "Écrivez les heures par semaine.": f"{base}/contrat/{draft.pk}/#champ-weekly_hours",
        "Écrivez ce à quoi s’engage le Département.": (
            f"{base}/contrat/{draft.pk}/#champ-department_commitments"
        ),
        "Ajoutez au moins un objectif.": f"{base}/plan/objectifs/nouveau/",
    }
    goal = make_goal(case)
    make_diagnosis(case)
    write(draft, actor, ends_on=day(90), weekly_hours=15, department_commitments="Vous recevoir.")
    with pytest.raises(IncompleteError) as refused:
        services.propose(contract=draft, actor=actor)
    (one,) = refused.value.missing
    assert one.address == f"{base}/plan/etapes/nouvelle/?objectif={goal.pk}"
    make_step(case, goal=goal)
    assert services.propose(contract=draft, actor=actor).proposed_on == day()


def test_a_regime_without_its_reason_is_not_proposed(case, actor):
    draft = ready_to_propose(case, regime=Regime.WAIVED, weekly_hours=0)
    with pytest.raises(IncompleteError, match="motif"):
        services.propose(contract=draft, actor=actor)


def test_what_the_settings_no_longer_allow_is_not_proposed(case, actor):
    draft = ready_to_propose(case, weekly_hours=15)
    with system_scope(Scope.TEST):
        DelaySetting.unscoped.create(key="hours_min", value=17, starts_on=day())
    with pytest.raises(ContractError, match="17"):
        services.propose(contract=draft, actor=actor)


def test_what_is_proposed_is_taken_back_to_be_written(case, actor):
    contract = proposed(case, actor)
    with pytest.raises(ContractError):
        write(contract, actor, hours_comment="Trop tard")
    assert services.take_back(contract=contract, actor=actor).proposed_on is None
    write(contract, actor, hours_comment="À temps")


def test_a_signature_is_neither_in_the_future_nor_before_the_proposal(case, actor):
    contract = proposed(case, actor)
    for wrong in (day(1), day(-1)):
        with pytest.raises(ContractError) as refused:
            services.sign(contract=contract, signed_on=wrong, actor=actor)
        assert refused.value.field == "signed_on"
    assert as_it_is(contract).state == S.PROPOSED
    done = services.sign(contract=contract, signed_on=day(), actor=actor)
    assert (done.state, done.signed_on) == (S.SIGNED, day())


def test_an_amendment_succeeds_what_it_amends_on_the_day_of_its_signature(case, actor):
    former = make_contract(case)
    amendment = services.prepare(beneficiary=case, actor=actor, amends=former)
    make_diagnosis(case)
    make_step(case, goal=make_goal(case))
    services.propose(contract=amendment, actor=actor)
    # Until then the former one is in force.
    assert as_it_is(former).state == S.SIGNED
    services.sign(contract=amendment, signed_on=day(), actor=actor)
    kept = as_it_is(former)
    assert (kept.state, kept.closed_on) == (S.AMENDED, day())
    assert contracts_of(case).in_force == amendment
    assert [contract_on(case, when) for when in (day(-1), day())] == [former, amendment]


def test_a_renewal_signed_before_the_end_leaves_one_in_force(case, actor):
    former = make_contract(case)
    renewal = services.prepare(beneficiary=case, actor=actor, renews=former)
    make_diagnosis(case)
    make_step(case, goal=make_goal(case))
    services.sign(
        contract=services.propose(contract=renewal, actor=actor), signed_on=day(), actor=actor
    )
    kept = as_it_is(former)
    assert (kept.state, kept.closed_on, kept.closing_reason) == (S.ENDED, day(), "Renouvelé")
    assert as_it_is(renewal).starts_on == former.ends_on + timedelta(days=1)


def test_an_amendment_of_a_contract_that_was_broken_meanwhile_is_not_signed(case, actor):
    former = make_contract(case)
    ready_to_propose(case, amends=former)
    amendment = services.propose(contract=contracts_of(case).in_preparation, actor=actor)
    services.breach(contract=former, on=day(), reason="Absences répétées", actor=actor)
    with pytest.raises(ContractError, match="n’est plus en cours"):
        services.sign(contract=amendment, signed_on=day(), actor=actor)


def test_a_new_contract_ends_the_one_that_ran_out(case, actor):
    former = make_contract(case, ends_on=day(-3))
    services.sign(contract=proposed(case, actor), signed_on=day(), actor=actor)
    kept = as_it_is(former)
    assert (kept.state, kept.closed_on) == (S.ENDED, day(-2))
    assert contract_on(case, day(-1)) is None


def test_an_end_and_a_breach_have_a_day_and_a_reason(case, actor):
    contract = make_contract(case)
    for act in (services.end, services.breach):
        with pytest.raises(ContractError) as refused:
            act(contract=contract, on=day(), reason=" ", actor=actor)
        assert refused.value.field == "reason"
        for wrong in (day(1), contract.signed_on - timedelta(days=1)):
            with pytest.raises(ContractError) as refused:
                act(contract=contract, on=wrong, reason="Emploi", actor=actor)
            assert refused.value.field == "on"
    services.breach(contract=contract, on=day(-1), reason="Ne vient plus", actor=actor)
    kept = as_it_is(contract)
    assert (kept.state, kept.closed_on, kept.closing_reason) == (
        S.BREACHED,
        day(-1),
        "Ne vient plus",
    )


def test_a_draft_that_lacks_its_reason_can_be_dropped(case, actor):
    draft = make_contract(case, S.DRAFT, regime=Regime.WAIVED, weekly_hours=0)
    services.drop(contract=draft, actor=actor, reason="Déménage")
    assert as_it_is(draft).state == S.DROPPED
    assert services.prepare(beneficiary=case, actor=actor)


def test_the_contract_that_is_signed_takes_the_goals_in_progress(case, actor):
    done = make_goal(case, "Fait", state=G.DONE)
    contract = signed(case, actor)
    assert [goal.contract for goal in Goal.unscoped.filter(beneficiary=case, state="in_progress")]
    assert {one.goal.pgh_obj_id for one in plan_of_contract(contract)} == set(
        Goal.unscoped.filter(contract=contract).values_list("pk", flat=True)
    )
    assert as_it_is(done).contract is None


def test_goals_live_on_when_their_contract_is_over(case, actor):
    contract = signed(case, actor)
    (goal,) = [one.goal for one in plan_of(case).goals]
    closed = make_goal(case, "Passé", state=G.DONE, contract=contract)
    services.end(contract=contract, on=day(), reason="Emploi", actor=actor)
    plan = plan_of(case)
    assert [one.goal for one in plan.goals] == [goal]
    assert plan.closed == []
    with pytest.raises(ContractError, match="contrat terminé"):
        plans.set_goal_state(goal=closed, state=G.IN_PROGRESS, actor=actor)
    with pytest.raises(ContractError, match="contrat terminé"):
        plans.edit_goal(goal=closed, label="x", theme=None, actor=actor, version=1)
    assert (
        plans.set_step_state(step=plan.goals[0].steps[0], state=T.DONE, actor=actor).done_on
        == day()
    )


def test_the_plan_of_a_contract_that_is_over_reads_as_it_was(case, actor):
    former = signed(case, actor)
    (goal,) = [one.goal for one in plan_of(case).goals]
    renewal = services.prepare(beneficiary=case, actor=actor, renews=former)
    services.sign(
        contract=services.propose(contract=renewal, actor=actor), signed_on=day(), actor=actor
    )
    plans.edit_goal(
        goal=goal, label="Autre chose", theme=None, actor=actor, version=as_it_is(goal).version
    )
    assert [one.goal.label for one in plan_of_contract(as_it_is(former))] == ["Trouver un logement"]
    assert [one.goal.label for one in plan_of_contract(renewal)] == ["Autre chose"]
    assert [step.label for one in plan_of_contract(former) for step in one.steps] == [
        "Appeler la mairie"
    ]


def test_who_only_reads_writes_nothing(case, referent):
    contract = make_contract(case, S.DRAFT)
    unit = make_unit()
    for other in (
        make_professional(unit=unit),
        make_professional(LevelName.UNIT_MANAGER, unit=unit),
        make_professional(LevelName.ORIENTATION_OFFICER, unit=unit),
    ):
        with acting_as(other.user), pytest.raises(NotWritableError):
            services.drop(contract=contract, actor=Actor(other.user))
    member = make_professional(unit=unit)
    join_team(case, member)
    with acting_as(member.user):
        services.drop(contract=contract, actor=Actor(member.user))


def test_the_site_ends_and_drops_for_a_decision_taken_elsewhere(case):
    officer = make_professional(LevelName.ORIENTATION_OFFICER)
    current, draft = make_contract(case), make_contract(case, S.DRAFT)
    with acting_as(officer.user), system_scope(Scope.TRANSFER, actor=Actor(officer.user)):
        services.end(contract=current, on=day(), reason="Sortie", actor=Actor(officer.user))
        services.drop(contract=draft, actor=Actor(officer.user), reason="Sortie")
    assert [as_it_is(one).state for one in (current, draft)] == [S.ENDED, S.DROPPED]
