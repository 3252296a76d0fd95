"""An appeal: its delay, who answers it, what the answer changes."""

from datetime import datetime, time, timedelta
from importlib import import_module
from zoneinfo import ZoneInfo

import pypdfium2
import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName as L
from portal.followup.models import (
    AccessEntry,
    Appeal,
    Beneficiary,
    JournalEntry,
    ReferentAssignment,
    SanctionPeriod,
    SanctionProcedure,
)
from portal.followup.procedures import services
from portal.followup.procedures.errors import NotYoursError, ProcedureError
from portal.followup.procedures.missing import missing_of
from portal.followup.rows.scope import Scope, acting_as, system_scope
from tests.portal.accounts.people import give, person_with, signed_in
from tests.portal.followup.people_of_the_area import make_professional, refer
from tests.portal.followup.procedures.laid import (
    SUPPRESSION,
    latest,
    make_appeal,
    make_procedure,
    today,
)


@pytest.fixture
def contested(cast):
    return make_procedure(
        cast.case, cast.referent, "in_force", decider=cast.manager, rate=60, months=2
    )


def record(cast, row, received_on, **values):
    actor = Actor(cast.manager.user)
    with acting_as(actor.user):
        row = latest(row)
        return services.record_appeal(
            procedure=row,
            received_on=received_on,
            grounds="À l’hôpital.",
            actor=actor,
            version=row.version,
            **values,
        )


def answer(user, appeal, outcome="rejected", **values):
    with acting_as(user):
        return services.answer_appeal(
            appeal=appeal,
            outcome=outcome,
            answer="Motifs.",
            actor=Actor(user),
            version=latest(appeal).version,
            **values,
        )


def test_the_last_day_of_the_delay_is_in_time(cast, contested):
    with system_scope(Scope.TEST):
        SanctionProcedure.unscoped.update(appeal_until=today())
    made = record(cast, contested, today())
    assert not made.is_late
    assert made.first_decider == cast.manager.user
    with pytest.raises(ProcedureError, match="dans les délais"):
        answer(cast.answers, made, "too_late")


def test_the_day_after_is_late_and_recorded_all_the_same(cast, contested):
    with system_scope(Scope.TEST):
        SanctionProcedure.unscoped.update(appeal_until=today() - timedelta(days=1))
    made = record(cast, contested, today())
    assert made.is_late
    assert answer(cast.answers, made, "too_late").outcome == "too_late"


def test_there_is_one_appeal_and_a_decision_that_was_notified(cast, contested):
    record(cast, contested, today())
    with pytest.raises(ProcedureError, match="déjà enregistré"):
        record(cast, contested, today())
    other = make_procedure(cast.theirs, cast.delegated, "decided", decider=cast.manager)
    with pytest.raises(ProcedureError, match="pas de décision notifiée"):
        record(cast, other, today())


def test_the_first_decider_never_answers(cast, contested):
    made = make_appeal(contested)
    give(cast.manager.user, L.APPEAL_OFFICER)
    with pytest.raises(NotYoursError):
        answer(cast.manager.user, made)
    assert signed_in(cast.manager.user).get(f"/suivi/recours/{made.pk}/").status_code == 404
    # Nor somebody without the level.
    for who in (cast.colleague, cast.referent):
        with pytest.raises(NotYoursError):
            answer(who.user, made)
    with pytest.raises(IntegrityError, match="appeal_decided_by_another"), transaction.atomic():
        make_appeal(
            make_procedure(cast.theirs, cast.delegated, "in_force", decider=cast.manager),
            outcome="rejected",
            answer="Non",
            decided_on=today(),
            decided_by=cast.manager.user,
        )
    assert answer(cast.answers, made).decided_by == cast.answers


def test_who_reported_or_was_the_referent_since_the_facts_never_answers(cast, contested):
    """Even once the case is somebody else's: the database knows who was its referent."""
    made = make_appeal(contested)
    former, before = make_professional(), make_professional()
    now = timezone.now()
    refer(cast.case, former, starts_at=now - timedelta(days=60), ends_at=now - timedelta(days=5))
    refer(cast.case, before, starts_at=now - timedelta(days=90), ends_at=now - timedelta(days=61))
    reporter = cast.referent
    with system_scope(Scope.TEST):
        ReferentAssignment.unscoped.filter(professional=reporter).delete()
    for who in (reporter, former, before):
        give(who.user, L.APPEAL_OFFICER)
    for who in (reporter, former):
        with pytest.raises(NotYoursError):
            answer(who.user, made)
        assert signed_in(who.user).get(f"/suivi/recours/{made.pk}/").status_code == 404
        with acting_as(who.user):
            assert not Appeal.unscoped.exists()
    assert answer(before.user, made).decided_by == before.user


