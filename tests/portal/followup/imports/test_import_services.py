"""What is asked of an import: who may, doubts, undoing, what changed meanwhile or is cut short."""

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.storage import storages
from django.utils import timezone

from demo.followup_files import DemoHousehold, write
from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName
from portal.followup.access.log import log
from portal.followup.access.models import AccessEntry
from portal.followup.imports import applying, housekeeping, jobs, reading, services, staging
from portal.followup.imports.errors import (
    ChoiceNeededError,
    ImportRefusedError,
    LivedOnError,
    TotalsDifferError,
)
from portal.followup.imports.models import ImportAction, ImportFile, ImportLine
from portal.followup.imports.said import SaidHousehold, SaidPerson
from portal.followup.models import Beneficiary, Entitlement, Household, OrganismMove
from portal.followup.rows.scope import Scope, acting_as, system_scope
from tests.portal.followup.imports.monthly import (
    actions,
    apply,
    lines,
    now,
    officer,
    receive,
    settle,
)
from tests.portal.followup.imports.test_xml_reader import CHILD, CLAIMANT, PARTNER, home
from tests.portal.followup.people_of_the_area import (
    make_professional,
    make_unit,
    orient,
)

pytestmark = pytest.mark.django_db

FEBRUARY, MARCH = date(2026, 2, 28), date(2026, 3, 31)
Kind, State, FileState = ImportAction.Kind, ImportAction.State, ImportFile.State


def monthly(*homes: DemoHousehold, on: date = FEBRUARY, **options) -> bytes:
    stream = BytesIO()
    write(stream, homes, reference_date=on, **options)
    return stream.getvalue()


def alone(matricule: str = "000000000000001", **values) -> DemoHousehold:
    return home(matricule, **({"people": (CLAIMANT,), "children": 0} | values))


def people(**fields) -> list[Beneficiary]:
    with system_scope(Scope.TEST):
        rows = Beneficiary.unscoped.filter(**fields)
        return list(rows.select_related("household").order_by("pk"))


def rights(**fields) -> list[Entitlement]:
    with system_scope(Scope.TEST):
        return list(Entitlement.unscoped.filter(**fields).order_by("on", "pk"))


@pytest.fixture
def actor():
    return officer()


def imported(actor, *homes: DemoHousehold, on: date = FEBRUARY, **fields) -> ImportFile:
    """A file, read, applied and settled."""
    file = apply(receive(monthly(*homes, on=on), actor, **fields), actor)
    settle(file, actor)
    return file


def only(file: ImportFile) -> ImportAction:
    [action] = actions(file)
    return action


def decide(action: ImportAction, actor: Actor, **fields) -> ImportAction:
    with acting_as(actor.user):
        return services.decide(action=action, actor=actor, **fields)


def undo(action: ImportAction, actor: Actor) -> ImportAction:
    with acting_as(actor.user):
        return services.undo(action=action, actor=actor)


# Receiving


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
    file = receive(content[:-300], actor)
    assert file.state == FileState.FAILED
    assert "coupé après" in file.message
    assert (lines(file), actions(file), people()) == ([], [], [])
    assert file.waiting_file == ""
    assert storages["private"].listdir(reading.FOLDER)[1] == []
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
    assert storages["private"].listdir(reading.FOLDER)[1] == []


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


# Comparing


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


def test_who_owes_no_duties_has_no_clock(actor):
    file = receive(monthly(home()), actor)
    said = {one.line.label: one.explanation for one in actions(file)}
    assert "part du" in said["Lefèvre Zoé"]
    assert "aucun délai" in said["D’Almeida Jean-Noël"]


def test_a_closed_right_asks_for_the_exit_and_ends_no_pathway_by_itself(actor):
    imported(actor, alone())
    file = imported(actor, alone(status="5", reason="RAD", since=date(2026, 3, 9)), on=MARCH)
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


# Applying


def test_what_changed_since_the_preview_waits_for_a_look(actor):
    imported(actor, alone(), alone("000000000000002", people=(PARTNER,)))
    homes = (alone(number="13"), alone("000000000000002", people=(PARTNER,), number="14"))
    file = receive(monthly(*homes, on=MARCH), actor)
    [zoe] = people(first_name="Zoé")
    with system_scope(Scope.TEST):
        Beneficiary.unscoped.filter(pk=zoe.pk).update(address_line="13 bis rue des Lilas")
    apply(file, actor)
    stale, applied = actions(file)
    assert (stale.state, stale.was_read_again, stale.is_sure) == (State.WAITING, True, False)
    assert stale.line.before["address_line"] == "13 bis rue des Lilas"
    assert applied.state == State.APPLIED
    # Shown anew, it is what is applied.
    decide(stale, actor)
    assert people(first_name="Zoé")[0].address_line == "13 RUE DES LILAS"


