"""The person declares hours of their own case: what they say waits for the team."""

from datetime import time

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName
from portal.followup.hours import own
from portal.followup.hours.errors import (
    AlreadyNotedError,
    EndedError,
    GoneError,
    HoursError,
    NoCaseError,
)
from portal.followup.hours.models import ActivityLog, new_key
from portal.followup.hours.own_forms import DeclareForm
from portal.followup.hours.services.deciding import confirm, take_back
from portal.followup.hours.services.declaring import declare, withdraw
from portal.followup.hours.services.entering import correct_hours
from portal.followup.hours.states import State
from portal.followup.models import AccountLink, Beneficiary
from portal.followup.rows.scope import Scope, acting_as, system_scope
from tests.portal.accounts.people import person_with, signed_in
from tests.portal.followup.contract.contracts import (
    activity,
    as_it_is,
    make_contract,
    make_hours,
)
from tests.portal.followup.hours.activities import days_ago, lasting, said
from tests.portal.followup.people_of_the_area import link_account, make_beneficiary

pytestmark = pytest.mark.django_db
S = State


@pytest.fixture
def person(case):
    user = person_with(LevelName.CANDIDATE)
    link_account(case, user)
    return user


def declared(user, values=None, key=""):
    """As the person's own screen does: in their scope."""
    with acting_as(user):
        values = values or said()
        return declare(user=user, values=values, key=key or new_key(), actor=Actor(user))


def test_what_is_declared_waits_and_says_who_said_it(case, person):
    row = as_it_is(declared(person))
    assert (row.beneficiary_id, row.state, row.by_person) == (case.pk, S.WAITING, True)
    assert (row.created_by, row.author_name, row.decided_by) == (person, str(person), None)


def test_the_team_confirms_it_and_the_person_cannot(case, person, referent):
    row = declared(person)
    with acting_as(person), pytest.raises(Exception, match="suivez plus"):
        confirm(entry=row, actor=Actor(person))
    with acting_as(referent.user):
        confirm(entry=row, actor=Actor(referent.user))
    assert as_it_is(row).decider_name == str(referent.user)


def test_sent_twice_it_is_declared_once_and_another_one_counts(case, person):
    key = new_key()
    assert declared(person, key=key) == declared(person, key=key)
    declared(person)
    with pytest.raises(AlreadyNotedError):
        declared(person, lasting(3), key=key)
    with system_scope(Scope.TEST):
        assert ActivityLog.unscoped.filter(beneficiary=case).count() == 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"day": days_ago(-1)}, "day"),
        ({"ends_at": time(8)}, "ends_at"),
        ({"starts_at": None, "ends_at": None}, "hours"),
    ],
)
def test_what_cannot_be_is_refused(case, person, changes, field):
    with pytest.raises(HoursError) as refused:
        declared(person, said(**changes))
    assert refused.value.field == field


def test_a_day_holds_what_the_team_wrote_too(case, person):
    make_hours(case, "20", day=days_ago(1))
    with pytest.raises(HoursError, match="plus de 24"):
        declared(person, lasting("4.5"))


def test_without_a_link_once_it_is_cut_and_after_the_exit_nothing_is_declared(case, person):
    with pytest.raises(NoCaseError):
        declared(person_with(LevelName.CANDIDATE))
    with system_scope(Scope.TEST):
        Beneficiary.unscoped.filter(pk=case.pk).update(state=Beneficiary.State.EXITED)
    with pytest.raises(EndedError, match="terminé"):
        declared(person)
    with system_scope(Scope.TEST):
        Beneficiary.unscoped.filter(pk=case.pk).update(state=Beneficiary.State.ACTIVE)
        AccountLink.unscoped.filter(user=person).update(cut_at=timezone.now())
    with pytest.raises(NoCaseError):
        declared(person)
    assert own.hours_of(person, today=timezone.localdate()) is None


def test_the_person_takes_back_their_own_while_nobody_answered(case, person, referent):
    row, other = declared(person), declared(person)
    by_team = make_hours(case, "2", state=S.WAITING)
    of_somebody = make_hours(make_beneficiary(referent), "2", state=S.WAITING, by_person=True)
    with acting_as(person):
        withdraw(user=person, pk=row.pk, actor=Actor(person))
        for pk in (row.pk, by_team.pk, of_somebody.pk):
            with pytest.raises(GoneError):
                withdraw(user=person, pk=pk, actor=Actor(person))
    with acting_as(referent.user):
        confirm(entry=other, actor=Actor(referent.user))
    with acting_as(person), pytest.raises(HoursError, match="déjà répondu"):
        withdraw(user=person, pk=other.pk, actor=Actor(person))
    assert as_it_is(other).is_confirmed


