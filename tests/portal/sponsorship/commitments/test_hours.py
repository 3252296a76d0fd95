"""Hours: declared by one side, answered by the other; what a day or the period cannot hold."""

from datetime import time, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from post_office.models import Email

from portal.accounts.actors import Actor
from portal.applications.services.withdrawing import withdraw_agreement
from portal.sponsorship.commitments.errors import CommitmentError, OutOfReachError
from portal.sponsorship.commitments.models import VolunteerCommitment, VolunteerHours
from portal.sponsorship.commitments.services.answering import confirm, confirm_many, refuse
from portal.sponsorship.commitments.services.declaring import correct, take_back
from portal.sponsorship.commitments.services.ending import (
    end_commitment,
    end_those_that_are_over,
)
from portal.sponsorship.commitments.services.issuing import issue
from portal.sponsorship.commitments.states import HoursState, State
from tests.portal.accounts.people import join
from tests.portal.participation.people import make_guest
from tests.portal.sponsorship.commitments.volunteers import (
    ASSOCIATION,
    VOLUNTEER,
    association,
    by_member,
    by_volunteer,
    committed,
    confirmed,
    days_ago,
    said,
)

pytestmark = pytest.mark.django_db
AT_NINE = {"starts_at": time(9), "ends_at": time(11, 30)}


def refused_with(act, *words, field=None):
    with pytest.raises(CommitmentError) as found:
        act()
    assert all(word in str(found.value) for word in words), str(found.value)
    assert found.value.field == field


def test_the_person_declares_and_the_association_confirms(commitment, member, person):
    line = by_volunteer(commitment, None, **AT_NINE)
    assert (line.hours, line.state, line.side) == (Decimal("2.5"), HoursState.WAITING, VOLUNTEER)
    refused_with(lambda: confirm(line=line, side=VOLUNTEER, actor=Actor(person)), "l’autre côté")
    done = confirm(line=line, side=ASSOCIATION, actor=Actor(member), version=line.version)
    assert (done.state, done.decided_by) == (HoursState.CONFIRMED, member)
    refused_with(lambda: confirm(line=line, side=ASSOCIATION, actor=Actor(member)), "réponse")
    (mail,) = Email.objects.filter(to=person.email, dispatch__key="volunteer_hours_answered")
    assert "confirmées" in mail.subject


def test_the_association_declares_and_the_person_refuses_with_a_reason(commitment, member, person):
    line = by_member(commitment, member, 3)
    for reason in ("", "  "):
        refused_with(
            lambda reason=reason: refuse(
                line=line, side=VOLUNTEER, actor=Actor(person), reason=reason
            ),
            "pourquoi",
            field="reason",
        )
    done = refuse(line=line, side=VOLUNTEER, actor=Actor(person), reason="J’étais malade.")
    assert (done.state, done.reason) == (HoursState.REFUSED, "J’étais malade.")
    (mail,) = Email.objects.filter(to=member.email, dispatch__key__endswith="to_association")
    # What leads there names nobody.
    assert "J’étais malade." in mail.message
    assert "Éloïse" not in mail.message
    # Corrected by the person, it is theirs: the association answers.
    again = correct(line=done, side=VOLUNTEER, said=said(1), actor=Actor(person))
    assert (again.state, again.side, again.reason) == (HoursState.WAITING, VOLUNTEER, "")
    assert confirm(line=again, side=ASSOCIATION, actor=Actor(member)).hours == 1


def test_what_was_corrected_meanwhile_is_read_again_before_it_is_answered(
    commitment, member, person
):
    line = by_volunteer(commitment)
    correct(line=line, side=VOLUNTEER, said=said(5), actor=Actor(person), version=line.version)
    refused_with(
        lambda: confirm(line=line, side=ASSOCIATION, actor=Actor(member), version=line.version),
        "relisez-les",
    )
    result = confirm_many(lines=[line], actor=Actor(member), versions={line.pk: line.version})
    assert (result.lines, len(result.refused)) == ([], 1)


def test_hours_are_taken_back_while_nobody_answered(commitment, member, person):
    line = by_volunteer(commitment)
    refused_with(
        lambda: take_back(line=line, side=ASSOCIATION, actor=Actor(member)), "déjà leur réponse"
    )
    take_back(line=line, side=VOLUNTEER, actor=Actor(person))
    assert take_back(line=line, side=VOLUNTEER, actor=Actor(person)).state == HoursState.TAKEN_BACK
    refused_with(
        lambda: correct(line=line, side=VOLUNTEER, said=said(), actor=Actor(person)), "de nouveau"
    )
    # They leave room: the same day again.
    done = confirmed(commitment, member)
    refused_with(lambda: take_back(line=done, side=VOLUNTEER, actor=Actor(person)), "corrigez-les")


