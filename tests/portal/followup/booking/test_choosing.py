"""A person chooses, moves and cancels by the link of one invitation, without an account."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.test.signals import template_rendered
from django.utils import timezone
from post_office.models import Email

from portal.accounts.actors import Actor
from portal.followup.appointments.models import Appointment
from portal.followup.booking.errors import SlotTakenError, UnusableLinkError
from portal.followup.booking.models import Invitation
from portal.followup.booking.services import choosing, inviting
from portal.followup.booking.states import I, M
from portal.followup.booking.views import visitor
from portal.followup.rows.scope import Scope, acting_as, current_scope, system_scope
from portal.followup.unsaid import UNSAID
from snippets.folding import fold_name
from snippets.limits import HOUR, Limit
from tests.portal.followup.booking.diaries import (
    choose,
    invite,
    make_case,
    make_category,
    messages_of,
    now_of,
    page,
    slots,
)
from tests.states import undone

pytestmark = pytest.mark.django_db
S = Appointment.State


def test_the_person_picks_a_slot_without_an_account(adviser, invited):
    case, invitation = invited
    browser = Client()
    shown = browser.get(page(invitation))
    assert shown.status_code == 200
    text = shown.content.decode()
    # Whoever finds the letter learns of a meeting: neither who is met nor what they receive.
    for hidden in (case.birth_name, case.first_name, case.email, case.shown_number):
        assert hidden not in text
    words = fold_name(text).split()
    assert UNSAID.isdisjoint(words)
    assert shown["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in shown["Cache-Control"]
    # Opening the page takes nothing.
    assert now_of(invitation).state == I.WAITING
    wanted = slots(adviser)[3]
    answer = browser.post(page(invitation), {"slot": wanted})
    assert answer.status_code == 302
    assert answer["Location"] == page(invitation, "pris/")
    assert now_of(invitation).state == I.BOOKED
    with system_scope(Scope.TEST):
        (row,) = Appointment.unscoped.filter(beneficiary=case)
    assert f"{timezone.localtime(row.starts_at):%Y-%m-%dT%H:%M}" == wanted
    assert (row.professional_id, row.invitation_id) == (adviser.pk, invitation.pk)
    assert (row.category_id, row.holds_slot) == (invitation.category_id, True)
    assert wanted not in slots(adviser)
    done = browser.get(page(invitation, "pris/")).content.decode()
    assert adviser.name in done
    assert case.birth_name not in done


@pytest.mark.parametrize("path", ["", "pris/", "deplacer/", "annuler/"])
def test_its_pages_are_read_where_nothing_is_written_and_shown_outside(
    adviser, invited, path, monkeypatch
):
    _, invitation = invited
    if path:
        choosing.choose(token=invitation.token, slot=slots(adviser)[0])
    read, written = [], []
    shown = visitor.LinkView.shown

    def tried(view):
        read.append(current_scope())
        written.append(Invitation.unscoped.filter(pk=invitation.pk).update(token="A" * 16))
        return shown(view)

    scopes = []

    def rendered(sender, **_):
        scopes.append(current_scope())

    monkeypatch.setattr(visitor.LinkView, "shown", tried)
    template_rendered.connect(rendered)
    try:
        assert Client().get(page(invitation, path)).status_code == 200
    finally:
        template_rendered.disconnect(rendered)
    assert {*read} == {Scope.DIARY}
    assert {*written} == {0}
    assert {*scopes} == {None}


def test_a_slot_that_was_taken_meanwhile_is_refused_and_the_others_are_shown(adviser, invited):
    _, invitation = invited
    wanted = slots(adviser)[0]
    other = invite(make_case(adviser), adviser)
    choosing.choose(token=other.token, slot=wanted)
    answer = Client().post(page(invitation), {"slot": wanted})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Cette heure n’est plus libre" in text
    assert f'value="{wanted}"' not in text
    assert f'value="{slots(adviser)[0]}"' in text
    with pytest.raises(SlotTakenError):
        choosing.choose(token=invitation.token, slot=wanted)
    assert now_of(invitation).state == I.WAITING


@pytest.mark.parametrize("slot", ["", "demain", "2020-01-01T09:00", "2030-01-01T03:07"])
def test_an_hour_that_is_not_offered_takes_nothing(invited, slot):
    case, invitation = invited
    assert Client().post(page(invitation), {"slot": slot}).status_code == 422
    with system_scope(Scope.TEST):
        assert not Appointment.unscoped.filter(beneficiary=case).exists()


def test_the_database_refuses_a_slot_to_a_second_one_whatever_the_program_does(adviser, invited):
    _case, invitation = invited
    row = choose(invitation)
    with system_scope(Scope.TEST):
        twin = {
            "beneficiary": make_case(adviser),
            "professional": adviser,
            "starts_at": row.starts_at + timedelta(minutes=30),
            "holds_slot": True,
        }
        taken = pytest.raises(IntegrityError, match="appointment_slot_taken_once")
        with taken, transaction.atomic():
            Appointment.unscoped.create(**twin)
        # Beside it on purpose, cancelled, or just after: let through.
        with undone():
            Appointment.unscoped.create(**(twin | {"holds_slot": False}))
            Appointment.unscoped.create(**(twin | {"state": S.CANCELLED}))
            end = row.starts_at + timedelta(minutes=row.minutes)
            Appointment.unscoped.create(**(twin | {"starts_at": end}))


def test_the_person_moves_it_and_the_former_hour_is_free_again(adviser, invited):
    _, invitation = invited
    row = choose(invitation)
    former, wanted = slots_key(row), slots(adviser)[5]
    browser = Client()
    assert former in {slot.key for slot in shown_slots(browser.get(page(invitation, "deplacer/")))}
    answer = browser.post(page(invitation, "deplacer/"), {"slot": wanted})
    assert answer.status_code == 302
    moved = now_of(row)
    assert slots_key(moved) == wanted
    assert moved.version == row.version + 1
    assert former in slots(adviser)
    assert wanted not in slots(adviser)


def slots_key(row):
    return f"{timezone.localtime(row.starts_at):%Y-%m-%dT%H:%M}"


def shown_slots(answer):
    return [slot for _, slots in answer.context["days"] for slot, _ in slots]


def test_the_person_cancels_and_chooses_again_with_the_same_link(adviser, invited):
    case, invitation = invited
    row = choose(invitation)
    browser = Client()
    assert browser.get(page(invitation, "annuler/")).status_code == 200
    assert now_of(row).state == S.PLANNED
    answer = browser.post(page(invitation, "annuler/"), {"reason": "Je travaille"})
    assert answer["Location"] == page(invitation)
    cancelled = now_of(row)
    assert (cancelled.state, cancelled.cancelled_by_service) == (S.CANCELLED, False)
    assert cancelled.state_reason == "Je travaille"
    assert now_of(invitation).state == I.WAITING
    assert slots_key(row) in slots(adviser)
    choose(invitation, 2)
    assert now_of(invitation).state == I.BOOKED
    # The delay of the invitation did not begin anew.
    assert now_of(invitation).deadline_on == invitation.deadline_on
    kinds = [(one.kind, one.state) for one in messages_of(case, kind="eve")]
    assert kinds[0] == ("eve", M.DROPPED)


def test_a_link_that_is_used_after_the_appointment_says_so_and_does_nothing(invited):
    _, invitation = invited
    row = choose(invitation)
    with system_scope(Scope.TEST):
        Appointment.unscoped.filter(pk=row.pk).update(starts_at=timezone.now() - timedelta(hours=1))
    for path in ("", "pris/", "deplacer/", "annuler/"):
        answer = Client().get(page(invitation, path))
        assert answer.status_code == 410, path
        assert "Ce rendez-vous est passé" in answer.content.decode()
    assert Client().post(page(invitation, "annuler/")).status_code == 410
    assert now_of(row).state == S.PLANNED
    for act in (choosing.cancel, lambda token: choosing.move(token=token, slot="x")):
        with pytest.raises(UnusableLinkError):
            act(token=invitation.token)


@pytest.mark.parametrize("state", [S.HELD, S.EXCUSED, S.NO_SHOW])
def test_what_a_colleague_noted_before_the_hour_is_not_changed_by_the_link(adviser, invited, state):
    _, invitation = invited
    row = choose(invitation)
    wanted = slots(adviser)[4]
    # Noted on the day itself, before the hour has come.
    with system_scope(Scope.TEST):
        Appointment.unscoped.filter(pk=row.pk).update(state=state)
    before = now_of(row)
    for path in ("", "pris/", "deplacer/", "annuler/"):
        answer = Client().get(page(invitation, path))
        assert answer.status_code == 410, path
        assert "ne se change plus en ligne" in answer.content.decode()
    for path, typed in (("deplacer/", {"slot": wanted}), ("annuler/", {"reason": "x"})):
        assert Client().post(page(invitation, path), typed).status_code == 410
    with pytest.raises(UnusableLinkError):
        choosing.cancel(token=invitation.token)
    with pytest.raises(UnusableLinkError):
        choosing.move(token=invitation.token, slot=wanted)
    after = now_of(row)
    assert (after.state, after.starts_at) == (state, before.starts_at)
    assert after.version == before.version
    assert now_of(invitation).state == I.BOOKED


@pytest.mark.parametrize("state", [None, *S])
@pytest.mark.parametrize("days", [-1, 1])
@pytest.mark.parametrize("invitation_state", I)
def test_a_link_serves_while_a_choice_is_open_or_what_was_chosen_is_planned_and_to_come(
    invitation_state, days, state
):
    now = timezone.now()
    invitation = Invitation(state=invitation_state)
    appointment = state and Appointment(state=state, starts_at=now + timedelta(days=days))
    serves = invitation_state in {I.WAITING, I.EXPIRED} or (
        invitation_state == I.BOOKED and state == S.PLANNED and days > 0
    )
    if serves:
        choosing.check_usable(invitation, appointment, now)
    else:
        with pytest.raises(UnusableLinkError):
            choosing.check_usable(invitation, appointment, now)


def test_what_is_cancelled_while_another_invitation_waits_is_said_to_be_cancelled(adviser, invited):
    case, invitation = invited
    row = choose(invitation)
    with system_scope(Scope.TEST):
        Invitation.unscoped.create(
            beneficiary=case, category=invitation.category, round_at=timezone.now()
        )
    answer = Client().post(page(invitation, "annuler/"), follow=True)
    text = answer.content.decode()
    assert now_of(row).state == S.CANCELLED
    assert answer.status_code == 410
    assert "Ce rendez-vous est annulé" in text
    assert "lien de votre dernière invitation" in text
    assert "est passé" not in text


def test_both_ways_have_one_link_and_it_may_be_typed(adviser, invited):
    case, invitation = invited
    mail, letter = (
        messages_of(case, kind="invitation", channel=way)[0] for way in ("mail", "letter")
    )
    assert mail.invitation_id == letter.invitation_id == invitation.pk
    body = Email.objects.get(pk=mail.mail_key).message
    assert page(invitation) in body
    typed = "-".join(invitation.token[at : at + 4] for at in range(0, 16, 4)).lower()
    answer = Client().post("/rendez-vous/", {"code": f" {typed} "})
    assert answer["Location"] == page(invitation)
    assert Client().get(answer["Location"]).status_code == 200


def test_a_guessed_link_is_not_found_and_is_logged(invited):
    from portal.followup.models import AccessEntry

    with system_scope(Scope.TEST):
        before = AccessEntry.unscoped.count()
    for token in ("BBBBCCCCDDDDFFFF", "x", "1' OR 1=1".replace(" ", "")[:1] or "x"):
        assert Client().get(f"/rendez-vous/{token}/").status_code == 404
    with system_scope(Scope.TEST):
        entry = AccessEntry.unscoped.order_by("pk").last()
        assert AccessEntry.unscoped.count() == before + 3
    assert (entry.act, entry.place, entry.beneficiary_id) == ("refused", "booking:invitation", None)


def test_a_withdrawn_invitation_asks_for_nothing(adviser, invited):
    case, invitation = invited
    actor = Actor(adviser.user)
    with acting_as(adviser.user):
        inviting.withdraw(invitation=invitation, reason="Sans objet", actor=actor)
    assert Client().get(page(invitation)).status_code == 410
    states = {one.channel: one.state for one in messages_of(case, kind="invitation")}
    assert states == {"mail": M.QUEUED, "letter": M.DROPPED}
    assert {one.state for one in messages_of(case, kind="reminder")} == {M.DROPPED}


def test_one_opens_nothing_but_ones_own_invitation(adviser, invited):
    _case, invitation = invited
    other = invite(make_case(adviser), adviser)
    mine = choose(invitation)
    theirs = choose(other, 1)
    browser = Client()
    browser.post(page(invitation, "annuler/"))
    assert now_of(mine).state == S.CANCELLED
    assert now_of(theirs).state == S.PLANNED
    assert now_of(other).state == I.BOOKED


def test_a_link_acts_ten_times_an_hour_and_says_kindly_to_come_back(adviser, invited):
    _, invitation = invited
    browser = Client()
    for _ in range(10):
        assert browser.post(page(invitation), {"slot": "demain"}).status_code == 422
    free = slots(adviser)[0]
    answer = browser.post(page(invitation), {"slot": free})
    assert answer.status_code == 429
    text = answer.content.decode()
    assert "Revenez un peu plus tard" in text
    assert "Votre dernier choix est gardé" in text
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert now_of(invitation).state == I.WAITING
    # However it is typed, whatever the page; reading goes on, and so do the links of others.
    spaced = invitation.token.lower()
    assert browser.post(f"/rendez-vous/{spaced}/annuler/").status_code == 429
    assert browser.get(page(invitation)).status_code == 200
    other = invite(make_case(adviser), adviser)
    assert browser.post(page(other), {"slot": slots(adviser)[0]}).status_code == 302


def test_addresses_of_calendars_that_are_wrong_close_no_link(invited, monkeypatch):
    _, invitation = invited
    monkeypatch.setattr(visitor, "CALENDARS", Limit("followup.calendar_guesses", 2, HOUR))
    monkeypatch.setattr(visitor, "GUESSES", Limit("followup.invitation_guesses", 2, HOUR))
    browser = Client()
    answers = [browser.get("/agenda/ferme.ics") for _ in range(3)]
    assert [one.status_code for one in answers] == [404, 404, 429]
    assert browser.get(page(invitation)).status_code == 200


@pytest.mark.parametrize(
    ("token", "status", "title"),
    [("BBBBCCCCDDDDFFFF", 404, "Ce lien ne fonctionne pas"), ("", 410, "ne fonctionne plus")],
)
def test_a_link_of_no_use_says_that_it_does_not_work(adviser, invited, token, status, title):
    _, invitation = invited
    if not token:
        token = invitation.token
        with acting_as(adviser.user):
            inviting.withdraw(invitation=invitation, reason="Sans objet", actor=Actor(adviser.user))
    answer = Client().get(f"/rendez-vous/{token}/")
    assert answer.status_code == status
    assert title in answer.content.decode()


def test_words_of_a_category_that_tell_are_not_on_the_open_pages(adviser):
    case = make_case(adviser)
    # Older than the check of its words.
    category = make_category("Bilan RSA", page_text="Apportez votre attestation CAF.")
    invitation = invite(case, adviser, category=category)
    before = Client().get(page(invitation)).content.decode()
    choose(invitation)
    after = Client().get(page(invitation, "pris/")).content.decode()
    for text in (before, after):
        assert UNSAID.isdisjoint(fold_name(text).split())
        assert "attestation" not in text
