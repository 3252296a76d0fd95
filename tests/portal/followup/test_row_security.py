"""The second lock: with the application's filter removed, another adviser reads nothing.

A new table needs a row in `every_row.py`.
"""

from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from portal.accounts.level_names import LevelName
from portal.followup.access import reach, ways
from portal.followup.access.models import Absence, BreakGlass
from portal.followup.models import (
    Beneficiary,
    Exit,
    ReorientationRequest,
)
from portal.followup.rows.guard import UnscopedQueryError
from portal.followup.rows.scope import Scope, acting_as, system_scope
from tests.factories import UserFactory
from tests.portal.followup.locked import (
    EVERYBODYS,
    HISTORIES,
    MODELS,
    in_database,
    lay_request,
    make_administrator,
)
from tests.portal.followup.people_of_the_area import (
    join_team,
    make_beneficiary,
    make_professional,
    make_unit,
    open_in_emergency,
    place,
    refer,
)

pytestmark = pytest.mark.django_db

# The sets of `reach.py`, and what the locks ask of the database for the same.
SETS = {
    "team_ids": "SELECT followup_case_ids('team')",
    "managed_ids": "SELECT followup_case_ids('unit')",
    "opened_ids": "SELECT followup_case_ids('emergency')",
    "write_ids": "SELECT followup_case_ids('team', 'unit')",
    "case_ids": "SELECT followup_case_ids('team', 'unit', 'emergency')",
    "identity_ids": "SELECT id FROM followup_beneficiary",
    "own_ids": "SELECT followup_own_ids()",
    "procedure_ids": "SELECT followup_procedure_ids()",
    "conducted_ids": "SELECT followup_conducted_ids()",
    "appealed_ids": "SELECT followup_appealed_ids()",
    "led_session_ids": "SELECT followup_led_session_ids()",
    "session_ids": "SELECT followup_session_ids()",
}
# The same, asked of one case after the other.
WAYS = {
    "team_ids": ways.TEAM,
    "managed_ids": {ways.Way.UNIT},
    "opened_ids": {ways.Way.EMERGENCY, ways.Way.ARCHIVE},
    "write_ids": ways.WRITING,
    "case_ids": ways.READING,
}


@pytest.fixture
def people(db):
    """People of every kind, and cases that some of them reach."""
    unit, other_unit = make_unit(), make_unit()
    referent, member, deputy, stranger = (make_professional(unit=unit) for _ in range(4))
    manager = make_professional(LevelName.UNIT_MANAGER, unit=unit)
    other_manager = make_professional(LevelName.UNIT_MANAGER, unit=other_unit)
    officer = make_professional(LevelName.ORIENTATION_OFFICER, unit=other_unit)
    case = make_beneficiary(referent)
    join_team(case, member)
    join_team(case, stranger, confirmed=False)
    make_beneficiary(stranger)
    make_beneficiary()
    former = make_professional(unit=unit)
    past = timezone.now() - timedelta(days=2)
    with system_scope(Scope.TEST):
        Absence.unscoped.create(
            professional=referent,
            deputy=deputy,
            starts_at=past,
            ends_at=timezone.now() + timedelta(days=2),
        )
        Absence.unscoped.create(
            professional=stranger, deputy=former, starts_at=past, ends_at=past + timedelta(days=1)
        )
        refer(make_beneficiary(), former, starts_at=past, ends_at=past + timedelta(hours=1))
        for who, opened in ((other_manager, past), (officer, timezone.now())):
            BreakGlass.unscoped.create(
                beneficiary=case,
                user=who.user,
                name=who.name,
                reason="Urgence",
                opened_at=opened,
                expires_at=opened + timedelta(hours=20),
            )
    gone = make_professional(unit=unit)
    refer(make_beneficiary(), gone)
    gone.user.is_active = False
    gone.user.save()
    return {
        "referent": referent.user,
        "member": member.user,
        "deputy": deputy.user,
        "stranger": stranger.user,
        "former": former.user,
        "gone": gone.user,
        "manager": manager.user,
        "other manager": other_manager.user,
        "officer": officer.user,
        "administrator": place(make_administrator(), unit=unit).user,
        "candidate": UserFactory(),
        "signed out": AnonymousUser(),
    }


def test_both_locks_open_the_same_cases_to_each(people):
    sizes = {}
    with system_scope(Scope.TEST):
        everybody = [*Beneficiary.unscoped.values_list("pk", flat=True)]
    for who, user in people.items():
        with acting_as(user):
            for name, query in SETS.items():
                first = {pk for (pk,) in getattr(reach, name)(user).values_list("pk")}
                assert first == in_database(query), (who, name)
                sizes[who, name] = len(first)
            for name, meant in WAYS.items():
                one_by_one = {pk for pk in everybody if meant & ways.ways_to(user, pk)}
                assert one_by_one == in_database(SETS[name]), (who, name)
    # What the world is for: each reaches what they should, and some reach nothing.
    assert sizes["referent", "write_ids"] == sizes["member", "case_ids"] == 1
    assert sizes["deputy", "write_ids"] == 1
    assert sizes["officer", "case_ids"] == 1
    assert sizes["officer", "write_ids"] == 0
    assert sizes["officer", "identity_ids"] == 5
    assert sizes["manager", "managed_ids"] > 0
    for nobody in ("former", "gone", "other manager", "administrator", "candidate", "signed out"):
        assert sizes[nobody, "identity_ids"] == 0, nobody


