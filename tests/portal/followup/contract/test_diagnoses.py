"""A diagnosis begins with the last one; earlier ones stay, and are compared."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.followup.contract.comparing import Trend, compare
from portal.followup.contract.errors import AlreadyThereError, ContractError
from portal.followup.contract.forms.diagnosis import DiagnosisForm
from portal.followup.contract.models import BarrierAssessment, Diagnosis
from portal.followup.contract.queries import diagnoses_of
from portal.followup.contract.services.diagnoses import (
    DiagnosisValues,
    SaidBarrier,
    correct,
    diagnose,
)
from portal.followup.rows.versions import ChangedMeanwhileError
from tests.portal.followup.contract.contracts import as_it_is, make_diagnosis, situations, theme
from tests.portal.followup.people_of_the_area import make_beneficiary

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("actor")]
STRONG, MEDIUM, NONE = BarrierAssessment.Severity


def day(offset=0):
    return timezone.localdate() + timedelta(days=offset)


def test_a_new_diagnosis_proposes_what_the_last_one_says(case, actor):
    make_diagnosis(case, needs="Un logement", has_vehicle=True, barriers={"housing": STRONG})
    (last,) = diagnoses_of(case)
    initial = DiagnosisForm.initial_of_new(last)
    form = DiagnosisForm(last=last, initial=initial)
    housing = theme()
    assert form["needs"].value() == "Un logement"
    assert form["has_vehicle"].value() is True
    assert form[f"severity_{housing.pk}"].value() == STRONG
    assert form[f"situations_{housing.pk}"].value() == [str(situations()[0].pk)]
    assert form["on"].value() == day()


def test_what_the_form_says_is_written_and_the_former_one_stays(case, actor):
    before = make_diagnosis(case, barriers={"housing": STRONG})
    (last,) = diagnoses_of(case)
    housing, health = theme(), theme("health")
    said = DiagnosisForm.initial_of_new(last)
    typed = {name: value for name, value in said.items() if value not in (False, None, "")}
    typed |= {
        f"severity_{housing.pk}": MEDIUM,
        f"situations_{housing.pk}": [str(situations()[1].pk)],
        f"severity_{health.pk}": NONE,
        f"comment_{health.pk}": "Suivie par son médecin",
        "is_joint": "on",
    }
    form = DiagnosisForm(typed, last=last)
    assert form.is_valid(), form.errors
    made = diagnose(beneficiary=case, values=form.values, actor=actor)
    assert made.is_joint
    assert [one.pk for one in diagnoses_of(case)] == [made.pk, before.pk]
    new, old = diagnoses_of(case)
    assert [(one.theme, one.severity) for one in new.barriers.all()] == [
        (housing, MEDIUM),
        (health, NONE),
    ]
    assert [(one.theme, one.severity) for one in old.barriers.all()] == [(housing, STRONG)]


def test_what_is_said_of_a_theme_has_an_impact(case, actor):
    health = theme("health")
    form = DiagnosisForm({"on": day(), f"comment_{health.pk}": "Fatiguée"})
    assert list(form.errors) == [f"severity_{health.pk}"]


def test_a_situation_of_another_theme_is_refused(case, actor):
    health = theme("health")
    form = DiagnosisForm(
        {
            "on": day(),
            f"severity_{health.pk}": STRONG,
            f"situations_{health.pk}": [str(situations("housing")[0].pk)],
        }
    )
    assert list(form.errors) == [f"situations_{health.pk}"]


def test_one_a_day_never_in_the_future_never_before_the_last(case, actor):
    last = make_diagnosis(case, on=day(-3))
    with pytest.raises(AlreadyThereError) as refused:
        diagnose(beneficiary=case, values=DiagnosisValues(on=day(-3)), actor=actor)
    assert refused.value.row == last
    for wrong in (day(1), day(-4)):
        with pytest.raises(ContractError) as refused:
            diagnose(beneficiary=case, values=DiagnosisValues(on=wrong), actor=actor)
        assert refused.value.field == "on"
    assert diagnose(beneficiary=case, values=DiagnosisValues(on=day()), actor=actor)


def test_the_latest_alone_is_corrected(case, actor):
    earlier = make_diagnosis(case, on=day(-9))
    latest = make_diagnosis(case, on=day(-2), barriers={"housing": STRONG, "health": MEDIUM})
    values = DiagnosisValues(
        on=day(-2),
        needs="Autre",
        barriers=[SaidBarrier(theme(), NONE, situations()[:2], "Relogée")],
    )
    with pytest.raises(ContractError, match="reste comme il était"):
        correct(diagnosis=earlier, values=values, actor=actor, version=1)
    correct(diagnosis=latest, values=values, actor=actor, version=1)
    kept, _ = diagnoses_of(case)
    (barrier,) = kept.barriers.all()
    assert (kept.needs, barrier.severity, barrier.comment) == ("Autre", NONE, "Relogée")
    assert {term.pk for term in barrier.situations.all()} == {term.pk for term in situations()[:2]}
    with pytest.raises(ChangedMeanwhileError):
        correct(diagnosis=latest, values=values, actor=actor, version=1)


def test_a_correction_leaves_what_did_not_change_without_a_new_event(case, actor):
    latest = make_diagnosis(case, barriers={"housing": STRONG})
    (barrier,) = diagnoses_of(case)[0].barriers.all()
    said = [SaidBarrier(theme(), STRONG, situations()[:1])]
    correct(
        diagnosis=latest,
        values=DiagnosisValues(on=latest.on, needs="Plus", barriers=said),
        actor=actor,
        version=1,
    )
    assert barrier.events.count() == 1
    assert as_it_is(latest).events.count() == 2


def test_two_diagnoses_are_compared(case, actor):
    make_diagnosis(case, on=day(-9), barriers={"housing": STRONG, "health": NONE, "budget": MEDIUM})
    make_diagnosis(
        case,
        on=day(-1),
        summary="Vit chez sa sœur.",
        has_driving_licence=True,
        barriers={"housing": MEDIUM, "health": STRONG, "language": MEDIUM},
    )
    after, before = diagnoses_of(case)
    found = compare(before, after)
    assert {one.theme: one.trend for one in found.barriers} == {
        "Logement": Trend.BETTER,
        "Santé": Trend.WORSE,
        "Langue": Trend.NEW,
        "Budget": Trend.GONE,
    }
    assert {one.label: one.after for one in found.texts} == {
        "situation et atouts": "Vit chez sa sœur.",
        "permis B": "Oui",
    }
    assert compare(after, after).is_empty


def test_reading_them_costs_the_same_for_one_and_for_ten(
    case, actor, referent, django_assert_num_queries
):
    other = make_beneficiary(referent)
    make_diagnosis(other, barriers={"housing": STRONG})
    for number in range(10):
        make_diagnosis(case, on=day(-number), barriers={"housing": STRONG, "health": MEDIUM})
    with django_assert_num_queries(3):
        assert len(diagnoses_of(other)) == 1
    with django_assert_num_queries(3):
        assert len(diagnoses_of(case)) == 10
    assert Diagnosis.unscoped.filter(beneficiary=case).count() == 10
