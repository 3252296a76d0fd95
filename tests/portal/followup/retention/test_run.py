"""Notice, archive, return: what a night does, and what stops it."""

from datetime import datetime, time, timedelta
from io import StringIO
from pathlib import Path
from unittest.mock import patch

import pytest
from django.core.management import call_command
from django.utils import timezone
from post_office.models import Email

from portal.accounts.level_names import LevelName as L
from portal.followup.access.ways import ways_to
from portal.followup.booking.services.choosing import BY_LINK
from portal.followup.models import (
    Appeal,
    Beneficiary,
    CareTeamMember,
    CaseRetention,
    DelaySetting,
    ReferentAssignment,
    RetentionHold,
    SearchKey,
    Term,
)
from portal.followup.retention import jobs
from portal.followup.retention.contacts import SOURCES, last_contacts
from portal.followup.retention.deciding import Act
from portal.followup.retention.errors import NotYourUnitError, RetentionError
from portal.followup.retention.services import holding, running
from portal.followup.retention.states import CASE_TRANSITIONS, R, Role, may_case_go
from portal.followup.rows.scope import Scope, acting_as, system_scope
from tests.factories import UserFactory
from tests.portal.followup.every_row import make
from tests.portal.followup.people_of_the_area import (
    in_test_scope,
    join_team,
    link_account,
    make_beneficiary,
    make_professional,
    make_unit,
    write_search_keys,
)
from tests.portal.followup.procedures.laid import make_appeal, make_procedure
from tests.portal.followup.retention.laid import (
    TODAY,
    actor_of,
    archive,
    at,
    manager_of,
    months,
    opened,
    retention_of,
    silent,
)

pytestmark = pytest.mark.django_db

OLD = months(TODAY, -26)


@pytest.fixture
def referent(db):
    return make_professional()


def moment(day):
    return timezone.make_aware(datetime.combine(day, time(10)))


def decided(case, day=TODAY):
    report = running.run(day=day)
    return next((one.act for one in report.decided if one.key == case.pk), None)


def test_a_dry_run_counts_and_writes_nothing(referent):
    case = silent(OLD, referent)
    report = running.run()
    assert report.is_dry
    assert report.counts == {Act.NOTICE: 1}
    assert retention_of(case) is None
    told = StringIO()
    call_command("followup_retention", stdout=told)
    assert "archivages annoncés\u00a0: 1" in told.getvalue()
    jobs.keep_cases(timestamp=0)
    assert retention_of(case) is None
    assert not Email.objects.exists()


def test_the_job_acts_once_the_site_says_so(referent, settings):
    settings.FOLLOWUP_RETENTION = True
    manager = manager_of(referent.unit)
    case = silent(OLD, referent)
    jobs.keep_cases(timestamp=0)
    jobs.keep_cases(timestamp=0)
    row = retention_of(case)
    assert (row.state, row.noticed_on) == (R.NOTICED, TODAY)
    assert row.archive_on == TODAY + timedelta(days=30)
    # One message, however often it runs; it names nobody.
    mail = Email.objects.get()
    assert mail.to == [manager.user.email]
    assert case.birth_name not in mail.message
    assert case.shown_number not in mail.message


@pytest.mark.parametrize("days", [-1, 0])
def test_notice_is_given_thirty_days_before_the_term(referent, days):
    last = months(TODAY + timedelta(days=30 - days), -24)
    # The same day of the month, or its last.
    assert months(last, 24) - timedelta(days=30) == TODAY - timedelta(days=days) or last.day > 28
    case = silent(last, referent)
    assert decided(case) == (Act.NOTICE if months(last, 24) - timedelta(days=30) <= TODAY else None)


def test_a_changed_delay_counts_from_its_day_on(referent):
    case, later = silent(months(TODAY, -8), referent), silent(months(TODAY, -7), referent)
    with system_scope(Scope.TEST):
        DelaySetting.unscoped.create(
            key="retention_months", value=6, starts_on=months(TODAY, -7) - timedelta(days=3)
        )
    assert decided(case) is None
    assert decided(later) == Act.NOTICE


def test_a_case_that_nobody_could_be_told_of_waits(referent):
    case = opened(make_beneficiary(unit=None), OLD)
    report = running.run(is_dry=False)
    assert report.without_unit == 1
    assert retention_of(case) is None


