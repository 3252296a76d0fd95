"""Months of files: each change is one action, in any order the end is the same, twice is once."""

from itertools import permutations

import pytest
from lxml import etree

from demo.followup_story import Expected, Story
from portal.followup.imports import fields, jobs
from portal.followup.imports.models import ImportAction, ImportFile, ImportLine
from portal.followup.models import Beneficiary, Entitlement, Household, OrganismMove
from portal.followup.people.models import identity_key
from portal.followup.rows.scope import Scope, system_scope
from tests.portal.followup.imports.monthly import (
    apply,
    asked,
    import_month,
    lines,
    now,
    officer,
    raw_files,
    receive_month,
    settle,
    state,
    texts_of,
)
from tests.sizes import at_size
from tests.states import undone

pytestmark = pytest.mark.django_db

HOUSEHOLDS = at_size(200, 4_000)
# Over the three files that follow the first one.
CHANGES = at_size(12, 120)
# Six orders of three files.
SMALL = at_size(50, 400)
Kind, State = ImportAction.Kind, ImportFile.State


def wanted(expected: list[Expected]) -> list[tuple[str, str, str]]:
    return sorted((one.kind, one.matricule, identity_key(*one.person)) for one in expected)


def test_each_change_of_three_months_is_one_action():
    story, actor = Story(seed=7), officer()
    first = story.begin(HOUSEHOLDS)
    assert asked(import_month(first, actor)) == wanted(first.expected)
    told, found = [], []
    for changes in (CHANGES // 3, CHANGES // 3, CHANGES - 2 * (CHANGES // 3)):
        month = story.go_on(changes)
        told += month.expected
        found += asked(import_month(month, actor))
    assert len(found) == CHANGES
    assert sorted(found) == wanted(told)
    # All kinds that a file alone tells apart.
    assert {kind for kind, *_ in found} >= {
        Kind.NEW,
        Kind.MOVED_IN,
        Kind.MOVED_OUT,
        Kind.SUSPENDED,
        Kind.CLOSED,
        Kind.REOPENED,
        Kind.DUTIES,
        Kind.CHANGED,
        Kind.HOUSEHOLD,
        Kind.ABSENT,
    }
    with system_scope(Scope.TEST):
        # The month of each of those who are in a file is a fact of its own.
        assert Entitlement.unscoped.filter(on=story.month).count() == sum(
            len(home.adults) for home in story.households.values()
        )


def test_three_files_in_any_order_end_in_the_same_state():
    story, actor = Story(seed=11), officer()
    months = [story.begin(SMALL), story.go_on(14), story.go_on(14)]
    ends = []
    for order in permutations(months):
        with undone():
            for month in order:
                import_month(month, actor)
            ends.append(state())
    assert ends[0]["people"]
    assert ends[0]["moves"]
    for end in ends[1:]:
        for what, rows in end.items():
            assert rows == ends[0][what], what


def test_files_read_first_then_applied_in_any_order_end_in_the_same_state():
    story, actor = Story(seed=13), officer()
    months = [story.begin(20), story.go_on(8)]
    with undone():
        for month in months:
            import_month(month, actor)
        expected = state()
    files = [receive_month(month, actor) for month in months]
    for file in files:
        jobs.compare_import(file_id=file.pk)
        settle(apply(file, actor), actor)
    assert state() == expected


def test_a_file_read_twice_changes_nothing_and_says_so():
    story, actor = Story(seed=17), officer()
    for month in (story.begin(30), story.go_on(6)):
        import_month(month, actor)
        before = state()
        again = receive_month(month, actor)
        assert again.state == State.KNOWN
        assert "déjà été lu" in again.message
        assert again.waiting_file == ""
        assert lines(again) == []
        assert state() == before
    # The same month sent anew, with other bytes.
    other = Story(seed=18)
    other.month = story.month
    twin = receive_month(other.begin(3), actor)
    assert twin.state == State.KNOWN
    assert "autre contenu" in twin.message
    assert state() == before


def test_what_is_applied_is_what_the_preview_shows():
    story, actor = Story(seed=23), officer()
    import_month(story.begin(40), actor)
    file = receive_month(story.go_on(14), actor)
    shown = {line.pk: (line.verdict, dict(line.after)) for line in lines(file)}
    assert {verdict for verdict, _ in shown.values()} >= {
        ImportLine.Verdict.CREATE,
        ImportLine.Verdict.UPDATE,
        ImportLine.Verdict.UNCHANGED,
    }
    settle(apply(file, actor), actor)
    for line in lines(file):
        assert line.applied_at is not None
        assert (line.verdict, line.after) == shown[line.pk]
        with system_scope(Scope.TEST):
            person = Beneficiary.unscoped.select_related("household").get(pk=line.beneficiary_id)
            right = Entitlement.unscoped.get(beneficiary=person, on=file.reference_date)
        for name, value in line.after.items():
            assert written(name, person, right) == value, name


def written(name: str, person: Beneficiary, right: Entitlement) -> object:
    """What the database has for a field of a preview."""
    if name == "household.key":
        home = person.household
        return f"{home.organism} {home.organism_number} {home.matricule}"
    if name == "moves":
        with system_scope(Scope.TEST):
            return [
                [one.direction, one.organism, one.organism_number, one.on.isoformat(), ""]
                for one in OrganismMove.unscoped.filter(beneficiary=person, source=right.source)
            ]
    table, _, column = name.rpartition(".")
    row = {"": person, "household": person.household, "right": right}[table]
    return fields.plain(getattr(row, column))


def test_neither_the_nir_nor_an_amount_is_kept_and_the_raw_file_is_gone():
    story, actor = Story(seed=29), officer()
    month = story.begin(12)
    content = month.content()
    assert b"<NIR>" in content
    assert b"568.94" in content
    before = raw_files()
    file = import_month(month, actor)
    numbers = {element.text for element in etree.fromstring(content).iter("NIR")}
    events = [
        model
        for model in ImportFile._meta.apps.get_app_config("followup").get_models()
        if model.__name__ in {"BeneficiaryEvent", "HouseholdEvent", "EntitlementEvent"}
    ]
    kept = [Beneficiary, Household, Entitlement, ImportLine, ImportAction, ImportFile]
    values = " ".join(texts_of(*kept, *events))
    assert "568.94" not in values
    assert not [number for number in numbers if number in values]
    assert now(file).waiting_file == ""
    assert len(now(file).sha256) == 64
    assert raw_files() == before