def test_one_line_that_changed_since_is_read_again_before_it_is_applied(actor):
    imported(actor, alone())
    file = receive(monthly(alone(number="13"), on=MARCH), actor)
    with system_scope(Scope.TEST):
        Beneficiary.unscoped.update(address_line="2 rue Haute")
    with acting_as(actor.user), pytest.raises(ImportRefusedError, match="a changé depuis"):
        services.decide(action=only(file), actor=actor)
    action = only(file)
    assert action.was_read_again
    assert action.line.before["address_line"] == "2 rue Haute"
    decide(action, actor)
    assert people()[0].address_line == "13 RUE DES LILAS"


def test_applying_by_kind_leaves_the_others(actor):
    imported(actor, alone())
    homes = (alone(number="13"), alone("000000000000002", people=(PARTNER,)))
    file = apply(receive(monthly(*homes, on=MARCH), actor), actor, kinds=[Kind.NEW])
    assert {one.kind: one.state for one in actions(file)} == {
        Kind.NEW: State.APPLIED,
        Kind.CHANGED: State.WAITING,
    }


def test_applying_that_was_killed_goes_on_without_double(actor, monkeypatch):
    monkeypatch.setattr(applying, "BATCH", 2)
    homes = [alone(f"{number:015}", people=(one,)) for number, one in enumerate(several(7), 1)]
    file = receive(monthly(*homes), actor)
    with acting_as(actor.user):
        services.apply_sure(file=file, actor=actor)
    batches = iter(range(9))
    apply_lines = applying.apply_lines

    class KilledError(BaseException):
        pass

    def dies(*args):
        apply_lines(*args)
        if next(batches) == 1:
            raise KilledError

    with monkeypatch.context() as patched:
        patched.setattr(applying, "apply_lines", dies)
        with pytest.raises(KilledError):
            jobs.apply_import(file_id=file.pk, user_id=actor.user.pk)
    assert len(people()) == 2
    assert (now(file).state, now(file).progress, now(file).to_apply) == ("applying", 2, 7)
    jobs.apply_import(file_id=file.pk, user_id=actor.user.pk)
    assert (now(file).state, now(file).progress) == (FileState.APPLIED, 7)
    assert len(people()) == len(rights()) == 7
    jobs.apply_import(file_id=file.pk, user_id=actor.user.pk)
    assert len(people()) == len(rights()) == 7


def several(count: int):
    return [replace(CLAIMANT, first_name=f"Zoé {letter}") for letter in "abcdefghij"[:count]]


def test_applying_stops_for_somebody_who_may_no_longer(actor):
    file = receive(monthly(alone()), actor)
    with acting_as(actor.user):
        services.apply_sure(file=file, actor=actor)
    actor.user.groups.clear()
    jobs.apply_import(file_id=file.pk, user_id=actor.user.pk)
    assert people() == []
    assert now(file).state == FileState.READ


def test_the_preview_of_a_waiting_file_follows_what_was_applied(actor):
    first = receive(monthly(alone()), actor)
    second = receive(monthly(alone(number="13"), on=MARCH), actor)
    assert only(second).kind == Kind.NEW
    apply(first, actor)
    jobs.compare_import(file_id=second.pk)
    assert (only(second).kind, only(second).was_read_again) == (Kind.CHANGED, False)
    apply(second, actor)
    assert [one.address_line for one in people()] == ["13 RUE DES LILAS"]


def test_what_is_put_aside_is_not_written_and_may_be_taken_up(actor):
    file = receive(monthly(alone()), actor)
    with acting_as(actor.user):
        services.set_aside(action=only(file), actor=actor)
    with acting_as(actor.user), pytest.raises(ImportRefusedError, match="ligne par ligne"):
        services.apply_sure(file=file, actor=actor)
    with acting_as(actor.user):
        services.wait_again(action=only(file), actor=actor)
    apply(file, actor)
    action = only(file)
    assert (action.state, action.decided_by_name) == (State.APPLIED, actor.name)
    with acting_as(actor.user), pytest.raises(ImportRefusedError, match="annulez-la"):
        services.set_aside(action=action, actor=actor)
    # Twice is once.
    assert decide(action, actor).state == State.APPLIED
    assert len(people()) == 1