def rows_of_sources(case, referent, day):
    """One row of each source that is an act of the person, on a day."""
    term = {term.code: term for term in Term.unscoped.filter(list="journal_kind")}
    letter = {term.code: term for term in Term.unscoped.filter(list="document_kind")}
    kind = Term.unscoped.filter(list="activity_kind").first()
    own = {"beneficiary": case}
    file = {"media_type": "application/pdf", "size": 1, "sha256": "0" * 64, "file": "x.pdf"}
    monday = day - timedelta(days=day.weekday())
    appointment = own | {"professional": referent, "starts_at": moment(day)}
    procedure = {"beneficiary": case}
    return {
        "held": lambda: make("Appointment", state="held", **appointment),
        "excused": lambda: make("Appointment", state="excused", **appointment),
        "signed": lambda: make(
            "EngagementContract",
            state="ended",
            starts_on=day,
            ends_on=day + timedelta(days=30),
            weekly_hours=15,
            proposed_on=day,
            signed_on=day,
            closed_on=day,
            **own,
        ),
        "diagnosis": lambda: make("Diagnosis", on=day, **own),
        "week": lambda: make("ActivityLog", week=monday, kind=kind, hours=5, **own),
        "phone": lambda: make("JournalEntry", on=day, text="Vu", kind=term["phone"], **own),
        "open right": lambda: make("Entitlement", on=day, status="2", received_on=day, **own),
        "reopened": lambda: make(
            "CaseRetention",
            state="lapsed",
            last_contact_on=OLD,
            noticed_on=OLD,
            archive_on=OLD,
            reopened_on=day,
            **own,
        ),
        # No contact: what an agent writes, or the service does.
        "-note": lambda: make("JournalEntry", on=day, text="Relu", kind=term["team"], **own),
        "-absent": lambda: make("Appointment", state="no_show", **appointment),
        "-letter": lambda: make(
            "CaseDocument", title="Courrier", kind=letter["letter"], **own, **file
        ),
        "-closed right": lambda: make("Entitlement", on=day, status="5", received_on=day, **own),
        "-unsigned": lambda: make("EngagementContract", **own),
        "-edited": lambda: Beneficiary.unscoped.filter(pk=procedure["beneficiary"].pk).update(
            phone="0612345678", version=9
        ),
        "-cancelled": lambda: make("Appointment", state="cancelled", **appointment),
    }


@pytest.mark.parametrize(
    "what",
    [
        "held",
        "excused",
        "signed",
        "diagnosis",
        "week",
        "phone",
        "open right",
        "reopened",
        "-note",
        "-absent",
        "-letter",
        "-closed right",
        "-unsigned",
        "-edited",
        "-cancelled",
    ],
)
def test_what_the_person_did_counts_and_what_an_agent_edits_does_not(referent, what):
    day = months(TODAY, -3)
    case = silent(OLD, referent)
    with system_scope(Scope.TEST):
        rows_of_sources(case, referent, day)[what]()
    assert decided(case) == (Act.NOTICE if what.startswith("-") else None)


def test_what_comes_in_today_counts(referent):
    """Rows whose day is that of their writing: a slot by the link, a document, a link."""
    case = silent(OLD, referent)
    own = {"beneficiary": case}
    makers = [
        lambda: make(
            "Appointment",
            professional=referent,
            starts_at=timezone.now() - timedelta(days=900),
            author_name=BY_LINK,
            state="cancelled",
            **own,
        ),
        lambda: make(
            "CaseDocument",
            title="Bail",
            media_type="application/pdf",
            size=1,
            sha256="0" * 64,
            file="x.pdf",
            **own,
        ),
        lambda: link_account(case, UserFactory()),
        # Whoever is expected is not silent.
        lambda: make(
            "Appointment",
            professional=referent,
            starts_at=timezone.now() + timedelta(days=20),
            **own,
        ),
    ]
    for make_one in makers:
        other = silent(OLD, referent)
        own["beneficiary"] = case = other
        with system_scope(Scope.TEST):
            make_one()
            assert last_contacts([other.pk], TODAY) == {other.pk: TODAY}


def test_every_source_is_in_the_table_of_the_documentation():
    text = Path("docs/data-protection.md").read_text("utf-8")
    for source in SOURCES:
        assert f"| {source.label} |" in text, source.label