@pytest.mark.parametrize(("zone", "is_theirs"), [("Indian/Reunion", True), ("UTC", False)])
def test_the_day_that_a_referent_left_is_the_sites(cast, contested, zone, is_theirs):
    make_appeal(contested)
    former = make_professional()
    give(former.user, L.APPEAL_OFFICER)
    with system_scope(Scope.TEST):
        facts_on = contested.report.facts_on
    left = datetime.combine(facts_on, time(0, 30), ZoneInfo("Indian/Reunion"))
    refer(cast.case, former, starts_at=left - timedelta(days=30), ends_at=left)
    migration = import_module("portal.followup.migrations.0011_days_of_the_site")
    with connection.cursor() as cursor:
        cursor.execute(migration.INVOLVED.format(zone=zone))
    with acting_as(former.user):
        assert Appeal.unscoped.exists() is not is_theirs


def test_an_answered_appeal_stays_with_who_answered(cast, contested):
    made = make_appeal(contested)
    other = person_with(L.APPEAL_OFFICER)
    with acting_as(other):
        assert Appeal.unscoped.count() == Appeal.objects.visible_to(other).count() == 1
    answer(cast.answers, made)
    for user, count in ((other, 0), (cast.answers, 1)):
        with acting_as(user):
            assert Appeal.unscoped.count() == count
            assert Appeal.objects.visible_to(user).count() == count


def test_reading_an_appeal_is_logged_in_a_form_that_is_shown_again(cast, contested):
    made = make_appeal(contested)
    browser = signed_in(cast.answers)
    assert browser.post(f"/suivi/recours/{made.pk}/", {}).status_code == 422
    with system_scope(Scope.TEST):
        [entry] = AccessEntry.unscoped.filter(place="followup:appeal")
    assert entry.beneficiary_id == cast.case.pk


def test_an_answer_over_a_changed_appeal_may_be_sent_again(cast, contested):
    made = make_appeal(contested)
    with system_scope(Scope.TEST):
        Appeal.unscoped.update(version=2)
    browser = signed_in(cast.answers)
    form = {"version": 1, "outcome": "rejected", "answer": "Le délai était clair."}
    answer_page = browser.post(f"/suivi/recours/{made.pk}/", form)
    assert answer_page.status_code == 409
    shown = answer_page.context["form"]
    assert shown["answer"].value() == "Le délai était clair."
    again = form | {"version": shown["version"].value()}
    assert browser.post(f"/suivi/recours/{made.pk}/", again).status_code == 302


def test_rejected_it_changes_nothing(cast, contested):
    answer(cast.answers, make_appeal(contested))
    row = latest(contested)
    assert (row.state, row.rate, row.months) == ("in_force", 60, 2)


def test_annulled_the_sanction_has_no_day_left(cast, contested):
    answer(cast.answers, make_appeal(contested), "annulled")
    with system_scope(Scope.TEST):
        period = SanctionPeriod.unscoped.get()
    assert latest(contested).state == "annulled"
    assert period.ends_on == period.starts_on


def test_annulled_what_followed_it_is_to_be_taken_back(cast):
    row = make_procedure(
        cast.case,
        cast.referent,
        "ended",
        decider=cast.manager,
        **(SUPPRESSION | {"removal_proposed_on": today()}),
    )
    answer(cast.answers, make_appeal(row), "annulled")
    with system_scope(Scope.TEST):
        [one] = [
            one for one in missing_of(latest(row), today()) if "France Travail" in one.sentence
        ]
    # Nobody does it by itself.
    assert one.act == ""
    assert latest(row).removal_proposed_on == today()


def test_reduced_it_is_lower_or_shorter(cast, contested):
    made = make_appeal(contested)
    for values, field in (
        ({}, "rate"),
        ({"rate": 61}, "rate"),
        ({"months": 3}, "months"),
    ):
        with pytest.raises(ProcedureError) as error:
            answer(cast.answers, made, "reduced", **values)
        assert error.value.field == field
    answer(cast.answers, made, "reduced", rate=20, months=1)
    row = latest(contested)
    assert (row.state, row.rate, row.months) == ("in_force", 20, 1)
    # What was decided, and the bounds of that day, stay as evidence.
    assert (row.decided_rate, row.decided_months) == (60, 2)
    assert (row.rate_least, row.months_least) == (30, 1)


