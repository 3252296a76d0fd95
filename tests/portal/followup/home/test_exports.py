"""A large export: made by the worker, opened by its asker alone, until it ends."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import override_settings
from django.utils import timezone
from procrastinate.contrib.django import app

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName as L
from portal.followup.home import taking_away
from portal.followup.models import AccessEntry, CaseExport, JournalEntry, ReferentAssignment
from portal.followup.rows.scope import Scope, acting_as, system_scope
from snippets.mail.models import Dispatch
from tests.portal.accounts.people import person_with, signed_in
from tests.portal.followup.people_of_the_area import join_team, make_beneficiary, make_professional

pytestmark = pytest.mark.django_db
ADDRESS = "/suivi/dossiers/export/"
ASKED = {"extension": "csv", "reason": "Préparer la commission"}


@pytest.fixture(autouse=True)
def one_is_large(monkeypatch):
    """Of two cases, the worker makes the file."""
    monkeypatch.setattr(taking_away, "DIRECT_MOST", 1)


@pytest.fixture
def adviser(db):
    referent = make_professional()
    cases = [make_beneficiary(referent, phone="=1+1") for _ in range(2)]
    with system_scope(Scope.TEST):
        for visibility in ("team", "profession"):
            JournalEntry.unscoped.create(
                beneficiary=cases[0],
                on=timezone.localdate(),
                text="Parole confidentielle",
                visibility=visibility,
                profession="social",
            )
    return referent


def asked(professional) -> CaseExport:
    answer = signed_in(professional.user).post(ADDRESS, ASKED)
    assert answer.status_code == 302
    return newest()


def newest() -> CaseExport:
    with system_scope(Scope.TEST):
        return CaseExport.unscoped.order_by("-pk").first()


def made(professional) -> CaseExport:
    taking_away.make(export_id=asked(professional).pk)
    return newest()


def file_of(export) -> str:
    return f"/suivi/dossiers/exports/{export.pk}/fichier/"


def test_the_worker_makes_it_and_its_asker_is_told(adviser):
    waiting = asked(adviser)
    assert waiting.state == "waiting"
    assert taking_away.MAKE in app.tasks
    taking_away.make(export_id=waiting.pk)
    export = newest()
    assert (export.state, export.count) == ("ready", 2)
    assert "portal" not in export.file.name
    [mail] = Dispatch.objects.filter(key="followup_export_ready")
    assert mail.address == adviser.user.email
    text = signed_in(adviser.user).get(file_of(export)).content.decode("utf-8-sig")
    assert text.count("Martin") >= 2
    assert "'=1+1" in text, "no formula"
    assert "confidentielle" not in text
    # Run twice, it makes one.
    taking_away.make(export_id=export.pk)
    assert Dispatch.objects.filter(key="followup_export_ready").count() == 1


def test_only_its_asker_opens_it(adviser):
    export = made(adviser)
    manager = make_professional(L.UNIT_MANAGER, unit=adviser.unit)
    for one in (make_professional(unit=adviser.unit), manager, make_professional()):
        assert signed_in(one.user).get(file_of(export)).status_code == 404
        assert b"Martin" not in signed_in(one.user).get("/suivi/dossiers/exports/").content
    for user in (person_with(L.RIGHTS_ADMINISTRATOR), person_with(L.CANDIDATE)):
        assert signed_in(user).get(file_of(export)).status_code == 403


def test_each_case_says_that_it_was_taken_away_and_each_opening_is_a_line(adviser):
    export = made(adviser)
    signed_in(adviser.user).get(file_of(export))
    with system_scope(Scope.TEST):
        lines = [*AccessEntry.unscoped.filter(act="export").order_by("pk")]
    assert sum(line.beneficiary_id is not None for line in lines) == 2
    assert any("Préparer la commission" in line.reason for line in lines)
    assert lines[-1].reason == "Fichier ouvert\u00a0: 2\u00a0dossiers"
    assert {line.user_id for line in lines} == {adviser.user.pk}


def test_it_ends_after_the_hours_of_the_setting_and_its_file_is_deleted(
    adviser, django_capture_on_commit_callbacks
):
    with override_settings(EXPORT_LINK_HOURS=2):
        export = made(adviser)
    assert export.ends_at - export.asked_at < timedelta(hours=2, minutes=5)
    storage, name = export.file.storage, export.file.name
    with django_capture_on_commit_callbacks(execute=True):
        assert taking_away.end(now=export.ends_at - timedelta(seconds=1)) == 0
    assert storage.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        assert taking_away.end(now=export.ends_at) == 1
    assert not storage.exists(name)
    assert newest().state == "ended"
    answer = signed_in(adviser.user).get(file_of(export), follow=True)
    assert "demandez l’export de nouveau" in answer.content.decode()
    assert settings.EXPORT_LINK_HOURS == 24


def test_past_its_end_it_does_not_open_even_before_the_job_ran(adviser):
    export = made(adviser)
    with system_scope(Scope.TEST):
        CaseExport.unscoped.filter(pk=export.pk).update(ends_at=timezone.now())
    with acting_as(adviser.user), pytest.raises(taking_away.ExportError):
        taking_away.open_file(export=export, actor=Actor(adviser.user))


def test_somebody_who_left_meanwhile_gets_nothing(adviser):
    waiting = asked(adviser)
    with system_scope(Scope.TEST):
        type(adviser).unscoped.filter(pk=adviser.pk).update(left_on=timezone.localdate())
    taking_away.make(export_id=waiting.pk)
    assert (newest().state, newest().file.name) == ("failed", "")
    assert not Dispatch.objects.filter(key="followup_export_ready").exists()


def test_what_stopped_half_way_is_said_a_day_later(adviser):
    waiting = asked(adviser)
    taking_away.end(now=waiting.asked_at + timedelta(days=2))
    assert newest().state == "failed"


def test_its_line_goes_after_a_year(adviser):
    waiting = asked(adviser)
    taking_away.end(now=waiting.asked_at + timedelta(days=2))
    taking_away.end(now=waiting.asked_at + timedelta(days=366))
    assert newest() is None


def take(user, cases, **values):
    with acting_as(user):
        return taking_away.take(
            keys=[case.pk for case in cases], query="", actor=Actor(user), **(ASKED | values)
        )


def test_whoever_calls_it_takes_away_no_more_than_their_own(adviser):
    own, other = make_beneficiary(adviser), make_beneficiary(make_professional())
    followed = make_beneficiary(make_professional())
    join_team(followed, adviser)
    export, content = take(adviser.user, [own, other, followed])
    text = content.decode("utf-8-sig")
    assert export.count == 1
    assert own.birth_name in text
    assert other.birth_name not in text
    assert followed.birth_name not in text
    for user in (person_with(L.CANDIDATE), person_with(L.RIGHTS_ADMINISTRATOR)):
        with pytest.raises(taking_away.ExportError):
            take(user, [own])
        with acting_as(user), pytest.raises(taking_away.ExportError):
            taking_away.ask(query="", actor=Actor(user), **ASKED)
    with system_scope(Scope.TEST):
        assert CaseExport.unscoped.count() == 1


def test_who_lost_one_of_its_cases_does_not_open_the_file(adviser):
    export = made(adviser)
    assert len(export.keys) == 2
    with system_scope(Scope.TEST):
        lost = ReferentAssignment.unscoped.filter(beneficiary=export.keys[0])
        lost.update(ends_at=timezone.now())
    answer = signed_in(adviser.user).get(file_of(export), follow=True)
    assert "n’est plus à vous" in answer.content.decode()
    assert answer.redirect_chain


def test_once_it_ended_nothing_says_which_cases_it_held(
    adviser, django_capture_on_commit_callbacks
):
    export = made(adviser)
    with django_capture_on_commit_callbacks(execute=True):
        taking_away.end(now=export.ends_at)
    assert newest().keys == []


@pytest.mark.parametrize("state", CaseExport.State)
def test_each_act_moves_an_export_from_its_own_states_alone(adviser, state):
    """Made while it waits, opened while it is ready, ended from these two; the rest stays."""
    export = made(adviser)
    states, name = CaseExport.State, export.file.name
    later = timezone.now() + timedelta(days=2)

    def after(act) -> str:
        with system_scope(Scope.TEST):
            file = name if state == states.READY else ""
            CaseExport.unscoped.filter(pk=export.pk).update(state=state, file=file)
        act()
        return newest().state

    assert after(lambda: taking_away.make(export_id=export.pk)) == (
        states.READY if state == states.WAITING else state
    )
    is_opened = True
    with acting_as(adviser.user):
        try:
            taking_away.open_file(export=export, actor=Actor(adviser.user))
        except taking_away.ExportError:
            is_opened = False
    assert is_opened == (newest().state == states.READY)
    ended = after(lambda: taking_away.end(now=later))
    assert (ended == state) == (state in {states.FAILED, states.ENDED})
