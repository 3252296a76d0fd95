"""What goes on in the case that is given up goes on in the one that is kept, or stops the merge."""

from copy import deepcopy
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.accounts.level_names import LevelName as L
from portal.followup.merging.comparing import compare
from portal.followup.merging.errors import StoppedError
from portal.followup.models import (
    Beneficiary,
    BreakGlass,
    CaseMerge,
    Draft,
    FileRequest,
    HoursExemption,
    JournalEntry,
    Orientation,
    ReferentAssignment,
    ReorientationRequest,
    WithheldItem,
)
from portal.followup.rows.scope import Scope, acting_as, system_scope
from tests.factories import UserFactory
from tests.portal.accounts.people import signed_in
from tests.portal.followup.contract.contracts import make_contract, make_exemption
from tests.portal.followup.merging.laid import agree, make_pair, merged, propose
from tests.portal.followup.own_side.laid import make_request
from tests.portal.followup.people_of_the_area import (
    link_account,
    make_professional,
    make_unit,
    open_in_emergency,
    orient,
)
from tests.portal.followup.retention.laid import archive

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def everybody(lasting):
    unit = make_unit()
    return (
        make_professional(unit=unit),
        make_professional(L.UNIT_MANAGER, unit=unit),
        make_professional(L.ORIENTATION_OFFICER),
    )


@pytest.fixture
def people(everybody, db):
    return deepcopy(everybody)


def rows(model, **wanted):
    with system_scope(Scope.TEST):
        return [*model.unscoped.filter(**wanted).order_by("pk")]


def ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


def test_the_only_orientation_that_goes_on_comes_with_the_case(people):
    referent, manager, officer = people
    kept, loser = make_pair(referent)
    past = orient(kept, starts_on=ago(300), ends_on=ago(10), notified_on=None)
    before = orient(loser, starts_on=ago(200), ends_on=ago(100), notified_on=None)
    present = orient(loser, starts_on=ago(100), notified_on=None)
    with acting_as(manager.user):
        assert compare(kept, loser, manager.user).stays == ["Orientations\u00a0: 1"]
    merge = merged(kept, loser, manager, officer)
    assert [one.pk for one in rows(Orientation, beneficiary=kept)] == [before.pk, present.pk]
    [row] = rows(Orientation, pk=present.pk)
    assert (row.starts_on, row.ends_on) == (ago(100), None)
    # The past one stays readable with the pointer, with its days.
    [left] = rows(Orientation, beneficiary=loser)
    assert (left.pk, left.starts_on, left.ends_on) == (past.pk, ago(300), ago(10))
    assert merge.stayed["Orientation"] == [past.pk]


def test_the_case_goes_to_the_unit_of_the_referent_who_comes_with_it(people):
    _, _, officer = people
    other = make_professional()
    kept, loser = make_pair(other, other)
    with system_scope(Scope.TEST):
        ReferentAssignment.unscoped.filter(beneficiary=kept).delete()
        Beneficiary.unscoped.filter(pk=kept.pk).update(unit=make_unit())
        kept.refresh_from_db()
    merged(kept, loser, officer, make_professional(L.ORIENTATION_OFFICER))
    [case] = rows(Beneficiary, pk=kept.pk)
    assert case.unit_id == other.unit_id
    manager = make_professional(L.UNIT_MANAGER, unit=other.unit)
    with acting_as(manager.user):
        assert Beneficiary.objects.visible_to(manager.user).filter(pk=kept.pk).exists()


def test_an_exemption_that_runs_begins_after_those_of_the_case_that_is_kept(people):
    referent, manager, officer = people
    kept, loser = make_pair(referent)
    past = make_exemption(kept, starts_on=ago(60), ends_on=ago(10))
    present = make_exemption(loser, starts_on=ago(30))
    merged(kept, loser, manager, officer)
    found = {one.pk: (one.starts_on, one.ends_on) for one in rows(HoursExemption, beneficiary=kept)}
    assert found == {past.pk: (ago(60), ago(10)), present.pk: (ago(10), None)}


@pytest.mark.parametrize("starts_in", [-14, 14])
def test_two_exemptions_that_are_not_over_stop_it(people, starts_in):
    referent, manager, _ = people
    kept, loser = make_pair(referent)
    make_exemption(kept)
    make_exemption(loser, starts_on=ago(-starts_in))
    with pytest.raises(StoppedError, match="dispense d’heures court dans chaque dossier"):
        propose(kept, loser, manager)


def test_two_copies_that_the_person_waits_for_stop_it(people):
    referent, manager, _ = people
    kept, loser = make_pair(referent)
    make_request(kept)
    make_request(loser, "ready")
    with pytest.raises(StoppedError, match="attend une copie"):
        propose(kept, loser, manager)


def test_a_request_for_the_file_comes_with_what_its_answer_leaves_out(people):
    referent, manager, officer = people
    kept, loser = make_pair(referent)
    asked = make_request(loser)
    with system_scope(Scope.TEST):
        WithheldItem.unscoped.create(
            beneficiary=loser, request=asked, section="notes", row_key=1, reason="danger"
        )
    merged(kept, loser, manager, officer)
    for model in (FileRequest, WithheldItem):
        assert [one.beneficiary_id for one in rows(model)] == [kept.pk]


