"""What waits for who manages a unit, on their home; and who is told by mail."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName as L
from portal.followup.models import AppointmentCategory, Invitation, SanctionProcedure
from portal.followup.procedures.services import record_appeal, report
from portal.followup.procedures.services.reporting import Facts
from portal.followup.rows.scope import Scope, acting_as, system_scope
from snippets.mail.models import Dispatch
from tests.portal.accounts.people import give, person_with, queries_of, signed_in
from tests.portal.followup.merging.laid import make_pair, propose
from tests.portal.followup.people_of_the_area import (
    make_beneficiary,
    make_professional,
    make_unit,
    refer,
)
from tests.portal.followup.procedures.laid import make_procedure, make_report

pytestmark = pytest.mark.django_db
HOME = "/suivi/"


@pytest.fixture
def people(db):
    unit = make_unit()
    return make_professional(unit=unit), make_professional(L.UNIT_MANAGER, unit=unit)


def told_to(manager) -> dict[int, str]:
    page = signed_in(manager.user).get(HOME)
    return {one.case.pk: one.why for one in page.context["conducted"]}


def test_reports_and_procedures_are_told_with_their_reason(people):
    referent, manager = people
    reported, notified, early, decided = (make_beneficiary(referent) for _ in range(4))
    make_report(reported, referent)
    today = timezone.localdate()
    make_procedure(notified, reporter=referent, state="notified")
    make_procedure(early, reporter=referent, state="notified")
    make_procedure(decided, reporter=referent, state="decided", decider=manager)
    with system_scope(Scope.TEST):
        rows = SanctionProcedure.unscoped
        rows.filter(beneficiary=notified).update(observations_until=today - timedelta(days=1))
        rows.filter(beneficiary=early).update(observations_until=today)
    told = told_to(manager)
    assert "signalé" in told[reported.pk]
    assert "décision est à prendre" in told[notified.pk]
    assert early.pk not in told
    assert "envoyez-la" in told[decided.pk]
    page = signed_in(manager.user).get(HOME).content.decode()
    assert f"/suivi/dossiers/{reported.pk}/procedure/" in page
    # Nothing of it to another unit, nor to the referent.
    assert told_to(make_professional(L.UNIT_MANAGER)) == {}
    assert told_to(referent) == {}


def test_invitations_past_their_last_day_are_told_to_the_manager_too(people):
    referent, manager = people
    case = make_beneficiary(referent)
    with system_scope(Scope.TEST):
        Invitation.unscoped.create(
            beneficiary=case,
            category=AppointmentCategory.unscoped.create(label="Essai, accueil"),
            round_at=timezone.now() - timedelta(days=20),
            state="expired",
            answer_days=10,
            deadline_on=timezone.localdate() - timedelta(days=5),
        )
    page = signed_in(manager.user).get(HOME)
    assert [one.pk for one in page.context["unanswered"]] == [case.pk]
    assert f"/suivi/dossiers/{case.pk}/invitations/convoquer/" in page.content.decode()


def test_a_merge_that_somebody_else_proposed_waits_for_an_agreement(people):
    referent, manager = people
    officer = make_professional(L.ORIENTATION_OFFICER)
    merge = propose(*make_pair(referent), officer)
    page = signed_in(manager.user).get(HOME)
    assert [one.pk for one in page.context["merges"]] == [merge.pk]
    assert signed_in(officer.user).get(HOME).context["merges"] == []


def test_the_home_of_a_manager_costs_the_same_for_one_procedure_and_for_twenty(people):
    referent, manager = people
    browser = signed_in(manager.user)
    make_procedure(make_beneficiary(referent), reporter=referent)
    make_report(make_beneficiary(referent), referent)
    before = queries_of(browser, HOME)
    for _ in range(9):
        make_procedure(make_beneficiary(referent), reporter=referent)
        make_report(make_beneficiary(referent), referent)
    assert queries_of(browser, HOME) == before


def test_a_report_is_told_to_the_manager_without_a_word_of_it(people):
    referent, manager = people
    make_professional(L.UNIT_MANAGER)
    case = make_beneficiary(referent)
    facts = Facts(
        kind="commitments",
        facts="Aucune démarche.",
        facts_on=timezone.localdate() - timedelta(days=3),
        tried="Deux appels.",
    )
    with acting_as(referent.user):
        report(beneficiary=case, facts=facts, actor=Actor(referent.user))
    [mail] = Dispatch.objects.filter(key="followup_report_waits").select_related("email")
    assert mail.address == manager.user.email
    text = mail.email.subject + mail.email.message
    assert case.shown_number in text
    for word in (case.birth_name, "Aucune démarche", "manquement"):
        assert word not in text


def test_an_appeal_is_told_to_who_answers_it_and_not_to_who_decided(people):
    referent, manager = people
    officer = person_with(L.APPEAL_OFFICER)
    case = make_beneficiary(referent)
    row = make_procedure(case, reporter=referent, decider=manager, state="in_force")
    with acting_as(manager.user):
        record_appeal(
            procedure=row,
            received_on=timezone.localdate(),
            grounds="Je conteste.",
            actor=Actor(manager.user),
            version=row.version,
        )
    mails = Dispatch.objects.filter(key="followup_appeal_waits").select_related("email")
    assert [mail.address for mail in mails] == [officer.email]
    assert case.birth_name not in mails[0].email.message


def test_an_appeal_is_told_to_nobody_with_whom_the_procedure_began(people):
    referent, manager = people
    case = make_beneficiary(referent)
    reporter, former = make_professional(), make_professional()
    since, earlier = timezone.now() - timedelta(days=2), timezone.now() - timedelta(days=900)
    refer(case, former, starts_at=earlier, ends_at=since)
    before = make_professional()
    refer(case, before, starts_at=earlier, ends_at=earlier + timedelta(days=1))
    row = make_procedure(case, reporter=reporter, decider=manager, state="in_force")
    for one in (reporter, former, before, referent):
        give(one.user, L.APPEAL_OFFICER)
    officer = person_with(L.APPEAL_OFFICER)
    with acting_as(manager.user):
        record_appeal(
            procedure=row,
            received_on=timezone.localdate(),
            grounds="Je conteste.",
            actor=Actor(manager.user),
            version=row.version,
        )
    told = Dispatch.objects.filter(key="followup_appeal_waits").values_list("address", flat=True)
    # The referent of long before the facts judges as anybody else.
    assert sorted(told) == sorted([officer.email, before.user.email])