def test_a_query_that_is_not_scoped_fails_whatever_it_asks(people):
    rows = Beneficiary.objects
    for ask in (
        lambda: [*rows.all()],
        rows.count,
        rows.exists,
        lambda: rows.filter(pk=1).first(),
        lambda: rows.update(phone=""),
        lambda: rows.filter(pk=1).delete(),
        lambda: [*rows.values_list("pk")],
        lambda: [*rows.in_bulk([1])],
    ):
        with pytest.raises(UnscopedQueryError):
            ask()
    with pytest.raises(UnscopedQueryError):
        rows.in_system_scope()
    with acting_as(people["referent"]):
        assert rows.visible_to(people["referent"]).count() == 1


def test_a_scope_that_is_left_gives_back_the_former_one(people):
    with acting_as(people["referent"]):
        assert Beneficiary.unscoped.count() == 1
        with system_scope(Scope.TEST):
            assert Beneficiary.unscoped.count() == 5
        assert Beneficiary.unscoped.count() == 1
        with acting_as(people["candidate"]):
            assert Beneficiary.unscoped.count() == 0
        assert Beneficiary.unscoped.count() == 1
    assert Beneficiary.unscoped.count() == 0


def counted(user) -> dict[str, int]:
    """How many rows of each table somebody reads when every filter is forgotten."""
    with acting_as(user):
        return {model.__name__: model._base_manager.count() for model in MODELS}


def test_a_filter_that_is_forgotten_shows_nothing_to_a_stranger(full):
    with system_scope(Scope.TEST):
        empty = {model.__name__ for model in MODELS if not model._base_manager.exists()}
    # A new table needs a row in `every_row.py`.
    assert empty == set()
    stranger = make_professional().user
    assert {name for name, count in counted(stranger).items() if count} == EVERYBODYS
    for outsider in (UserFactory(), AnonymousUser()):
        assert not any(counted(outsider).values())
    administrator = counted(make_administrator())
    assert {name for name, count in administrator.items() if count} == EVERYBODYS


def test_both_locks_show_the_same_rows_of_every_table(full):
    case, referent = full
    reader = make_professional()
    open_in_emergency(case, reader)
    officer = make_professional(LevelName.ORIENTATION_OFFICER)
    manager = make_professional(LevelName.UNIT_MANAGER, unit=referent.unit)
    for one in (referent, reader, officer, manager, make_professional()):
        with acting_as(one.user):
            for model in MODELS:
                if model in HISTORIES:
                    continue
                scoped = {*model.objects.visible_to(one.user).values_list("pk", flat=True)}
                let_through = {*model.unscoped.values_list("pk", flat=True)}
                assert scoped == let_through, (model.__name__, one.user)


def test_a_query_out_of_any_scope_reads_nothing(full):
    assert not any(model._base_manager.exists() for model in MODELS)


def test_a_history_is_read_as_its_rows(full):
    _, referent = full
    officer = make_professional(LevelName.ORIENTATION_OFFICER).user
    assert len(HISTORIES) > 15
    for user in (referent.user, officer, make_professional().user):
        with acting_as(user):
            for events in HISTORIES:
                model = events.pgh_tracked_model
                rows = {*model._base_manager.values_list("pk", flat=True)}
                told = {*events._base_manager.values_list("pgh_obj_id", flat=True)}
                assert told == rows, (events.__name__, user)


def test_a_request_that_was_not_sent_is_read_by_those_who_follow(full):
    case, referent = full
    with system_scope(Scope.TEST):
        Exit.unscoped.update(request=None)
    draft = lay_request(case, referent)
    events = apps.get_model("followup", "ReorientationRequestEvent")
    officer = make_professional(LevelName.ORIENTATION_OFFICER)
    reader = make_professional()
    open_in_emergency(case, reader)
    for one in (officer, reader):
        with acting_as(one.user):
            assert not ReorientationRequest.unscoped.exists()
            assert not events._base_manager.filter(pgh_obj_id=draft.pk).exists()
    with acting_as(referent.user):
        assert ReorientationRequest.unscoped.get() == draft
    with system_scope(Scope.TEST):
        ReorientationRequest.unscoped.update(state="sent", sent_at=timezone.now())
    with acting_as(officer.user):
        assert ReorientationRequest.unscoped.get() == draft
        told = events._base_manager.filter(pgh_obj_id=draft.pk)
        assert [event.state for event in told] == ["sent"]