def test_an_emergency_access_opens_nothing_of_the_other_case(people):
    referent, manager, officer = people
    kept, loser = make_pair(referent)
    reader = make_professional()
    open_in_emergency(loser, reader)
    merged(kept, loser, manager, officer)
    with acting_as(reader.user):
        assert not Beneficiary.objects.visible_to(reader.user).exists()
    assert [one.beneficiary_id for one in rows(BreakGlass)] == [loser.pk]
    answer = signed_in(reader.user).get(f"/suivi/dossiers/{kept.pk}/")
    assert answer.status_code == 404


def test_who_orients_is_told_nothing_of_contracts_links_and_drafts(people):
    referent, manager, officer = people
    kept, loser = make_pair(referent)
    for case in (kept, loser):
        make_contract(case)
        make_contract(case, "draft")
    with acting_as(officer.user):
        shown = compare(kept, loser, officer.user)
    said = {line.name: (line.kept, line.loser) for line in shown.present}
    numbers = [f"Celui du dossier n°\u00a0{case.shown_number}" for case in (kept, loser)]
    assert said["contract"] == said["preparation"] == (numbers[0], numbers[1])
    with acting_as(manager.user):
        own = {line.name: line.kept for line in compare(kept, loser, manager.user).present}
    assert own["contract"].startswith("jusqu’au")
    link_account(kept, UserFactory())
    link_account(loser, UserFactory())
    assert_neutral(kept, loser, officer)


def test_the_contract_of_one_alone_is_not_shown_to_who_orients(people):
    referent, _, officer = people
    kept, loser = make_pair(referent)
    make_contract(loser)
    with acting_as(officer.user):
        shown = compare(kept, loser, officer.user)
    assert {"contract", "preparation"}.isdisjoint(line.name for line in shown.present)


def test_a_request_that_was_not_sent_is_not_told_to_who_orients(people):
    referent, _, officer = people
    kept, loser = make_pair(referent)
    with system_scope(Scope.TEST):
        for case in (kept, loser):
            ReorientationRequest.unscoped.create(
                beneficiary=case, kind="exit", state="draft", asked_by=referent
            )
    assert_neutral(kept, loser, officer)


def assert_neutral(kept, loser, officer) -> None:
    with acting_as(officer.user):
        stops = compare(kept, loser, officer.user).stops
    assert [one.split("\u00a0")[0] for one in stops] == ["Une démarche en cours empêche la fusion"]


@pytest.mark.parametrize("model", [JournalEntry, Draft])
def test_what_was_read_before_the_merge_is_not_saved_back_into_the_pointer(people, model):
    referent, manager, officer = people
    kept, loser = make_pair(referent)
    with system_scope(Scope.TEST):
        if model is JournalEntry:
            row = model.unscoped.create(
                beneficiary=loser, on=timezone.localdate(), text="Vue ce jour."
            )
        else:
            row = model.unscoped.create(
                beneficiary=loser, user=referent.user, form="note", fields={}
            )
    merged(kept, loser, manager, officer)
    for scope in (Scope.TEST, Scope.MERGE):
        with system_scope(scope), pytest.raises(IntegrityError), transaction.atomic():
            row.save()
    assert [one.beneficiary_id for one in rows(model)] == [kept.pk]


def test_an_older_file_writes_over_nothing_that_came(people):
    referent, manager, officer = people
    kept, loser = make_pair(referent, phone="0612345678", town="Aubin", postal_code="12110")
    with system_scope(Scope.TEST):
        Beneficiary.unscoped.filter(pk=kept.pk).update(
            identity_on=ago(90), contacts_on=ago(90), phone="0699999999"
        )
        Beneficiary.unscoped.filter(pk=loser.pk).update(identity_on=ago(5), contacts_on=ago(3))
        kept.refresh_from_db()
        loser.refresh_from_db()
    merged(kept, loser, manager, officer, phone="loser", address="loser")
    [case] = rows(Beneficiary, pk=kept.pk)
    assert (case.phone, case.town) == ("0612345678", "Aubin")
    assert (case.contacts_on, case.identity_on) == (ago(3), ago(5))


def test_what_stays_as_it_was_keeps_its_day(people):
    referent, manager, officer = people
    kept, loser = make_pair(referent, phone="0612345678")
    with system_scope(Scope.TEST):
        Beneficiary.unscoped.filter(pk=kept.pk).update(identity_on=ago(90), contacts_on=ago(90))
        Beneficiary.unscoped.filter(pk=loser.pk).update(identity_on=ago(5), contacts_on=ago(3))
        kept.refresh_from_db()
        loser.refresh_from_db()
    merged(kept, loser, manager, officer)
    [case] = rows(Beneficiary, pk=kept.pk)
    assert (case.contacts_on, case.identity_on) == (ago(90), ago(90))


@pytest.mark.parametrize("which", ["kept", "loser"])
def test_an_archived_case_is_merged_with_nothing(people, which):
    referent, manager, officer = people
    kept, loser = make_pair(referent)
    merge = propose(kept, loser, manager)
    archive({"kept": kept, "loser": loser}[which])
    # Whoever proposed it is told why nothing waits any more.
    [row] = rows(CaseMerge)
    assert (row.state, "archivé" in row.answer) == ("withdrawn", True)
    with system_scope(Scope.TEST):
        CaseMerge.unscoped.update(state="asked", decided_at=None, answer="")
    with pytest.raises(StoppedError, match="archivé"):
        agree(merge, officer)
    assert signed_in(officer.user).get(f"/suivi/fusions/{merge.pk}/").status_code == 404