def test_an_answer_that_is_taken_back_stays_an_answer(case, person, referent):
    row = declared(person)
    with acting_as(referent.user):
        confirm(entry=row, actor=Actor(referent.user))
        take_back(entry=row, reason="Attestation douteuse", actor=Actor(referent.user))
    with acting_as(person):
        hours = own.hours_of(person, today=timezone.localdate())
        assert not any(entry.may_withdraw for week in hours.weeks for entry in week.entries)
        with pytest.raises(HoursError, match="déjà répondu"):
            withdraw(user=person, pk=row.pk, actor=Actor(person))
    assert as_it_is(row).reason == "Attestation douteuse"


def test_a_correction_keeps_the_words_of_the_person_and_tells_them_why(case, person, referent):
    row = declared(person, lasting(7, comment="À la mairie"))
    changed = lasting(3, comment="Ne croit pas à son histoire")
    with acting_as(referent.user):
        with pytest.raises(HoursError, match="la personne le lira") as refused:
            correct_hours(entry=row, values=changed, actor=Actor(referent.user))
        correct_hours(
            entry=row, values=changed, correction="Matinée seule", actor=Actor(referent.user)
        )
        # The same hours need no reason, and the one that was given is kept.
        correct_hours(entry=row, values=changed, actor=Actor(referent.user))
        confirm(entry=row, actor=Actor(referent.user))
    assert refused.value.field == "correction"
    browser = signed_in(person)
    screen = browser.get(reverse("followup:own_hours")).content.decode()
    for told in ("À la mairie", "Heures corrigées par votre équipe", "Matinée seule"):
        assert told in screen
    assert "Ne croit pas" not in screen
    row = as_it_is(row)
    assert (row.hours, row.comment) == (3, "À la mairie")


def test_after_the_exit_no_button_takes_hours_back_and_a_stale_one_says_why(case, person):
    row = declared(person)
    path = reverse("followup:own_hours_withdraw", args=[row.pk])
    browser = signed_in(person)
    assert path in browser.get(reverse("followup:own_hours")).content.decode()
    with system_scope(Scope.TEST):
        Beneficiary.unscoped.filter(pk=case.pk).update(state=Beneficiary.State.EXITED)
    assert path not in browser.get(reverse("followup:own_hours")).content.decode()
    answer = browser.post(path, follow=True)
    assert "Votre accompagnement est terminé" in answer.content.decode()
    assert as_it_is(row).state == S.WAITING


def test_by_themselves_without_the_service_the_person_writes_and_reads_nothing(case, person):
    kind = activity()
    row = make_hours(case)
    with acting_as(person):
        assert not ActivityLog.unscoped.exists()
        assert ActivityLog.unscoped.filter(pk=row.pk).update(hours=80) == 0
        with pytest.raises(DatabaseError), transaction.atomic():
            ActivityLog.unscoped.create(
                beneficiary=case, kind=kind, hours=1, week=row.week, by_person=True
            )


def test_the_person_reads_their_hours_and_no_word_of_the_team(case, person):
    make_contract(case, weekly_hours=15)
    make_hours(case, "4", comment="Mot entre nous")
    make_hours(case, "3", state=S.REFUSED, reason="Pas d’attestation", by_person=True)
    row = declared(person, said(comment="À la mairie"))
    make_hours(case, "1", day=row.day, starts_at=time(10), ends_at=time(12))
    with acting_as(person):
        hours = own.hours_of(person, today=timezone.localdate())
    entries = {entry.pk: entry for week in hours.weeks for entry in week.entries}
    mine = entries[row.pk]
    assert (mine.comment, mine.may_withdraw, mine.state_label) == (
        "À la mairie",
        True,
        "À confirmer",
    )
    assert mine.overlaps == ["Atelier collectif"]
    assert (hours.done, hours.waiting, hours.weeks[0].planned) == (5, 2, 15)
    assert [one.reason for one in entries.values() if one.state == S.REFUSED] == [
        "Pas d’attestation"
    ]
    assert "Mot entre nous" not in repr(hours)


def test_the_form_declares_what_it_was_given(case, person):
    with acting_as(person):
        form = DeclareForm()
        sent = {
            "kind": activity().pk,
            "day": days_ago(1).isoformat(),
            "starts_at": "09:00",
            "ends_at": "11:30",
            "key": form["key"].value(),
        }
        filled = DeclareForm(sent)
        assert filled.is_valid(), filled.errors
        key = filled.cleaned_data["key"]
        row = declare(user=person, values=filled.values, key=key, actor=Actor(person))
        assert str(row.hours) == "2.50"
        wrong = DeclareForm(sent | {"kind": "0", "hours": "25", "key": "x", "starts_at": "25:00"})
        assert {*wrong.errors} == {"kind", "hours", "key", "starts_at"}