@in_test_scope
def held_by(case, referent, what):
    if what == "litigation flag":
        Beneficiary.unscoped.filter(pk=case.pk).update(has_litigation_hold=True)
    elif what == "procedure":
        make_procedure(case, referent, "notified")
    elif what == "appeal":
        row = make_procedure(
            case, referent, "ended", decider=manager_of(referent.unit), appeal_until=OLD
        )
        make_appeal(row)
    else:
        values = {
            "litigation": {"kind": "litigation"},
            "litigation until today": {"kind": "litigation", "ends_on": TODAY},
            "litigation over": {"kind": "litigation", "ends_on": TODAY - timedelta(days=1)},
            "litigation lifted": {
                "kind": "litigation",
                "lifted_on": TODAY,
                "lift_reason": "Jugement rendu",
            },
            "participation": {"kind": "fse"},
            "paid five years ago": {"kind": "fse", "paid_on": months(TODAY, -60)},
            "paid before": {"kind": "fse", "paid_on": months(TODAY, -60) - timedelta(days=1)},
        }[what]
        RetentionHold.unscoped.create(beneficiary=case, reason="Tribunal", **values)


HOLDS = {
    "litigation flag": True,
    "procedure": True,
    "appeal": True,
    "litigation": True,
    "litigation until today": True,
    "litigation over": False,
    "litigation lifted": False,
    "participation": True,
    "paid five years ago": True,
    "paid before": False,
}


@pytest.mark.parametrize("what", HOLDS)
def test_a_hold_stops_notice_archive_and_destruction(referent, what):
    case, noticed, archived = (silent(OLD, referent) for _ in range(3))
    running.run(day=TODAY - timedelta(days=31), is_dry=False)
    with system_scope(Scope.TEST):
        CaseRetention.unscoped.filter(beneficiary=case).delete()
    archive(silent(OLD, referent))
    with system_scope(Scope.TEST):
        CaseRetention.unscoped.filter(beneficiary=archived).delete()
    row = archive(archived)
    for one in (case, noticed, archived):
        held_by(one, referent, what)
        if what == "appeal" or what == "procedure":
            with system_scope(Scope.TEST):
                long_ago = TODAY - timedelta(days=1300)
                Appeal.unscoped.filter(beneficiary=one).update(received_on=long_ago)
    acts = [decided(one) for one in (case, noticed, archived)]
    if HOLDS[what]:
        assert acts == [None, Act.LAPSE, Act.DEFER]
    else:
        assert acts == [Act.NOTICE, Act.ARCHIVE, None]
    assert row.destroy_on is not None


def test_a_hold_is_put_and_lifted_by_the_manager_of_the_unit_with_a_reason(referent):
    manager, other = manager_of(referent.unit), manager_of(make_unit())
    case = silent(OLD, referent)
    values = {"case": case, "kind": "litigation", "reason": "TA, n° 12", "on": None}
    for stranger in (other, referent, make_professional(L.ORIENTATION_OFFICER)):
        with acting_as(stranger.user), pytest.raises(NotYourUnitError):
            holding.put(actor=actor_of(stranger), **values)
    with acting_as(manager.user):
        with pytest.raises(RetentionError):
            holding.put(actor=actor_of(manager), **(values | {"reason": " "}))
        with pytest.raises(RetentionError):
            holding.put(actor=actor_of(manager), **(values | {"on": TODAY - timedelta(days=1)}))
        tomorrow = {"kind": "fse", "on": TODAY + timedelta(days=1)}
        with pytest.raises(RetentionError):
            holding.put(actor=actor_of(manager), **(values | tomorrow))
        hold = holding.put(actor=actor_of(manager), **values)
    assert decided(case) is None
    with acting_as(other.user), pytest.raises(NotYourUnitError):
        holding.lift(hold=hold, reason="Non", actor=actor_of(other))
    with acting_as(manager.user):
        holding.lift(hold=hold, reason="Jugement rendu", actor=actor_of(manager))
        with pytest.raises(RetentionError):
            holding.lift(hold=hold, reason="Encore", actor=actor_of(manager))
    assert decided(case) == Act.NOTICE