def test_each_letter_says_what_was_decided_in_it(cast, contested):
    made = make_appeal(contested)
    browser = signed_in(cast.manager.user)
    row = f"/suivi/dossiers/{cast.case.pk}/procedure/{contested.pk}/"

    def letter(slug):
        pages = pypdfium2.PdfDocument(browser.get(f"{row}{slug}.pdf").content)
        return " ".join(" ".join(page.get_textpage().get_text_range() for page in pages).split())

    first = letter("decision")
    assert "60 % de votre RSA pendant 2 mois" in first.replace("\xa0", " ")
    answer(cast.answers, made, "reduced", rate=20, months=1)
    assert letter("decision") == first
    assert "(20 % de votre RSA pendant 1 mois)" in letter("recours").replace("\xa0", " ")
    page = (
        browser.get(f"/suivi/dossiers/{cast.case.pk}/procedure/")
        .content.decode()
        .replace("&nbsp;", " ")
    )
    assert "60 % pendant 2 mois" in page
    assert "20 % pendant 1 mois" in page


@pytest.mark.parametrize(
    ("rate", "months", "first_rate", "first_months"),
    [
        (20, 1, None, None),
        (20, 1, 60, None),
        (20, 3, 60, 2),
        (70, 2, 60, 2),
        (20, 1, 120, 2),
        (0, 1, 60, 2),
    ],
)
def test_the_database_holds_what_an_appeal_may_make_of_it(
    cast, contested, rate, months, first_rate, first_months
):
    changed = {
        "rate": rate,
        "months": months,
        "first_rate": first_rate,
        "first_months": first_months,
    }
    with system_scope(Scope.TEST):
        rows = SanctionProcedure.unscoped.filter(pk=contested.pk)
        with pytest.raises(IntegrityError, match="within_its_bounds"), transaction.atomic():
            rows.update(**changed)
        rows.update(rate=20, months=1, first_rate=60, first_months=2)


def test_who_answers_reads_the_procedure_until_then_and_no_case(cast, contested):
    made = make_appeal(contested)
    other = make_procedure(cast.theirs, cast.delegated, "in_force", decider=cast.manager)
    with acting_as(cast.answers):
        assert [*SanctionProcedure.unscoped.all()] == [contested]
        assert not Beneficiary.unscoped.exists()
        assert not JournalEntry.unscoped.exists()
        assert not SanctionProcedure.objects.visible_to(cast.answers).filter(pk=other.pk).exists()
    browser = signed_in(cast.answers)
    page = browser.get(f"/suivi/recours/{made.pk}/")
    assert page.status_code == 200
    assert "hôpital" in page.content.decode()
    assert browser.get(f"/suivi/dossiers/{cast.case.pk}/procedure/").status_code == 403
    form = {"version": 1, "outcome": "rejected", "answer": "Le délai était clair."}
    assert browser.post(f"/suivi/recours/{made.pk}/", form).status_code == 302
    with acting_as(cast.answers):
        assert not SanctionProcedure.unscoped.exists()
        assert Appeal.unscoped.get().decided_by == cast.answers
    assert browser.get(f"/suivi/recours/{made.pk}/").status_code == 404


def test_the_answer_is_notified_by_who_conducts(cast, contested):
    made = make_appeal(contested)
    actor = Actor(cast.manager.user)
    with acting_as(actor.user), pytest.raises(ProcedureError, match="pas de réponse"):
        services.notify_answer(appeal=made, received_on=today(), actor=actor, version=1)
    answer(cast.answers, made)
    with acting_as(actor.user):
        told = services.notify_answer(
            appeal=latest(made), received_on=today(), actor=actor, version=2
        )
    assert told.answer_received_on == today()


def test_a_level_that_ended_opens_nothing(cast, contested):
    made = make_appeal(contested)
    gone = person_with(L.APPEAL_OFFICER)
    gone.groups.clear()
    assert signed_in(gone).get(f"/suivi/recours/{made.pk}/").status_code == 403
    with acting_as(gone):
        assert not Appeal.unscoped.exists()