def test_a_unit_manager_decides_the_lines_of_the_unit_and_no_other(actor):
    manager = make_professional(LevelName.UNIT_MANAGER, unit=make_unit())
    imported(actor, alone(), alone("000000000000002", people=(PARTNER,)))
    with system_scope(Scope.TEST):
        Beneficiary.unscoped.filter(first_name="Zoé").update(unit=manager.unit)
    homes = (
        *(alone(number="13"), alone("000000000000002", people=(PARTNER,), number="14")),
        alone("000000000000003", people=(replace(PARTNER, first_name="Nouveau"),)),
    )
    file = receive(monthly(*homes, on=MARCH), actor)
    own, other, new = actions(file)
    boss = Actor(manager.user)
    with acting_as(manager.user):
        rows = ImportAction.objects.visible_to(manager.user)
        assert list(rows.filter(file=file)) == [own]
        # The second lock says the same.
        assert [one.pk for one in ImportAction.unscoped.filter(file=file)] == [own.pk]
        assert [one.pk for one in ImportLine.unscoped.filter(file=file)] == [own.line_id]
    for action in (other, new):
        with pytest.raises(ImportRefusedError, match="pas de votre unité"):
            decide(action, boss)
        with pytest.raises(ImportRefusedError, match="pas de votre unité"):
            undo(action, boss)
        with acting_as(manager.user), pytest.raises(ImportRefusedError):
            services.set_aside(action=action, actor=boss)
    apply(file, boss)
    assert [one.state for one in actions(file)] == [State.APPLIED, State.WAITING, State.WAITING]
    with acting_as(manager.user), pytest.raises(ImportRefusedError):
        services.drop(file=file, actor=boss)


# Undoing


def test_a_new_case_is_undone_whole_while_nothing_was_made_of_it(actor):
    file = imported(actor, home())
    first, second = actions(file)
    undo(first, actor)
    assert [one.first_name for one in people()] == ["Jean-Noël"]
    undo(second, actor)
    assert (people(), rights()) == ([], [])
    with system_scope(Scope.TEST):
        assert not Household.unscoped.exists()
    assert [one.state for one in actions(file)] == [State.UNDONE, State.UNDONE]
    # Twice is once, and it can be applied again.
    undo(first, actor)
    decide(actions(file)[0], actor)
    assert [one.first_name for one in people()] == ["Zoé"]


def test_a_case_that_lived_on_is_not_undone(actor):
    file = imported(actor, alone())
    [person] = people()
    with acting_as(actor.user):
        log(actor=actor, act=AccessEntry.Act.READ, beneficiary=person)
    orient(person)
    with pytest.raises(LivedOnError, match="orientation") as refusal:
        undo(only(file), actor)
    assert "accès à un dossier" in str(refusal.value)
    assert len(people()) == len(rights()) == 1


def test_a_case_that_another_file_spoke_of_is_not_undone(actor):
    file = imported(actor, alone())
    imported(actor, alone(), on=MARCH)
    with pytest.raises(LivedOnError, match="droit"):
        undo(only(file), actor)


def test_a_change_is_undone_field_by_field(actor):
    imported(actor, home())
    [zoe] = people(first_name="Zoé")
    married = replace(CLAIMANT, used_name="Voisin")
    later = home(people=(married, PARTNER, CHILD), children=2, status="3", reason="01")
    file = imported(actor, later, on=MARCH)
    of_zoe = next(one for one in actions(file) if one.beneficiary_id == zoe.pk)
    undo(of_zoe, actor)
    [after] = people(first_name="Zoé")
    assert (after.used_name, after.sort_name) == ("", "lefevre zoe")
    assert after.household.children == 1
    assert after.version == zoe.version + 2
    assert [right.on for right in rights(beneficiary=zoe)] == [FEBRUARY]
    # The partner's line stays.
    assert len(rights(beneficiary=people(first_name="Jean-Noël")[0])) == 2


def test_a_change_that_somebody_wrote_over_is_not_undone(actor):
    imported(actor, alone())
    file = imported(actor, alone(number="13"), on=MARCH)
    with system_scope(Scope.TEST):
        person = Beneficiary.unscoped.get()
        person.version += 1
        person.save()
    with pytest.raises(LivedOnError, match="a été modifié depuis"):
        undo(only(file), actor)
    assert people()[0].address_line == "13 RUE DES LILAS"
    assert len(rights()) == 2


def test_lines_are_undone_from_the_last_one_back(actor):
    imported(actor, alone())
    second = imported(actor, alone(number="13"), on=MARCH)
    third = imported(actor, alone(number="14"), on=date(2026, 4, 30))
    with pytest.raises(LivedOnError, match="plus récente"):
        undo(only(second), actor)
    undo(only(third), actor)
    undo(only(second), actor)
    assert people()[0].address_line == "12 RUE DES LILAS"
    assert [right.on for right in rights()] == [FEBRUARY]


# Dropping and tidying


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
    orphan = reading.keep(b"of an upload that was undone")
    tomorrow = timezone.now() + timedelta(days=2)
    assert housekeeping.delete_orphan_files(now=tomorrow) == 1
    assert storages["private"].exists(waiting.waiting_file)
    assert not storages["private"].exists(orphan)
    jobs.read_import(file_id=waiting.pk)
    assert housekeeping.forget_old_lines() == 0
    next_year = timezone.now() + timedelta(days=366)
    assert housekeeping.forget_old_lines(now=next_year) == 1
    assert (lines(waiting), actions(waiting)) == ([], [])
    assert now(waiting).sha256


# Tables


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
        *("06 12 34 56 78", "zoe@example.org", "Belfort"),
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
