"""A contract from the first draft to what succeeds it: its dates, its hours, what it takes over."""

from datetime import date, timedelta

import pytest

from portal.followup.configuration.models import DelaySetting
from portal.followup.contract import services
from portal.followup.contract.dates import last_day, plus_months, same_length
from portal.followup.contract.errors import (
    AlreadyThereError,
    ContractError,
    IncompleteError,
)
from portal.followup.contract.models import EngagementContract
from portal.followup.contract.states import S
from portal.followup.rows.scope import Scope, system_scope
from tests.portal.followup.contract.contracts import (
    as_it_is,
    day,
    make_contract,
    make_diagnosis,
    make_goal,
    make_step,
    proposed,
    ready_to_propose,
    reason,
    write,
)
from tests.portal.followup.people_of_the_area import (
    make_beneficiary,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("actor")]
Regime = EngagementContract.Regime


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