def test_a_notice_lapses_when_the_person_comes_back_and_begins_anew_later(referent):
    case = silent(OLD, referent)
    running.run(is_dry=False)
    back = TODAY + timedelta(days=5)
    with system_scope(Scope.TEST):
        make("Diagnosis", beneficiary=case, on=back)
    running.run(day=back, is_dry=False)
    assert retention_of(case).state == R.LAPSED
    assert decided(case, TODAY + timedelta(days=40)) is None
    assert decided(case, months(back, 24)) == Act.NOTICE


def test_an_archived_case_is_out_of_reach_and_comes_back_whole(referent):
    case = silent(OLD, referent)
    colleague, officer = make_professional(unit=referent.unit), make_professional(
        L.ORIENTATION_OFFICER
    )  # fmt: skip
    manager = manager_of(referent.unit)
    join_team(case, colleague)
    write_search_keys(case)
    running.run(is_dry=False)
    everybody = (referent, colleague, officer, manager)
    for one in everybody:
        with acting_as(one.user):
            assert Beneficiary.objects.visible_to(one.user).filter(pk=case.pk).exists(), one
    running.run(day=TODAY + timedelta(days=30), is_dry=False)
    assert retention_of(case).state == R.ARCHIVED
    for one in everybody:
        with acting_as(one.user):
            assert not Beneficiary.objects.visible_to(one.user).exists(), one
            # The second lock says the same.
            assert not Beneficiary.unscoped.exists(), one
            assert not SearchKey.unscoped.exists()
            assert not ReferentAssignment.unscoped.exists()
            assert not ways_to(one.user, case.pk)
    with system_scope(Scope.TEST):
        assert not CareTeamMember.unscoped.filter(ends_at__isnull=True).exists()
        make("Entitlement", beneficiary=case, on=TODAY, status="2", received_on=TODAY)
    back = TODAY + timedelta(days=31)
    running.run(day=back, is_dry=False)
    assert retention_of(case).state == R.LAPSED
    with acting_as(manager.user):
        assert Beneficiary.objects.visible_to(manager.user).get() == case
    with system_scope(Scope.TEST):
        assert SearchKey.unscoped.filter(beneficiary=case).exists()


def test_a_killed_run_goes_on_where_it_was(referent):
    cases = [silent(OLD, referent) for _ in range(5)]
    real, seen = running._batch, []

    def dies(keys, day):
        if len(seen) == 2:
            raise KeyboardInterrupt
        seen.append(keys)
        return real(keys, day)

    with patch.object(running, "_batch", dies), pytest.raises(KeyboardInterrupt):
        running.run(is_dry=False, batch=2)
    assert sum(retention_of(case) is not None for case in cases) == 4
    report = running.run(is_dry=False, batch=2)
    assert report.counts == {Act.NOTICE: 1}
    assert running.run(is_dry=False).counts == {}


def test_somebody_who_comes_back_between_the_count_and_the_batch_is_left_alone(referent):
    case = silent(OLD, referent)
    real = running.lock_cases

    def comes_back(keys):
        with system_scope(Scope.TEST):
            make("Diagnosis", beneficiary=case, on=TODAY)
        return real(keys)

    with patch.object(running, "lock_cases", comes_back):
        assert running.run(is_dry=False).counts == {}
    assert retention_of(case) is None


@pytest.mark.parametrize("before", R)
@pytest.mark.parametrize("after", R)
def test_a_case_goes_where_the_table_says(before, after):
    allowed = {
        (R.NOTICED, R.ARCHIVED): {Role.SITE},
        (R.NOTICED, R.LAPSED): {Role.SITE},
        (R.ARCHIVED, R.LAPSED): {Role.SITE, Role.MANAGER},
        (R.LAPSED, R.NOTICED): {Role.SITE},
        (R.ARCHIVED, R.ANONYMISED): {Role.SITE},
    }
    for role in Role:
        assert may_case_go(before, after, role) == (role in allowed.get((before, after), set()))
    assert set(CASE_TRANSITIONS) == set(allowed)


def test_the_clock_of_the_site_is_the_one_that_counts(referent):
    case = silent(months(TODAY, -12), referent)
    assert running.run().counts == {}
    with at(months(TODAY, 12)):
        assert running.run().counts == {Act.NOTICE: 1}
    assert retention_of(case) is None
