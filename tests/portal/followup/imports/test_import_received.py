"""Bringing a file in: who may, what is refused, what is cut short, what is left behind."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.files.storage import storages
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName
from portal.followup.imports import housekeeping, jobs, reading, services
from portal.followup.imports.errors import (
    ImportRefusedError,
    TotalsDifferError,
)
from portal.followup.imports.models import ImportAction, ImportFile, ImportLine
from portal.followup.rows.scope import Scope, acting_as, system_scope
from tests.portal.followup.imports.households import (
    CLAIMANT,
    FEBRUARY,
    MARCH,
    PARTNER,
    alone,
    home,
    imported,
    monthly,
    only,
    people,
    rights,
)
from tests.portal.followup.imports.monthly import (
    actions,
    apply,
    lines,
    now,
    officer,
    raw_files,
    receive,
)
from tests.portal.followup.people_of_the_area import (
    make_professional,
)

pytestmark = pytest.mark.django_db

Kind, State, FileState = ImportAction.Kind, ImportAction.State, ImportFile.State


@pytest.fixture
def actor():
    return officer()


def test_a_file_is_received_today_unless_another_day_is_said(actor):
    assert receive(monthly(alone()), actor).received_on == timezone.localdate()
    day = date(2026, 4, 2)
    file = receive(monthly(alone(), on=MARCH), actor, received_on=day)
    assert file.received_on == day
    assert "02/04/2026" in only(file).explanation
    apply(file, actor)
    assert [right.received_on for right in rights()] == [day]


@pytest.mark.parametrize(
    ("content", "fields", "reason"),
    [
        (b"", {}, "vide"),
        (b" \n", {}, "vide"),
        (b"x" * 1001, {}, "trop lourd"),
        (b"<a/>", {"received_on": date(2099, 1, 1)}, "à venir"),
    ],
)
def test_what_cannot_be_received_is_refused_and_nothing_is_kept(
    actor, content, fields, reason, monkeypatch
):
    monkeypatch.setattr(services, "MAX_BYTES", 1_000)
    with acting_as(actor.user), pytest.raises(ImportRefusedError, match=reason):
        services.receive(
            upload_bytes=content, name="a.xml", flow=ImportFile.Flow.MONTHLY, actor=actor, **fields
        )
    with system_scope(Scope.TEST):
        assert not ImportFile.unscoped.exists()


@pytest.mark.parametrize(
    "level", [LevelName.ADVISER, LevelName.UNIT_MANAGER, LevelName.RIGHTS_ADMINISTRATOR]
)
def test_only_who_orients_brings_a_file_in(level):
    user = make_professional(level).user
    with acting_as(user), pytest.raises(ImportRefusedError, match="ne pouvez pas"):
        services.receive(upload_bytes=monthly(alone()), name="a", flow="monthly", actor=Actor(user))


def test_a_file_from_after_the_day_it_was_received_is_refused(actor):
    file = receive(monthly(alone(), on=MARCH), actor, received_on=date(2026, 3, 30))
    assert file.state == FileState.FAILED
    assert "jour de réception" in file.message


def test_a_file_cut_short_leaves_no_line_and_no_raw_file(actor):
    content = monthly(*(alone(f"{number:015}") for number in range(1, 900)))
    before = raw_files()
    file = receive(content[:-300], actor)
    assert file.state == FileState.FAILED
    assert "coupé après" in file.message
    assert (lines(file), actions(file), people()) == ([], [], [])
    assert file.waiting_file == ""
    assert raw_files() == before
    # The whole one is read afterwards.
    assert receive(content, actor).state == FileState.READ


def test_a_fault_of_the_site_is_said_and_the_raw_file_goes(actor, monkeypatch, caplog):
    def fails(*args, **kwargs):
        message = "Lefèvre Zoé"
        raise ValueError(message)

    monkeypatch.setattr(reading, "stage", fails)
    file = receive(monthly(alone()), actor)
    assert file.state == FileState.FAILED
    assert "défaut du site" in file.message
    assert file.waiting_file == ""
    assert "ValueError" in caplog.text
    assert "Zoé" not in caplog.text


def test_reading_that_was_killed_starts_again_without_double(actor, monkeypatch):
    class KilledError(BaseException):
        """What `except Exception` does not catch, as a signal."""

    def killed(*args, **kwargs):
        raise KilledError

    content = monthly(alone(), home("000000000000002"))
    before = raw_files()
    with acting_as(actor.user):
        file = services.receive(upload_bytes=content, name="a", flow="monthly", actor=actor)
    # After its lines were staged, before the transaction ended.
    with monkeypatch.context() as patched:
        patched.setattr(ImportFile, "save", killed)
        with pytest.raises(KilledError):
            jobs.read_import(file_id=file.pk)
    assert now(file).state == FileState.RECEIVED
    assert lines(file) == []
    # After the transaction, before the raw file was deleted.
    with monkeypatch.context() as patched:
        patched.setattr(reading, "_forget", killed)
        with pytest.raises(KilledError):
            jobs.read_import(file_id=file.pk)
    assert now(file).state == FileState.READ
    assert now(file).waiting_file
    jobs.read_import(file_id=file.pk)
    assert now(file).waiting_file == ""
    assert len(lines(file)) == 3
    assert raw_files() == before


def test_a_raw_file_that_is_lost_is_said(actor):
    with acting_as(actor.user):
        file = services.receive(
            upload_bytes=monthly(alone()), name="a", flow="monthly", actor=actor
        )
    storages["private"].delete(file.waiting_file)
    jobs.read_import(file_id=file.pk)
    assert (now(file).state, now(file).waiting_file) == (FileState.FAILED, "")


def test_a_household_in_error_is_a_line_and_is_not_absent(actor):
    imported(actor, alone(), alone("000000000000002", people=(PARTNER,)))
    wrong = replace(CLAIMANT, birth_name="A" * 40)
    file = receive(monthly(alone(people=(wrong,)), on=MARCH), actor)
    [line] = lines(file, verdict=ImportLine.Verdict.ERROR)
    assert "NOM" in line.problem
    assert (file.found_total, file.found_errors) == (1, 1)
    # The other household alone is absent.
    assert [(one.kind, one.beneficiary.birth_name) for one in actions(file)] == [
        (Kind.ABSENT, "D’Almeida")
    ]


def test_a_household_of_another_organism_is_a_line_in_error(actor):
    data = monthly(alone(), alone("000000000000002", people=(PARTNER,)))
    first, last = data.rsplit(b"<NUMORG>901", 1)
    file = receive(first + b"<NUMORG>251" + last, actor)
    [line] = lines(file, verdict=ImportLine.Verdict.ERROR)
    assert "CAF 251" in line.problem


def test_a_person_twice_in_a_household_is_said_once(actor):
    file = receive(monthly(alone(people=(CLAIMANT, replace(CLAIMANT, role="CJT")))), actor)
    assert [line.verdict for line in lines(file)] == ["create", "error"]
    file = receive(monthly(alone(), alone(), on=MARCH), actor)
    assert [line.verdict for line in lines(file)] == ["create", "error"]
    assert "deux fois" in lines(file)[1].problem


def test_totals_that_differ_are_a_warning_before_applying(actor):
    for options in ({"total": 7}, {}):
        data = monthly(alone(), on=MARCH if options else FEBRUARY, **options)
        if not options:
            data = data.replace(b"TransmissionFlux", b"Autre")
        file = receive(data, actor)
        assert file.totals_differ
        with acting_as(actor.user), pytest.raises(TotalsDifferError):
            services.apply_sure(file=file, actor=actor)
        assert people() == []
    assert apply(file, actor, knows_totals=True).state == FileState.APPLIED
    assert len(people()) == 1


def test_reading_costs_no_more_for_twenty_households_than_for_one(
    actor, django_assert_max_num_queries
):
    counts = []
    for number in (1, 20):
        homes = [alone(f"{number:07}{rank:08}") for rank in range(number)]
        data = monthly(*homes, on=FEBRUARY + timedelta(days=number))
        with django_assert_max_num_queries(200) as captured:
            receive(data, actor)
        counts.append(len(captured))
    assert counts[1] <= counts[0]


def test_a_file_of_which_nothing_was_applied_may_be_dropped_and_read_again(actor):
    content = monthly(alone())
    file = receive(content, actor)
    with acting_as(actor.user):
        services.drop(file=file, actor=actor)
        services.drop(file=file, actor=actor)
    assert (lines(file), actions(file)) == ([], [])
    again = receive(content, actor)
    assert again.state == FileState.READ
    apply(again, actor)
    with acting_as(actor.user), pytest.raises(ImportRefusedError, match="appliquées"):
        services.drop(file=again, actor=actor)


def test_tidying_keeps_files_that_wait_and_forgets_lines_of_a_year_ago(actor, monkeypatch):
    with acting_as(actor.user):
        waiting = services.receive(
            upload_bytes=monthly(alone()), name="a", flow="monthly", actor=actor
        )
    left = len(raw_files()) - 1
    orphan = reading.keep(b"of an upload that was undone")
    tomorrow = timezone.now() + timedelta(days=2)
    assert housekeeping.delete_orphan_files(now=tomorrow) == left + 1
    assert storages["private"].exists(waiting.waiting_file)
    assert not storages["private"].exists(orphan)
    jobs.read_import(file_id=waiting.pk)
    assert housekeeping.forget_old_lines() == 0
    next_year = timezone.now() + timedelta(days=366)
    assert housekeeping.forget_old_lines(now=next_year) == 1
    assert (lines(waiting), actions(waiting)) == ([], [])
    assert now(waiting).sha256