def test_a_confirmed_line_that_is_corrected_waits_again_until_a_certificate_counts_it(
    commitment, member, person
):
    line = confirmed(commitment, member, 4)
    again = correct(line=line, side=ASSOCIATION, said=said(3), actor=Actor(member))
    assert (again.state, again.decided_at) == (HoursState.WAITING, None)
    confirm(line=again, side=VOLUNTEER, actor=Actor(person))
    issue(commitment=commitment, side=VOLUNTEER, actor=Actor(person))
    refused_with(
        lambda: correct(line=again, side=VOLUNTEER, said=said(9), actor=Actor(person)),
        "ne changent plus",
    )


@pytest.mark.parametrize(
    ("fields", "field", "word"),
    [
        ({"hours": 2, "ago": -1}, "day", "avenir"),
        ({"hours": 2, "ago": 31}, "day", "commence"),
        ({"hours": 2, "ago": 2}, "day", "termine"),
        ({"hours": "24.25"}, "hours", "24"),
        ({"hours": 0}, "hours", "quart"),
        ({"hours": -1}, "hours", "quart"),
        ({"hours": "1.1"}, "hours", "quart"),
        ({"hours": None}, "hours", "nombre d’heures"),
        ({"hours": None, "starts_at": time(9)}, "ends_at", "ni l’un ni l’autre"),
        ({"hours": None, "ends_at": time(9)}, "starts_at", "ni l’un ni l’autre"),
        ({"hours": None, "starts_at": time(9), "ends_at": time(9)}, "ends_at", "après le début"),
        ({"hours": 3, **AT_NINE}, "hours", "dure"),
        ({"hours": None, "starts_at": time(9), "ends_at": time(9, 10)}, "hours", "quart"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(commitment, fields, field, word):
    VolunteerCommitment.objects.filter(pk=commitment.pk).update(ends_on=days_ago(3))
    fields = {"ago": 5, **fields}
    refused_with(lambda: by_volunteer(commitment, **fields), word, field=field)
    assert not VolunteerHours.objects.filter(commitment=commitment).exists()


def test_an_hour_of_today_that_is_not_over_is_refused(commitment):
    later = {"starts_at": time(0), "ends_at": time(0)}
    refused_with(
        lambda: by_volunteer(commitment, None, ago=0, **later), "pas passée", field="ends_at"
    )


def test_a_day_has_24_hours_over_all_commitments_of_the_person(commitment, person):
    other = committed(association(name="Une autre")[0], person)
    by_volunteer(commitment, 20)
    refused_with(lambda: by_volunteer(other, "4.25"), "plus de 24", field="hours")
    by_volunteer(other, 4)
    # Another day, and somebody else's day, are others.
    by_volunteer(other, 24, ago=2)
    by_volunteer(committed(commitment.organisation, make_guest()), 24)


def test_times_that_meet_are_refused_over_all_commitments_of_the_person(commitment, person):
    other = committed(association(name="Une autre")[0], person)
    line = by_volunteer(commitment, None, **AT_NINE)
    meets = {"starts_at": time(11, 15), "ends_at": time(12)}
    follows = {"starts_at": time(11, 30), "ends_at": time(12)}
    for one in (commitment, other):
        refused_with(
            lambda one=one: by_volunteer(one, None, **meets), "recouvre", field="starts_at"
        )
    by_volunteer(other, None, **follows)
    # A correction does not meet itself.
    correct(
        line=line,
        side=VOLUNTEER,
        said=said(None, starts_at=time(9), ends_at=time(11)),
        actor=Actor(person),
    )


def test_the_same_hours_twice_are_refused_until_the_first_are_refused(commitment, member):
    line = by_volunteer(commitment)
    refused_with(lambda: by_volunteer(commitment), "déjà déclarées", field="day")
    refused_with(lambda: by_member(commitment, member, 1), "déjà déclarées", field="day")
    refuse(line=line, side=ASSOCIATION, actor=Actor(member), reason="Une erreur de jour.")
    by_volunteer(commitment)


@pytest.mark.parametrize(
    "fields",
    [
        {"hours": Decimal("0.1")},
        {"hours": Decimal(0)},
        {"hours": Decimal("24.25")},
        {"starts_at": time(9)},
        {"starts_at": time(9), "ends_at": time(8)},
        {"state": "refused", "decided_at": timezone.now()},
        {"state": "confirmed"},
        {"decided_at": timezone.now()},
        {"side": "?"},
    ],
    ids=lambda fields: "+".join(fields),
)
def test_the_database_refuses_it_too(commitment, fields):
    line = by_volunteer(commitment)
    with pytest.raises(IntegrityError), transaction.atomic():
        VolunteerHours.objects.filter(pk=line.pk).update(**fields)


def test_the_database_refuses_twice_the_same_day_and_times_that_meet(commitment, member):
    line = by_volunteer(commitment, None, **AT_NINE)
    plain = by_volunteer(commitment, 1)
    copies = (
        {"starts_at": None, "ends_at": None, "hours": 2},
        {"starts_at": time(10), "ends_at": time(0), "hours": 1},
    )
    for fields in copies:
        row = VolunteerHours(commitment=commitment, day=line.day, side="volunteer", **fields)
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        VolunteerHours.objects.filter(pk=plain.pk).update(
            state="confirmed", decided_at=timezone.now(), declared_by=member, decided_by=member
        )


def test_a_member_who_declared_does_not_confirm_it_for_the_other_side(commitment, member):
    line = by_member(commitment, member)
    refused_with(lambda: confirm(line=line, side=VOLUNTEER, actor=Actor(member)), "votre compte")


def test_many_are_confirmed_at_once_and_each_person_gets_one_message(organisation, member):
    first, second = (committed(organisation, make_guest()) for _ in range(2))
    lines = [by_volunteer(one, ago=ago) for one in (first, second) for ago in (1, 2, 3)]
    take_back(line=lines[0], side=VOLUNTEER, actor=Actor(None))
    result = confirm_many(lines=lines, actor=Actor(member), versions={})
    assert result.sentence == "5\u00a0déclarations confirmées, 10\u00a0h."
    assert len(result.refused) == 1
    for one in (first, second):
        address = one.participant.address
        mails = Email.objects.filter(to=address, dispatch__key="volunteer_hours_answered")
        assert mails.count() == 1
    with pytest.raises(CommitmentError):
        confirm_many(lines=[], actor=Actor(member), versions={})


def test_who_may_no_longer_act_for_the_association_is_refused(
    commitment, organisation, member, person
):
    stranger = association(name="Une autre")[1]
    former = join(organisation)
    line = by_volunteer(commitment)
    former.end(by=former.user, reason="")
    for user in (stranger, former.user, person):
        with pytest.raises(OutOfReachError):
            confirm(line=line, side=ASSOCIATION, actor=Actor(user))
    rows = type(organisation).objects.filter(pk=organisation.pk)
    rows.update(suspended_at=timezone.now(), suspended_by=person, suspension_reason="Plainte.")
    with pytest.raises(OutOfReachError):
        by_member(commitment, member, ago=3)


@pytest.mark.parametrize("side", [VOLUNTEER, ASSOCIATION])
def test_either_side_ends_it_with_a_word_that_the_other_reads(commitment, member, person, side):
    user, other = (person, member) if side == VOLUNTEER else (member, person)
    ended = end_commitment(
        commitment=commitment, side=side, actor=Actor(user), word="On vous garde une place."
    )
    assert (ended.state, ended.ended_side, ended.ended_by) == (State.ENDED, side, user)
    assert (ended.ends_on, ended.end_reason) == (timezone.localdate(), "On vous garde une place.")
    (mail,) = Email.objects.filter(to=other.email, message__contains="On vous garde une place.")
    assert commitment.title in mail.subject
    refused_with(
        lambda: end_commitment(commitment=commitment, side=side, actor=Actor(user)), "en cours"
    )
    # Hours of before may still be declared and answered, for a time.
    line = by_volunteer(commitment)
    confirm(line=line, side=ASSOCIATION, actor=Actor(member))
    VolunteerCommitment.objects.filter(pk=commitment.pk).update(
        ends_on=timezone.localdate() - timedelta(days=61), starts_on=days_ago(90)
    )
    refused_with(lambda: by_volunteer(commitment, ago=70), "deux mois")


def test_without_a_word_it_says_thanks(commitment, person):
    ended = end_commitment(commitment=commitment, side=VOLUNTEER, actor=Actor(person), word=" ")
    assert ended.end_reason == "Merci pour le temps donné."
    refused_with(
        lambda: end_commitment(
            commitment=commitment, side=VOLUNTEER, actor=Actor(person), word="a" * 301
        ),
        "trop long",
        field="word",
    )


def test_its_period_ends_it_the_day_after_once(commitment, person):
    rows = VolunteerCommitment.objects.filter(pk=commitment.pk)
    rows.update(ends_on=timezone.localdate())
    assert end_those_that_are_over() == 0
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert [end_those_that_are_over(tomorrow), end_those_that_are_over(tomorrow)] == [1, 0]
    ended = rows.get()
    assert (ended.state, ended.ended_side, ended.ended_by) == (State.ENDED, "", None)
    assert (
        Email.objects.filter(to=person.email, subject__startswith="Mission terminée").count() == 1
    )


def test_nothing_is_declared_once_the_agreement_is_taken_back(commitment, member, person):
    line = by_volunteer(commitment)
    kept = confirmed(commitment, member, ago=2)
    withdraw_agreement(application=commitment.application, actor=Actor(person))
    line.refresh_from_db()
    kept.refresh_from_db()
    assert (line.state, kept.state) == (HoursState.TAKEN_BACK, HoursState.CONFIRMED)
    refused_with(lambda: by_volunteer(commitment, ago=4), "annulé")
    with pytest.raises(OutOfReachError):
        by_member(commitment, member, ago=4)
